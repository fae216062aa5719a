/* What the driver of Рутокен offers beyond PKCS #11. */
#include <string.h>

#include "faults.h"
#include "module.h"
#include "pins.h"
#include "sessions.h"
#include "vendor.h"

/* This token is no Рутокен: it says «unknown» where those have a number for each kind. */
#define UNKNOWN_KIND 0xFF

static void write_big_endian(CK_BYTE *target, size_t room, const char *digits)
{
    unsigned long number = 0;
    for (size_t index = 0; index < SERIAL_LENGTH; index++) {
        unsigned digit = (unsigned char)digits[index];
        number = number << 4 | ((digit & 0x40 ? digit + 9 : digit) & 0xF);
    }
    for (size_t index = room; index-- > 0; number >>= 8)
        target[index] = (CK_BYTE)number;
}

static struct extended_info extended_info_of(const struct token *token)
{
    const struct pin *user = &token->state.user, *admin = &token->state.admin;
    struct extended_info info = {
        .token_type = UNKNOWN_KIND,
        .protocol = 1,
        .flags = USER_PIN_CHANGED_BY_ADMIN | USER_PIN_CHANGED_BY_USER
            | (admin->set && !admin->factory ? ADMIN_PIN_NOT_DEFAULT : 0)
            | (user->set && !user->factory ? USER_PIN_NOT_DEFAULT : 0),
        .longest_admin_pin = LONGEST_PIN,
        .shortest_admin_pin = SHORTEST_PIN,
        .longest_user_pin = LONGEST_PIN,
        .shortest_user_pin = SHORTEST_PIN,
        .most_admin_tries = admin->most_tries,
        .admin_tries_left = admin->tries_left,
        .most_user_tries = user->most_tries,
        .user_tries_left = user->tries_left,
        .total_memory = TOTAL_MEMORY,
        .free_memory = TOTAL_MEMORY - memory_used(&token->state),
        .token_class = UNKNOWN_KIND,
    };
    write_big_endian(info.serial, sizeof info.serial, token->state.serial);
    return info;
}

/* The size goes in as that of the caller's structure, and comes out as what was filled. */
static CK_RV describe_extended(CK_SLOT_ID slot, struct extended_info *target)
{
    struct token *token;
    CK_RV code = token_in(slot, &token);
    if (code == CKR_OK)
        code = act_fault("info");
    if (code != CKR_OK)
        return code;
    size_t known = sizeof *target, older = offsetof(struct extended_info, battery_percentage);
    if (!target || (target->size != known && target->size != older))
        return CKR_ARGUMENTS_BAD;
    struct extended_info info = extended_info_of(token);
    info.size = target->size;
    memcpy(target, &info, info.size);
    return CKR_OK;
}

static CK_RV get_token_info_extended(CK_SLOT_ID slot, struct extended_info *target)
{
    LOCKED(describe_extended(slot, target));
}

static CK_RV unblock(CK_SESSION_HANDLE handle)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct token *token = session->token;
    if (token->login != ADMIN)
        return CKR_USER_NOT_LOGGED_IN;
    if (!token->state.user.set)
        return CKR_USER_PIN_NOT_INITIALIZED;
    code = act_fault("pin");
    if (code == CKR_OK)
        code = begin_change(token);
    if (code != CKR_OK)
        return code;
    token->state.user.tries_left = token->state.user.most_tries;
    return keep_change(token);
}

static CK_RV unblock_user_pin(CK_SESSION_HANDLE session)
{
    LOCKED(unblock(session));
}

static CK_RV rename_token(CK_SESSION_HANDLE handle, const CK_UTF8CHAR *name, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (session->token->login != USER)
        return CKR_USER_NOT_LOGGED_IN;
    if (!session->writing)
        return CKR_SESSION_READ_ONLY;
    if (length > 0 && !name)
        return CKR_ARGUMENTS_BAD;
    if (length > LONGEST_NAME)
        return CKR_DATA_LEN_RANGE;
    code = begin_change(session->token);
    if (code != CKR_OK)
        return code;
    struct state *state = &session->token->state;
    memset(state->name, 0, sizeof state->name);
    if (length > 0)
        memcpy(state->name, name, length);
    state->name_length = length;
    return keep_change(session->token);
}

static CK_RV set_token_name(CK_SESSION_HANDLE session, CK_UTF8CHAR *name, CK_ULONG length)
{
    LOCKED(rename_token(session, name, length));
}

/* C_GetTokenInfo has room for half of a name only; this tells the whole of it. */
static CK_RV tell_name(CK_SESSION_HANDLE handle, CK_UTF8CHAR *name, CK_ULONG *length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (!length)
        return CKR_ARGUMENTS_BAD;
    const struct state *state = &session->token->state;
    CK_ULONG room = *length;
    *length = state->name_length;
    if (name && room < state->name_length)
        return CKR_BUFFER_TOO_SMALL;
    if (name)
        memcpy(name, state->name, state->name_length);
    return CKR_OK;
}

static CK_RV get_token_name(CK_SESSION_HANDLE session, CK_UTF8CHAR *name, CK_ULONG *length)
{
    LOCKED(tell_name(session, name, length));
}

/* Callers push their arguments as they like: C's calling conventions let a callee ignore them. */
static CK_RV unsupported(void)
{
    return CKR_FUNCTION_NOT_SUPPORTED;
}

typedef void (*function_t)(void); /* As C has no pointer to any function at all. */
enum { GET_LIST = 0, GET_TOKEN_INFO = 2, UNBLOCK_USER_PIN, SET_TOKEN_NAME, GET_TOKEN_NAME = 11 };

EXPORTED CK_RV C_EX_GetFunctionListExtended(struct extended_functions **list)
{
    static struct extended_functions functions = { .version = { 1, 0 } };
    if (!list)
        return CKR_ARGUMENTS_BAD;
    for (size_t index = 0; index < EXTENDED_FUNCTIONS; index++)
        functions.call[index] = (function_t)unsupported;
    functions.call[GET_LIST] = (function_t)C_EX_GetFunctionListExtended;
    functions.call[GET_TOKEN_INFO] = (function_t)get_token_info_extended;
    functions.call[UNBLOCK_USER_PIN] = (function_t)unblock_user_pin;
    functions.call[SET_TOKEN_NAME] = (function_t)set_token_name;
    functions.call[GET_TOKEN_NAME] = (function_t)get_token_name;
    *list = &functions;
    return CKR_OK;
}
