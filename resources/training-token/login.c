#include <string.h>

#include "faults.h"
#include "module.h"
#include "pins.h"
#include "sessions.h"

/* Private session objects end with the login (section 5.6). */
static CK_RV end_login(struct session *session, CK_RV code)
{
    struct objects *objects = &session->token->session_objects;
    for (size_t index = objects->count; index-- > 0;)
        if (truth_of(&objects->items[index], CKA_PRIVATE))
            remove_object(objects, &objects->items[index]);
    session->token->login = NOBODY;
    end_operations(session->slot);
    return code;
}

/* A login for one signature with a key that asks for the PIN each time (section 5.6). */
static CK_RV confirm(struct session *session, const CK_UTF8CHAR *pin, CK_ULONG length)
{
    struct token *token = session->token;
    if (token->login != USER)
        return CKR_USER_NOT_LOGGED_IN;
    if (!session->signing.active)
        return CKR_OPERATION_NOT_INITIALIZED;
    CK_RV code = begin_change(token);
    if (code == CKR_OK)
        code = spend_try(token, &token->state.user, pin, length);
    if (code == CKR_PIN_LOCKED)
        return end_login(session, code);
    session->signing.confirmed = code == CKR_OK;
    return code;
}

static CK_RV check_login(const struct session *session, CK_USER_TYPE user)
{
    const struct token *token = session->token;
    CK_ULONG all, writing;
    if (token->login != NOBODY)
        return (token->login == ADMIN) == (user == CKU_SO) ? CKR_USER_ALREADY_LOGGED_IN
                                                          : CKR_USER_ANOTHER_ALREADY_LOGGED_IN;
    count_sessions(session->slot, &all, &writing);
    if (user == CKU_SO && all > writing)
        return CKR_SESSION_READ_ONLY_EXISTS;
    if (user == CKU_USER && !token->state.user.set)
        return CKR_USER_PIN_NOT_INITIALIZED;
    return CKR_OK;
}

static CK_RV log_in(
    CK_SESSION_HANDLE handle, CK_USER_TYPE user, const CK_UTF8CHAR *pin, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (user != CKU_USER && user != CKU_SO && user != CKU_CONTEXT_SPECIFIC)
        return CKR_USER_TYPE_INVALID;
    struct fault fault = fault_at("login");
    if (fault.vanish)
        unplug(session->slot);
    code = fault.vanish ? CKR_DEVICE_REMOVED : fault.refusal;
    if (code == CKR_OK)
        code = check_length(pin, length);
    if (code == CKR_OK && user == CKU_CONTEXT_SPECIFIC)
        return confirm(session, pin, length);
    if (code == CKR_OK)
        code = check_login(session, user);
    if (code != CKR_OK)
        return code;
    struct token *token = session->token;
    code = begin_change(token);
    if (code == CKR_OK)
        code = spend_try(
            token, user == CKU_SO ? &token->state.admin : &token->state.user, pin, length);
    if (code == CKR_OK)
        token->login = user == CKU_SO ? ADMIN : USER;
    return code;
}

CK_RV C_Login(CK_SESSION_HANDLE handle, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG length)
{
    LOCKED(log_in(handle, user, pin, length));
}

static CK_RV log_out(CK_SESSION_HANDLE handle)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    return session->token->login == NOBODY ? CKR_USER_NOT_LOGGED_IN : end_login(session, CKR_OK);
}

CK_RV C_Logout(CK_SESSION_HANDLE handle)
{
    LOCKED(log_out(handle));
}

static CK_RV init_pin(CK_SESSION_HANDLE handle, const CK_UTF8CHAR *pin, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct token *token = session->token;
    if (token->login != ADMIN)
        return CKR_USER_NOT_LOGGED_IN;
    code = check_length(pin, length);
    if (code == CKR_OK)
        code = act_fault("pin");
    if (code == CKR_OK)
        code = begin_change(token);
    if (code != CKR_OK)
        return code;
    code = set_pin(&token->state.user, FACTORY_USER_PIN, pin, length);
    return code == CKR_OK ? keep_change(token) : undo_change(token, code);
}

CK_RV C_InitPIN(CK_SESSION_HANDLE handle, CK_UTF8CHAR *pin, CK_ULONG length)
{
    LOCKED(init_pin(handle, pin, length));
}

/* Who is logged in changes his own PIN; with nobody logged in it is the user's. */
static CK_RV change_pin(
    CK_SESSION_HANDLE handle, const CK_UTF8CHAR *old, CK_ULONG old_length,
    const CK_UTF8CHAR *new, CK_ULONG new_length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct token *token = session->token;
    bool admin = token->login == ADMIN;
    struct pin *pin = admin ? &token->state.admin : &token->state.user;
    if (!session->writing)
        return CKR_SESSION_READ_ONLY;
    if (!pin->set)
        return CKR_USER_PIN_NOT_INITIALIZED;
    code = check_length(old, old_length);
    if (code == CKR_OK)
        code = check_length(new, new_length);
    if (code == CKR_OK)
        code = act_fault("pin");
    if (code == CKR_OK)
        code = begin_change(token);
    if (code == CKR_OK)
        code = spend_try(token, pin, old, old_length);
    if (code == CKR_OK)
        code = begin_change(token);
    if (code != CKR_OK)
        return code;
    code = set_pin(pin, admin ? FACTORY_ADMIN_PIN : FACTORY_USER_PIN, new, new_length);
    return code == CKR_OK ? keep_change(token) : undo_change(token, code);
}

CK_RV C_SetPIN(
    CK_SESSION_HANDLE handle, CK_UTF8CHAR *old, CK_ULONG old_length, CK_UTF8CHAR *new,
    CK_ULONG new_length)
{
    LOCKED(change_pin(handle, old, old_length, new, new_length));
}
