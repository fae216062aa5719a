#include "mechanisms.h"

#include <string.h>

#include "curves.h"
#include "module.h"
#include "slots.h"

#define SIGNS (CKF_SIGN | CKF_VERIFY)

static const struct mechanism mechanisms[] = {
    { CKM_GOSTR3410_KEY_PAIR_GEN, CKK_GOSTR3410, 32, false, CKF_GENERATE_KEY_PAIR },
    { CKM_GOSTR3410, CKK_GOSTR3410, 32, false, SIGNS },
    { CKM_GOSTR3410_512_KEY_PAIR_GEN, CKK_GOSTR3410_512, 64, false, CKF_GENERATE_KEY_PAIR },
    { CKM_GOSTR3410_512, CKK_GOSTR3410_512, 64, false, SIGNS },
    { CKM_GOSTR3410_WITH_GOSTR3411_12_256, CKK_GOSTR3410, 32, true, SIGNS },
    { CKM_GOSTR3410_WITH_GOSTR3411_12_512, CKK_GOSTR3410_512, 64, true, SIGNS },
    { CKM_GOSTR3411_12_256, 0, 32, true, CKF_DIGEST },
    { CKM_GOSTR3411_12_512, 0, 64, true, CKF_DIGEST },
};
#define COUNT (sizeof mechanisms / sizeof *mechanisms)

/* Some programs give the digest as the parameter (section 2.39.6), others give none. */
static bool fits_parameter(const struct mechanism *mechanism, const CK_MECHANISM *given)
{
    if (given->ulParameterLen == 0)
        return true;
    return mechanism->digests && given->pParameter
        && digest_size_of(given->pParameter, given->ulParameterLen) == mechanism->bytes;
}

CK_RV mechanism_for(const CK_MECHANISM *given, CK_FLAGS use, const struct mechanism **found)
{
    if (!given)
        return CKR_ARGUMENTS_BAD;
    for (size_t index = 0; index < COUNT; index++)
        if (mechanisms[index].type == given->mechanism && mechanisms[index].uses & use) {
            *found = &mechanisms[index];
            return fits_parameter(*found, given) ? CKR_OK : CKR_MECHANISM_PARAM_INVALID;
        }
    return CKR_MECHANISM_INVALID;
}

static CK_RV list_mechanisms(CK_SLOT_ID slot, CK_MECHANISM_TYPE *list, CK_ULONG *count)
{
    struct token *token;
    CK_RV code = token_in(slot, &token);
    if (code != CKR_OK)
        return code;
    if (!count)
        return CKR_ARGUMENTS_BAD;
    CK_ULONG room = *count;
    *count = COUNT;
    if (!list)
        return CKR_OK;
    if (room < COUNT)
        return CKR_BUFFER_TOO_SMALL;
    for (size_t index = 0; index < COUNT; index++)
        list[index] = mechanisms[index].type;
    return CKR_OK;
}

CK_RV C_GetMechanismList(CK_SLOT_ID slot, CK_MECHANISM_TYPE *list, CK_ULONG *count)
{
    LOCKED(list_mechanisms(slot, list, count));
}

static CK_RV describe_mechanism(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info)
{
    struct token *token;
    CK_RV code = token_in(slot, &token);
    if (code != CKR_OK)
        return code;
    if (!info)
        return CKR_ARGUMENTS_BAD;
    for (size_t index = 0; index < COUNT; index++) {
        const struct mechanism *found = &mechanisms[index];
        CK_ULONG bits = found->uses == CKF_DIGEST ? 0 : found->bytes * 8;
        *info = (CK_MECHANISM_INFO) { bits, bits, CKF_HW | found->uses };
        if (found->type == type)
            return CKR_OK;
    }
    return CKR_MECHANISM_INVALID;
}

CK_RV C_GetMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info)
{
    LOCKED(describe_mechanism(slot, type, info));
}
