#include <string.h>

#include "gost.h"
#include "module.h"
#include "signing.h"

static CK_RV begin_digest(CK_SESSION_HANDLE handle, const CK_MECHANISM *given)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    return begin_operation(session, &session->digesting, given, CKF_DIGEST, 0, 0);
}

CK_RV C_DigestInit(CK_SESSION_HANDLE handle, CK_MECHANISM *mechanism)
{
    LOCKED(begin_digest(handle, mechanism));
}

static CK_RV finish_digest(
    CK_SESSION_HANDLE handle, bool parts, const CK_BYTE *data, CK_ULONG length, CK_BYTE *digest,
    CK_ULONG *room)
{
    struct session *session;
    const uint8_t *made;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct operation *operation = &session->digesting;
    if (!operation->active || (!parts && operation->in_parts))
        return CKR_OPERATION_NOT_INITIALIZED;
    CK_ULONG needed = operation->bytes, given = room ? *room : 0;
    if (room)
        *room = needed;
    if (room && (!digest || given < needed))
        return digest ? CKR_BUFFER_TOO_SMALL : CKR_OK;
    code = room ? digest_for(operation, data, length, &made) : CKR_ARGUMENTS_BAD;
    if (code == CKR_OK)
        memcpy(digest, made, needed);
    end_operation(operation);
    return code;
}

CK_RV C_Digest(
    CK_SESSION_HANDLE handle, CK_BYTE *data, CK_ULONG length, CK_BYTE *digest,
    CK_ULONG *digest_length)
{
    LOCKED(finish_digest(handle, false, data, length, digest, digest_length));
}

static CK_RV update_digest(CK_SESSION_HANDLE handle, const CK_BYTE *part, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    return code == CKR_OK ? update_operation(&session->digesting, part, length) : code;
}

CK_RV C_DigestUpdate(CK_SESSION_HANDLE handle, CK_BYTE *part, CK_ULONG length)
{
    LOCKED(update_digest(handle, part, length));
}

CK_RV C_DigestFinal(CK_SESSION_HANDLE handle, CK_BYTE *digest, CK_ULONG *length)
{
    LOCKED(finish_digest(handle, true, NULL, 0, digest, length));
}

static CK_RV make_random(CK_SESSION_HANDLE handle, CK_BYTE *data, CK_ULONG length)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (length > 0 && !data)
        return CKR_ARGUMENTS_BAD;
    gcry_randomize(data, length, GCRY_STRONG_RANDOM);
    return CKR_OK;
}

CK_RV C_GenerateRandom(CK_SESSION_HANDLE handle, CK_BYTE *data, CK_ULONG length)
{
    LOCKED(make_random(handle, data, length));
}
