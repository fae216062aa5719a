#include "keys.h"

#include <string.h>

#include "access.h"
#include "faults.h"
#include "gost.h"
#include "mechanisms.h"
#include "module.h"
#include "templates.h"

static size_t size_for(CK_KEY_TYPE type)
{
    return type == CKK_GOSTR3410 ? 32 : type == CKK_GOSTR3410_512 ? 64 : 0;
}

const struct curve *curve_of_key(const struct object *key)
{
    const struct attribute *parameters = attribute_of(key, CKA_GOSTR3410_PARAMS);
    size_t bytes = size_for(number_of_attribute(key, CKA_KEY_TYPE, CK_UNAVAILABLE_INFORMATION));
    const struct curve *curve
        = parameters ? curve_of(parameters->value, parameters->length) : NULL;
    return curve && curve->bytes == bytes ? curve : NULL;
}

const uint8_t *value_of_key(const struct object *key, const struct curve *curve)
{
    const struct attribute *value = attribute_of(key, CKA_VALUE);
    CK_OBJECT_CLASS class = number_of_attribute(key, CKA_CLASS, CK_UNAVAILABLE_INFORMATION);
    size_t wanted = class == CKO_PUBLIC_KEY ? 2 * curve->bytes : curve->bytes;
    return value && value->length == wanted ? value->value : NULL;
}

/* Check the parameters; the digest's follow from the curve's size where they are not given. */
static CK_RV settle_parameters(struct object *key)
{
    if (size_for(number_of_attribute(key, CKA_KEY_TYPE, CK_UNAVAILABLE_INFORMATION)) == 0)
        return CKR_ATTRIBUTE_VALUE_INVALID;
    const struct curve *curve = curve_of_key(key);
    if (!curve)
        return CKR_DOMAIN_PARAMS_INVALID;
    const struct attribute *digest = attribute_of(key, CKA_GOSTR3411_PARAMS);
    if (digest)
        return digest_size_of(digest->value, digest->length) == curve->bytes
            ? CKR_OK
            : CKR_DOMAIN_PARAMS_INVALID;
    return set_attribute(
               key, CKA_GOSTR3411_PARAMS, digest_parameters(curve->bytes), DIGEST_PARAMETERS)
        ? CKR_OK
        : CKR_HOST_MEMORY;
}

static bool is_open_secret(const struct object *key)
{
    return number_of_attribute(key, CKA_CLASS, 0) == CKO_PRIVATE_KEY
        && !truth_of(key, CKA_PRIVATE);
}

CK_RV check_key(struct object *key)
{
    CK_RV code = is_open_secret(key) ? CKR_TEMPLATE_INCONSISTENT : settle_parameters(key);
    if (code != CKR_OK)
        return code;
    const struct curve *curve = curve_of_key(key);
    const uint8_t *value = value_of_key(key, curve);
    if (!value)
        return CKR_ATTRIBUTE_VALUE_INVALID;
    bool fits = number_of_attribute(key, CKA_CLASS, 0) == CKO_PUBLIC_KEY
        ? gost_point_fits(curve, value)
        : gost_secret_fits(curve, value);
    return fits ? CKR_OK : CKR_ATTRIBUTE_VALUE_INVALID;
}

/* The parameters of a pair may stand in either template (section 2.39.5 of the mechanisms). */
static bool share_attribute(struct object *one, struct object *other, CK_ATTRIBUTE_TYPE type)
{
    const struct attribute *here = attribute_of(one, type), *there = attribute_of(other, type);
    if (here && !there)
        return set_attribute(other, type, here->value, here->length);
    if (there && !here)
        return set_attribute(one, type, there->value, there->length);
    return !here
        || (here->length == there->length
            && memcmp(here->value, there->value, here->length) == 0);
}

/* Turn a template into one half of a pair, as yet without its value and parameters. */
static CK_RV begin_half(
    struct object *key, CK_OBJECT_CLASS class, const struct mechanism *mechanism,
    const CK_ATTRIBUTE *template, CK_ULONG count)
{
    CK_RV code = apply_template(key, class, GENERATION, template, count);
    if (code != CKR_OK)
        return code;
    if (number_of_attribute(key, CKA_CLASS, class) != class
        || number_of_attribute(key, CKA_KEY_TYPE, mechanism->key_type) != mechanism->key_type)
        return CKR_TEMPLATE_INCONSISTENT;
    return set_number(key, CKA_CLASS, class) && set_number(key, CKA_KEY_TYPE, mechanism->key_type)
            && set_truth(key, CKA_LOCAL, true)
            && set_number(key, CKA_KEY_GEN_MECHANISM, mechanism->type)
        ? CKR_OK
        : CKR_HOST_MEMORY;
}

static CK_RV fill_half(struct object *key)
{
    CK_OBJECT_CLASS class = number_of_attribute(key, CKA_CLASS, 0);
    CK_RV code = fill_up(key, class, GENERATION);
    if (code == CKR_OK)
        code = is_open_secret(key) ? CKR_TEMPLATE_INCONSISTENT : settle_parameters(key);
    if (code != CKR_OK || class == CKO_PUBLIC_KEY)
        return code;
    return set_truth(key, CKA_ALWAYS_SENSITIVE, truth_of(key, CKA_SENSITIVE))
            && set_truth(key, CKA_NEVER_EXTRACTABLE, !truth_of(key, CKA_EXTRACTABLE))
        ? CKR_OK
        : CKR_HOST_MEMORY;
}

static CK_RV make_values(struct object *public, struct object *private)
{
    uint8_t secret[LARGEST_COORDINATE], point[2 * LARGEST_COORDINATE];
    const struct curve *curve = curve_of_key(public);
    CK_RV code = CKR_OK;
    if (!gost_generate(curve, secret, point))
        code = CKR_DOMAIN_PARAMS_INVALID; /* A curve that an older libgcrypt does not know. */
    else if (!set_attribute(public, CKA_VALUE, point, 2 * curve->bytes)
        || !set_attribute(private, CKA_VALUE, secret, curve->bytes))
        code = CKR_HOST_MEMORY;
    explicit_bzero(secret, sizeof secret);
    return code;
}

struct pair_request {
    const CK_MECHANISM *mechanism;
    const CK_ATTRIBUTE *public, *private;
    CK_ULONG public_count, private_count;
};

static CK_RV make_pair(
    struct session *session, const struct pair_request *request, struct object keys[2])
{
    const struct mechanism *mechanism;
    CK_RV code = mechanism_for(request->mechanism, CKF_GENERATE_KEY_PAIR, &mechanism);
    if (code == CKR_OK)
        code = begin_half(
            &keys[0], CKO_PUBLIC_KEY, mechanism, request->public, request->public_count);
    if (code == CKR_OK)
        code = begin_half(
            &keys[1], CKO_PRIVATE_KEY, mechanism, request->private, request->private_count);
    if (code == CKR_OK
        && (!share_attribute(&keys[0], &keys[1], CKA_GOSTR3410_PARAMS)
            || !share_attribute(&keys[0], &keys[1], CKA_GOSTR3411_PARAMS)))
        code = CKR_TEMPLATE_INCONSISTENT;
    for (int half = 0; half < 2; half++) {
        if (code == CKR_OK)
            code = fill_half(&keys[half]);
        if (code == CKR_OK)
            code = may_change(session, &keys[half]);
    }
    return code == CKR_OK ? make_values(&keys[0], &keys[1]) : code;
}

static CK_RV generate_pair(
    CK_SESSION_HANDLE handle, const struct pair_request *request, CK_OBJECT_HANDLE *public,
    CK_OBJECT_HANDLE *private)
{
    struct session *session;
    struct object keys[2] = { 0 };
    CK_OBJECT_HANDLE handles[2];
    CK_RV code = session_of(handle, &session);
    if (code == CKR_OK)
        code = public && private ? act_fault("generate") : CKR_ARGUMENTS_BAD;
    if (code != CKR_OK)
        return code;
    code = make_pair(session, request, keys);
    if (code == CKR_OK)
        code = store_objects(session, keys, 2, handles);
    if (code == CKR_OK) {
        *public = handles[0];
        *private = handles[1];
    }
    free_object(&keys[0]);
    free_object(&keys[1]);
    return code;
}

CK_RV C_GenerateKeyPair(
    CK_SESSION_HANDLE handle, CK_MECHANISM *mechanism, CK_ATTRIBUTE *public_template,
    CK_ULONG public_count, CK_ATTRIBUTE *private_template, CK_ULONG private_count,
    CK_OBJECT_HANDLE *public, CK_OBJECT_HANDLE *private)
{
    const struct pair_request request = {
        mechanism, public_template, private_template, public_count, private_count
    };
    LOCKED(generate_pair(handle, &request, public, private));
}
