#include "pins.h"

#include <string.h>

#include "faults.h"
#include "gost.h"

CK_RV check_length(const CK_UTF8CHAR *pin, CK_ULONG length)
{
    if (!pin)
        return CKR_ARGUMENTS_BAD;
    return length < SHORTEST_PIN || length > LONGEST_PIN ? CKR_PIN_LEN_RANGE : CKR_OK;
}

static bool same_octets(const uint8_t *one, const uint8_t *other, size_t length)
{
    unsigned different = 0;
    for (size_t index = 0; index < length; index++)
        different |= one[index] ^ other[index];
    return different == 0;
}

CK_RV spend_try(
    struct token *token, struct pin *pin, const CK_UTF8CHAR *given, CK_ULONG length)
{
    uint8_t hash[HASH_BYTES];
    if (pin->tries_left == 0)
        return undo_change(token, CKR_PIN_LOCKED);
    if (!hash_pin(given, length, pin->salt, hash))
        return undo_change(token, CKR_DEVICE_ERROR);
    pin->tries_left--;
    CK_RV code = keep_change(token);
    if (code == CKR_OK)
        code = act_fault("compare");
    if (code != CKR_OK)
        return code;
    if (!same_octets(hash, pin->hash, HASH_BYTES))
        return pin->tries_left == 0 ? CKR_PIN_LOCKED : CKR_PIN_INCORRECT;
    code = begin_change(token);
    if (code != CKR_OK)
        return code;
    pin->tries_left = pin->most_tries;
    return keep_change(token);
}

CK_RV set_pin(struct pin *pin, const char *factory_pin, const CK_UTF8CHAR *given, CK_ULONG length)
{
    gcry_create_nonce(pin->salt, SALT_BYTES);
    if (!hash_pin(given, length, pin->salt, pin->hash))
        return CKR_DEVICE_ERROR;
    pin->set = true;
    pin->factory = length == strlen(factory_pin) && memcmp(given, factory_pin, length) == 0;
    pin->tries_left = pin->most_tries;
    return CKR_OK;
}

CK_FLAGS pin_flags(const struct state *state)
{
    const struct pin *user = &state->user, *admin = &state->admin;
    CK_FLAGS flags = 0;
    if (user->set) {
        flags |= CKF_USER_PIN_INITIALIZED;
        flags |= user->tries_left < user->most_tries ? CKF_USER_PIN_COUNT_LOW : 0;
        flags |= user->tries_left == 1 ? CKF_USER_PIN_FINAL_TRY : 0;
        flags |= user->tries_left == 0 ? CKF_USER_PIN_LOCKED : 0;
        flags |= user->factory ? CKF_USER_PIN_TO_BE_CHANGED : 0;
    }
    if (admin->set) {
        flags |= admin->tries_left < admin->most_tries ? CKF_SO_PIN_COUNT_LOW : 0;
        flags |= admin->tries_left == 1 ? CKF_SO_PIN_FINAL_TRY : 0;
        flags |= admin->tries_left == 0 ? CKF_SO_PIN_LOCKED : 0;
        flags |= admin->factory ? CKF_SO_PIN_TO_BE_CHANGED : 0;
    }
    return flags;
}
