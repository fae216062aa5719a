#include "access.h"
#include "gost.h"
#include "keys.h"
#include "signing.h"

static CK_RV check_key_for(
    const struct session *session, const struct mechanism *mechanism, CK_FLAGS use,
    CK_OBJECT_HANDLE handle, CK_ATTRIBUTE_TYPE permission)
{
    CK_OBJECT_CLASS class = use == CKF_SIGN ? CKO_PRIVATE_KEY : CKO_PUBLIC_KEY;
    const struct token *token = session->token;
    const struct object *key = visible_object(session, handle);
    if (!key)
        return find_object(&token->state.objects, handle) ? CKR_USER_NOT_LOGGED_IN
                                                          : CKR_KEY_HANDLE_INVALID;
    if (number_of_attribute(key, CKA_CLASS, CKO_DATA) != class)
        return CKR_KEY_HANDLE_INVALID;
    if (number_of_attribute(key, CKA_KEY_TYPE, CK_UNAVAILABLE_INFORMATION)
        != mechanism->key_type)
        return CKR_KEY_TYPE_INCONSISTENT;
    return truth_of(key, permission) ? CKR_OK : CKR_KEY_FUNCTION_NOT_PERMITTED;
}

CK_RV begin_operation(
    struct session *session, struct operation *operation, const CK_MECHANISM *given,
    CK_FLAGS use, CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE permission)
{
    const struct mechanism *mechanism;
    if (operation->active)
        return CKR_OPERATION_ACTIVE;
    CK_RV code = mechanism_for(given, use, &mechanism);
    if (code == CKR_OK && use != CKF_DIGEST)
        code = check_key_for(session, mechanism, use, key, permission);
    if (code != CKR_OK)
        return code;
    *operation = (struct operation) { .active = true, .key = key, .bytes = mechanism->bytes };
    if (mechanism->digests && !gost_digest_open(&operation->digest, mechanism->bytes)) {
        end_operation(operation);
        return CKR_HOST_MEMORY;
    }
    return CKR_OK;
}

CK_RV update_operation(struct operation *operation, const CK_BYTE *part, CK_ULONG length)
{
    if (!operation->active)
        return CKR_OPERATION_NOT_INITIALIZED;
    CK_RV code = length > 0 && !part ? CKR_ARGUMENTS_BAD : CKR_OK;
    if (!operation->digest)
        code = CKR_FUNCTION_NOT_SUPPORTED; /* A digest given as data does not come in parts. */
    if (code != CKR_OK) {
        end_operation(operation);
        return code;
    }
    operation->in_parts = true;
    gcry_md_write(operation->digest, part, length);
    return CKR_OK;
}

CK_RV digest_for(
    struct operation *operation, const CK_BYTE *data, CK_ULONG length, const uint8_t **digest)
{
    if (length > 0 && !data)
        return CKR_ARGUMENTS_BAD;
    if (!operation->digest) {
        *digest = data;
        return length == operation->bytes ? CKR_OK : CKR_DATA_LEN_RANGE;
    }
    gcry_md_write(operation->digest, data, length);
    *digest = gost_digest_read(operation->digest);
    return *digest ? CKR_OK : CKR_FUNCTION_FAILED;
}
