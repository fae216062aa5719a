#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "faults.h"
#include "module.h"
#include "templates.h"

/* A search must not be a way to guess a value that stays on the token. */
static bool matches(const struct object *object, const CK_ATTRIBUTE *template, CK_ULONG count)
{
    for (CK_ULONG index = 0; index < count; index++) {
        const CK_ATTRIBUTE *wanted = &template[index];
        const struct attribute *found = attribute_of(object, wanted->type);
        if (!found || stays_inside(object, wanted->type) || found->length != wanted->ulValueLen
            || memcmp(found->value, wanted->pValue ? wanted->pValue : "", found->length) != 0)
            return false;
    }
    return true;
}

static void collect(
    struct session *session, const struct objects *objects, const CK_ATTRIBUTE *template,
    CK_ULONG count)
{
    for (size_t index = 0; index < objects->count; index++) {
        const struct object *object = &objects->items[index];
        if (may_see(session->token, object) && matches(object, template, count))
            session->found[session->found_count++] = object->handle;
    }
}

static CK_RV begin_search(
    CK_SESSION_HANDLE handle, const CK_ATTRIBUTE *template, CK_ULONG count)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code == CKR_OK)
        code = act_fault("find");
    if (code == CKR_OK && session->finding)
        code = CKR_OPERATION_ACTIVE;
    if (code == CKR_OK)
        code = check_template(template, count);
    if (code != CKR_OK)
        return code;
    const struct token *token = session->token;
    size_t most = token->state.objects.count + token->session_objects.count;
    session->found = calloc(most + 1, sizeof *session->found);
    if (!session->found)
        return CKR_HOST_MEMORY;
    session->finding = true;
    session->found_count = session->found_next = 0;
    collect(session, &token->state.objects, template, count);
    collect(session, &token->session_objects, template, count);
    return CKR_OK;
}

CK_RV C_FindObjectsInit(CK_SESSION_HANDLE handle, CK_ATTRIBUTE *template, CK_ULONG count)
{
    LOCKED(begin_search(handle, template, count));
}

static CK_RV next_found(
    CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE *objects, CK_ULONG room, CK_ULONG *count)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (!session->finding)
        return CKR_OPERATION_NOT_INITIALIZED;
    if (!count || (room > 0 && !objects))
        return CKR_ARGUMENTS_BAD;
    for (*count = 0; *count < room && session->found_next < session->found_count;)
        objects[(*count)++] = session->found[session->found_next++];
    return CKR_OK;
}

CK_RV C_FindObjects(
    CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE *objects, CK_ULONG room, CK_ULONG *count)
{
    LOCKED(next_found(handle, objects, room, count));
}

static CK_RV finish_search(CK_SESSION_HANDLE handle)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (!session->finding)
        return CKR_OPERATION_NOT_INITIALIZED;
    end_search(session);
    return CKR_OK;
}

CK_RV C_FindObjectsFinal(CK_SESSION_HANDLE handle)
{
    LOCKED(finish_search(handle));
}
