#include "gost.h"

#include <string.h>

#include "quick.h"

#define SCRYPT_COST 4096
#define SCRYPT_PARALLEL 1

bool gost_start(void)
{
    if (!gcry_check_version("1.8.0"))
        return false;
    if (!gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P, 0)) {
        gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
    return gcry_md_test_algo(GCRY_MD_STRIBOG256) == 0;
}

/* libgcrypt takes numbers big-endian; PKCS #11 and RFC 9215 have keys and digests little-endian. */
static void reverse(uint8_t *target, const uint8_t *source, size_t length)
{
    for (size_t index = 0; index < length; index++)
        target[index] = source[length - 1 - index];
}

/* Copy the number after `name` in an S-expression, big-endian, filled up with zeros. */
static bool number_of(gcry_sexp_t expression, const char *name, uint8_t *target, size_t length)
{
    gcry_sexp_t pair = gcry_sexp_find_token(expression, name, 0);
    size_t size = 0;
    const char *octets = pair ? gcry_sexp_nth_data(pair, 1, &size) : NULL;
    for (; octets && size > length && *octets == 0; size--)
        octets++;
    bool fits = octets && size <= length;
    if (fits) {
        memset(target, 0, length - size);
        memcpy(target + length - size, octets, size);
    }
    gcry_sexp_release(pair);
    return fits;
}

/* An uncompressed point (SEC 1 section 2.3.3): 04, x and y, big-endian. */
static void uncompressed(uint8_t *target, const uint8_t *point, size_t bytes)
{
    target[0] = 4;
    reverse(target + 1, point, bytes);
    reverse(target + 1 + bytes, point + bytes, bytes);
}

bool gost_generate(const struct curve *curve, uint8_t *secret, uint8_t *point)
{
    gcry_sexp_t wanted = NULL, made = NULL;
    uint8_t found[1 + 2 * LARGEST_COORDINATE];
    size_t bytes = curve->bytes;
    bool done = !gcry_sexp_build(&wanted, NULL, "(genkey(ecc(curve %s)))", curve->name)
        && !gcry_pk_genkey(&made, wanted) && number_of(made, "d", found, bytes);
    if (done) {
        reverse(secret, found, bytes);
        done = number_of(made, "q", found, 1 + 2 * bytes);
        reverse(point, found + 1, bytes);
        reverse(point + bytes, found + 1 + bytes, bytes);
    }
    gcry_sexp_release(wanted);
    gcry_sexp_release(made);
    return done;
}

bool gost_secret_fits(const struct curve *curve, const uint8_t *secret)
{
    uint8_t number[LARGEST_COORDINATE];
    gcry_ctx_t context = NULL;
    gcry_mpi_t value = NULL;
    reverse(number, secret, curve->bytes);
    bool fits = !gcry_mpi_ec_new(&context, NULL, curve->name)
        && !gcry_mpi_scan(&value, GCRYMPI_FMT_USG, number, curve->bytes, NULL);
    if (fits) {
        gcry_mpi_t order = gcry_mpi_ec_get_mpi("n", context, 1);
        fits = gcry_mpi_cmp_ui(value, 0) > 0 && gcry_mpi_cmp(value, order) < 0;
        gcry_mpi_release(order);
    }
    gcry_mpi_release(value);
    gcry_ctx_release(context);
    return fits;
}

static gcry_sexp_t public_key(const struct curve *curve, const uint8_t *point)
{
    gcry_sexp_t key = NULL;
    uint8_t octets[1 + 2 * LARGEST_COORDINATE];
    uncompressed(octets, point, curve->bytes);
    if (gcry_sexp_build(
            &key, NULL, "(public-key(ecc(curve %s)(q %b)))", curve->name,
            (int)(1 + 2 * curve->bytes), octets))
        return NULL;
    return key;
}

bool gost_point_fits(const struct curve *curve, const uint8_t *point)
{
    gcry_sexp_t key = public_key(curve, point);
    gcry_ctx_t context = NULL;
    bool fits = false;
    if (key && !gcry_mpi_ec_new(&context, key, NULL)) {
        gcry_mpi_point_t found = gcry_mpi_ec_get_point("q", context, 1);
        fits = found && gcry_mpi_ec_curve_point(found, context);
        gcry_mpi_point_release(found);
    }
    gcry_ctx_release(context);
    gcry_sexp_release(key);
    return fits;
}

/* The digest counts as a little-endian number (RFC 7091 section 6.1). */
static gcry_sexp_t data_of(const uint8_t *digest, size_t length)
{
    uint8_t number[LARGEST_COORDINATE];
    gcry_sexp_t data = NULL;
    reverse(number, digest, length);
    if (gcry_sexp_build(&data, NULL, "(data(flags gost)(value %b))", (int)length, number))
        return NULL;
    return data;
}

bool gost_sign(
    const struct curve *curve, const uint8_t *secret, const uint8_t *digest, uint8_t *signature)
{
    uint8_t number[LARGEST_COORDINATE];
    if (quick_sign(curve, secret, digest, signature))
        return true;
    gcry_sexp_t key = NULL, made = NULL, data = data_of(digest, curve->bytes);
    reverse(number, secret, curve->bytes);
    /* PKCS #11 v2.40 section 2.39.6 and RFC 9215 section 3.2 have s before r. */
    bool done = data
        && !gcry_sexp_build(
            &key, NULL, "(private-key(ecc(curve %s)(d %b)))", curve->name, (int)curve->bytes,
            number)
        && !gcry_pk_sign(&made, data, key) && number_of(made, "s", signature, curve->bytes)
        && number_of(made, "r", signature + curve->bytes, curve->bytes);
    explicit_bzero(number, sizeof number);
    gcry_sexp_release(key);
    gcry_sexp_release(data);
    gcry_sexp_release(made);
    return done;
}

bool gost_verify(
    const struct curve *curve, const uint8_t *point, const uint8_t *digest,
    const uint8_t *signature)
{
    int bytes = (int)curve->bytes;
    gcry_sexp_t key = public_key(curve, point), data = data_of(digest, curve->bytes);
    gcry_sexp_t value = NULL;
    bool valid = key && data
        && !gcry_sexp_build(
            &value, NULL, "(sig-val(gost(r %b)(s %b)))", bytes, signature + bytes, bytes, signature)
        && !gcry_pk_verify(value, data, key);
    gcry_sexp_release(key);
    gcry_sexp_release(data);
    gcry_sexp_release(value);
    return valid;
}

bool gost_digest_open(gcry_md_hd_t *digest, size_t bytes)
{
    return !gcry_md_open(digest, bytes == 32 ? GCRY_MD_STRIBOG256 : GCRY_MD_STRIBOG512, 0);
}

const uint8_t *gost_digest_read(gcry_md_hd_t digest)
{
    return gcry_md_read(digest, 0);
}

bool hash_pin(const uint8_t *pin, size_t length, const uint8_t *salt, uint8_t *hash)
{
    return !gcry_kdf_derive(
        pin, length, GCRY_KDF_SCRYPT, SCRYPT_COST, salt, SALT_BYTES, SCRYPT_PARALLEL, HASH_BYTES,
        hash);
}
