#include <stdlib.h>
#include <string.h>

#include "faults.h"
#include "module.h"
#include "pins.h"
#include "sessions.h"
#include "texts.h"

static CK_RV describe_token(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    struct token *token;
    CK_RV code = token_in(slot, &token);
    if (code == CKR_OK)
        code = act_fault("info");
    if (code != CKR_OK)
        return code;
    if (!info)
        return CKR_ARGUMENTS_BAD;
    const struct state *state = &token->state;
    CK_ULONG left = TOTAL_MEMORY - memory_used(state);
    *info = (CK_TOKEN_INFO) {
        .flags = CKF_RNG | CKF_LOGIN_REQUIRED | pin_flags(state)
            | (state->initialised ? CKF_TOKEN_INITIALIZED : 0),
        .ulMaxSessionCount = CK_EFFECTIVELY_INFINITE,
        .ulMaxRwSessionCount = CK_EFFECTIVELY_INFINITE,
        .ulMaxPinLen = LONGEST_PIN,
        .ulMinPinLen = SHORTEST_PIN,
        .ulTotalPublicMemory = TOTAL_MEMORY,
        .ulFreePublicMemory = left,
        .ulTotalPrivateMemory = TOTAL_MEMORY,
        .ulFreePrivateMemory = left,
        .hardwareVersion = { 1, 0 },
        .firmwareVersion = { 1, 0 },
    };
    count_sessions(slot, &info->ulSessionCount, &info->ulRwSessionCount);
    fill_octets(info->label, sizeof info->label, state->name, state->name_length);
    fill_text(info->manufacturerID, sizeof info->manufacturerID, MANUFACTURER);
    fill_text(info->model, sizeof info->model, MODEL);
    fill_octets(info->serialNumber, sizeof info->serialNumber, state->serial, SERIAL_LENGTH);
    fill_text(info->utcTime, sizeof info->utcTime, "");
    return CKR_OK;
}

CK_RV C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    LOCKED(describe_token(slot, info));
}

static void format(struct token *token, const CK_UTF8CHAR *label)
{
    struct state *state = &token->state;
    free_objects(&state->objects);
    state->initialised = true;
    gcry_create_nonce(&state->epoch, sizeof state->epoch);
    state->name_length = 32;
    while (state->name_length > 0 && label[state->name_length - 1] == ' ')
        state->name_length--;
    memset(state->name, 0, sizeof state->name);
    memcpy(state->name, label, state->name_length);
    state->last_handle = 0;
    read_limits(token, &state->user.most_tries, &state->admin.most_tries);
    state->user = (struct pin) {
        .most_tries = state->user.most_tries, .tries_left = state->user.most_tries
    };
}

static CK_RV init_token(
    CK_SLOT_ID slot, const CK_UTF8CHAR *pin, CK_ULONG length, const CK_UTF8CHAR *label)
{
    struct token *token;
    CK_ULONG all, writing;
    CK_RV code = token_in(slot, &token);
    if (code != CKR_OK)
        return code;
    count_sessions(slot, &all, &writing);
    if (all > 0)
        return CKR_SESSION_EXISTS;
    if (!label)
        return CKR_ARGUMENTS_BAD;
    code = check_length(pin, length);
    if (code == CKR_OK)
        code = begin_change(token);
    if (code != CKR_OK)
        return code;
    if (token->state.initialised) {
        code = spend_try(token, &token->state.admin, pin, length);
        if (code == CKR_OK)
            code = begin_change(token);
        if (code != CKR_OK)
            return code;
    }
    format(token, label);
    code = set_pin(&token->state.admin, FACTORY_ADMIN_PIN, pin, length);
    return code == CKR_OK ? keep_change(token) : undo_change(token, code);
}

CK_RV C_InitToken(CK_SLOT_ID slot, CK_UTF8CHAR *pin, CK_ULONG length, CK_UTF8CHAR *label)
{
    LOCKED(init_token(slot, pin, length, label));
}
