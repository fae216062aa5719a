#include "signing.h"

#include <string.h>

#include "access.h"
#include "faults.h"
#include "gost.h"
#include "keys.h"
#include "module.h"

static CK_RV begin_signing(
    CK_SESSION_HANDLE handle, const CK_MECHANISM *given, CK_OBJECT_HANDLE key)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    return begin_operation(session, &session->signing, given, CKF_SIGN, key, CKA_SIGN);
}

CK_RV C_SignInit(CK_SESSION_HANDLE handle, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
    LOCKED(begin_signing(handle, mechanism, key));
}

static CK_RV sign_with(
    const struct session *session, const struct operation *operation, const uint8_t *digest,
    CK_BYTE *signature)
{
    const struct object *key = visible_object(session, operation->key);
    if (!key)
        return CKR_USER_NOT_LOGGED_IN;
    if (truth_of(key, CKA_ALWAYS_AUTHENTICATE) && !operation->confirmed)
        return CKR_USER_NOT_LOGGED_IN;
    const struct curve *curve = curve_of_key(key);
    const uint8_t *secret = curve ? value_of_key(key, curve) : NULL;
    if (!secret || curve->bytes != operation->bytes
        || !gost_sign(curve, secret, digest, signature))
        return CKR_DEVICE_ERROR;
    return CKR_OK;
}

/* A signature that the control file wants spoilt, or the token taken out before it is there. */
static CK_RV apply_fault(
    const struct session *session, struct fault fault, CK_BYTE *signature, size_t length)
{
    if (fault.garbage)
        gcry_create_nonce(signature, length);
    if (fault.vanish) {
        explicit_bzero(signature, length);
        unplug(session->slot);
        return CKR_DEVICE_REMOVED;
    }
    return fault.refusal;
}

/* Sign in one part or, without data, finish parts. A length query leaves all as it is. */
static CK_RV finish_signing(
    CK_SESSION_HANDLE handle, bool parts, const CK_BYTE *data, CK_ULONG length,
    CK_BYTE *signature, CK_ULONG *room)
{
    struct session *session;
    const uint8_t *digest;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct operation *operation = &session->signing;
    if (!operation->active || (!parts && operation->in_parts))
        return CKR_OPERATION_NOT_INITIALIZED;
    CK_ULONG needed = 2 * operation->bytes, given = room ? *room : 0;
    if (room)
        *room = needed;
    if (room && (!signature || given < needed))
        return signature ? CKR_BUFFER_TOO_SMALL : CKR_OK;
    code = room ? CKR_OK : CKR_ARGUMENTS_BAD;
    if (code == CKR_OK && parts && !operation->digest)
        code = CKR_FUNCTION_NOT_SUPPORTED;
    if (code == CKR_OK)
        code = digest_for(operation, data, length, &digest);
    struct fault fault = { .refusal = code };
    if (code == CKR_OK)
        fault = fault_at("sign");
    if (code == CKR_OK)
        code = sign_with(session, operation, digest, signature);
    end_operation(operation);
    return code == CKR_OK ? apply_fault(session, fault, signature, needed) : code;
}

CK_RV C_Sign(
    CK_SESSION_HANDLE handle, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature,
    CK_ULONG *signature_length)
{
    LOCKED(finish_signing(handle, false, data, length, signature, signature_length));
}

static CK_RV update_signing(CK_SESSION_HANDLE handle, const CK_BYTE *part, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    return code == CKR_OK ? update_operation(&session->signing, part, length) : code;
}

CK_RV C_SignUpdate(CK_SESSION_HANDLE handle, CK_BYTE *part, CK_ULONG length)
{
    LOCKED(update_signing(handle, part, length));
}

CK_RV C_SignFinal(CK_SESSION_HANDLE handle, CK_BYTE *signature, CK_ULONG *length)
{
    LOCKED(finish_signing(handle, true, NULL, 0, signature, length));
}
