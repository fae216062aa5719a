#include "access.h"
#include "gost.h"
#include "keys.h"
#include "module.h"
#include "signing.h"

static CK_RV begin_verifying(
    CK_SESSION_HANDLE handle, const CK_MECHANISM *given, CK_OBJECT_HANDLE key)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    return begin_operation(session, &session->verifying, given, CKF_VERIFY, key, CKA_VERIFY);
}

CK_RV C_VerifyInit(CK_SESSION_HANDLE handle, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
    LOCKED(begin_verifying(handle, mechanism, key));
}

static CK_RV verify_with(
    const struct session *session, const struct operation *operation, const uint8_t *digest,
    const CK_BYTE *signature, CK_ULONG length)
{
    const struct object *key = visible_object(session, operation->key);
    const struct curve *curve = key ? curve_of_key(key) : NULL;
    const uint8_t *point = curve ? value_of_key(key, curve) : NULL;
    if (!key)
        return CKR_KEY_HANDLE_INVALID;
    if (!point || curve->bytes != operation->bytes)
        return CKR_DEVICE_ERROR;
    if (length != 2 * curve->bytes)
        return CKR_SIGNATURE_LEN_RANGE;
    return gost_verify(curve, point, digest, signature) ? CKR_OK : CKR_SIGNATURE_INVALID;
}

static CK_RV finish_verifying(
    CK_SESSION_HANDLE handle, bool parts, const CK_BYTE *data, CK_ULONG length,
    const CK_BYTE *signature, CK_ULONG signature_length)
{
    struct session *session;
    const uint8_t *digest;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct operation *operation = &session->verifying;
    if (!operation->active || (!parts && operation->in_parts))
        return CKR_OPERATION_NOT_INITIALIZED;
    code = signature ? CKR_OK : CKR_ARGUMENTS_BAD;
    if (code == CKR_OK && parts && !operation->digest)
        code = CKR_FUNCTION_NOT_SUPPORTED;
    if (code == CKR_OK)
        code = digest_for(operation, data, length, &digest);
    if (code == CKR_OK)
        code = verify_with(session, operation, digest, signature, signature_length);
    end_operation(operation);
    return code;
}

CK_RV C_Verify(
    CK_SESSION_HANDLE handle, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature,
    CK_ULONG signature_length)
{
    LOCKED(finish_verifying(handle, false, data, length, signature, signature_length));
}

static CK_RV update_verifying(CK_SESSION_HANDLE handle, const CK_BYTE *part, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    return code == CKR_OK ? update_operation(&session->verifying, part, length) : code;
}

CK_RV C_VerifyUpdate(CK_SESSION_HANDLE handle, CK_BYTE *part, CK_ULONG length)
{
    LOCKED(update_verifying(handle, part, length));
}

CK_RV C_VerifyFinal(CK_SESSION_HANDLE handle, CK_BYTE *signature, CK_ULONG length)
{
    LOCKED(finish_verifying(handle, true, NULL, 0, signature, length));
}
