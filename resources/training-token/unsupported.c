/* Functions of PKCS #11 that the token does not offer, as Рутокен ЭЦП does not offer most. */
#include <p11-kit/pkcs11.h>

#pragma GCC diagnostic ignored "-Wunused-parameter"

#define UNSUPPORTED(name, parameters)                                                             \
    CK_RV name parameters { return CKR_FUNCTION_NOT_SUPPORTED; }

typedef CK_SESSION_HANDLE session_t;
typedef CK_OBJECT_HANDLE object_t;
typedef CK_MECHANISM mechanism_t;
typedef CK_ATTRIBUTE attribute_t;
typedef CK_BYTE octet_t;
typedef CK_ULONG number_t;

UNSUPPORTED(C_GetOperationState, (session_t a, octet_t *b, number_t *c))
UNSUPPORTED(C_SetOperationState, (session_t a, octet_t *b, number_t c, object_t d, object_t e))
UNSUPPORTED(C_CopyObject, (session_t a, object_t b, attribute_t *c, number_t d, object_t *e))
UNSUPPORTED(C_EncryptInit, (session_t a, mechanism_t *b, object_t c))
UNSUPPORTED(C_Encrypt, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_EncryptUpdate, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_EncryptFinal, (session_t a, octet_t *b, number_t *c))
UNSUPPORTED(C_DecryptInit, (session_t a, mechanism_t *b, object_t c))
UNSUPPORTED(C_Decrypt, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_DecryptUpdate, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_DecryptFinal, (session_t a, octet_t *b, number_t *c))
UNSUPPORTED(C_DigestKey, (session_t a, object_t b))
UNSUPPORTED(C_SignRecoverInit, (session_t a, mechanism_t *b, object_t c))
UNSUPPORTED(C_SignRecover, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_VerifyRecoverInit, (session_t a, mechanism_t *b, object_t c))
UNSUPPORTED(C_VerifyRecover, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_DigestEncryptUpdate, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_DecryptDigestUpdate, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_SignEncryptUpdate, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_DecryptVerifyUpdate, (session_t a, octet_t *b, number_t c, octet_t *d, number_t *e))
UNSUPPORTED(C_GenerateKey, (session_t a, mechanism_t *b, attribute_t *c, number_t d, object_t *e))
UNSUPPORTED(
    C_WrapKey,
    (session_t a, mechanism_t *b, object_t c, object_t d, octet_t *e, number_t *f))
UNSUPPORTED(
    C_UnwrapKey,
    (session_t a, mechanism_t *b, object_t c, octet_t *d, number_t e, attribute_t *f, number_t g,
     object_t *h))
UNSUPPORTED(
    C_DeriveKey,
    (session_t a, mechanism_t *b, object_t c, attribute_t *d, number_t e, object_t *f))
UNSUPPORTED(C_SeedRandom, (session_t a, octet_t *b, number_t c))
