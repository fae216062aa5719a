#include "access.h"

/* Handles of session objects lie above those that the state file gives. */
#define FIRST_SESSION_OBJECT 0x80000000UL

bool may_see(const struct token *token, const struct object *object)
{
    return token->login == USER || !truth_of(object, CKA_PRIVATE);
}

struct object *visible_object(const struct session *session, CK_OBJECT_HANDLE handle)
{
    struct token *token = session->token;
    struct object *found = find_object(&token->state.objects, handle);
    if (!found)
        found = find_object(&token->session_objects, handle);
    return found && may_see(token, found) ? found : NULL;
}

CK_RV may_change(const struct session *session, const struct object *object)
{
    if (truth_of(object, CKA_TOKEN) && !session->writing)
        return CKR_SESSION_READ_ONLY;
    return may_see(session->token, object) ? CKR_OK : CKR_USER_NOT_LOGGED_IN;
}

static bool store_one(
    struct session *session, struct object *object, CK_OBJECT_HANDLE *handle)
{
    struct token *token = session->token;
    bool on_token = truth_of(object, CKA_TOKEN);
    if (on_token) {
        object->handle = ++token->state.last_handle;
    } else {
        object->handle = FIRST_SESSION_OBJECT + ++token->last_session_object;
        object->owner = session->handle;
    }
    *handle = object->handle;
    return add_object(on_token ? &token->state.objects : &token->session_objects, object);
}

static void take_back(struct token *token, CK_OBJECT_HANDLE handle)
{
    struct object *kept = find_object(&token->session_objects, handle);
    if (kept)
        remove_object(&token->session_objects, kept);
}

CK_RV store_objects(
    struct session *session, struct object *objects, size_t count, CK_OBJECT_HANDLE *handles)
{
    struct token *token = session->token;
    CK_RV code = begin_change(token);
    if (code != CKR_OK)
        return code;
    size_t stored = 0;
    while (stored < count && store_one(session, &objects[stored], &handles[stored]))
        stored++;
    if (stored < count)
        code = CKR_HOST_MEMORY;
    else if (token->state.last_handle >= FIRST_SESSION_OBJECT
        || memory_used(&token->state) > TOTAL_MEMORY)
        code = CKR_DEVICE_MEMORY;
    code = code == CKR_OK ? keep_change(token) : undo_change(token, code);
    for (size_t index = 0; index < stored && code != CKR_OK; index++)
        take_back(token, handles[index]);
    return code;
}
