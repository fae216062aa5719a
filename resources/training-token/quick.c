#include "quick.h"

#include <gcrypt.h>
#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/gostdsa.h>
#include <string.h>

/* nettle names the curves as TC26 does: 256-B is CryptoPro-A (RFC 7836 appendix A.1.2). */
static const struct ecc_curve *known(const struct curve *curve)
{
    if (strcmp(curve->name, "GOST2001-CryptoPro-A") == 0)
        return nettle_get_gost_gc256b();
    return strcmp(curve->name, "GOST2012-512-tc26-A") == 0 ? nettle_get_gost_gc512a() : NULL;
}

static void make_random(void *context, size_t length, uint8_t *target)
{
    (void)context;
    gcry_randomize(target, length, GCRY_STRONG_RANDOM);
}

bool quick_sign(
    const struct curve *curve, const uint8_t *secret, const uint8_t *digest, uint8_t *signature)
{
    const struct ecc_curve *ecc = known(curve);
    struct ecc_scalar key;
    struct dsa_signature made;
    mpz_t number;
    if (!ecc)
        return false;
    ecc_scalar_init(&key, ecc);
    dsa_signature_init(&made);
    mpz_init(number);
    mpz_import(number, curve->bytes, -1, 1, 0, 0, secret);
    bool done = ecc_scalar_set(&key, number);
    if (done) {
        gostdsa_sign(&key, NULL, make_random, curve->bytes, digest, &made);
        nettle_mpz_get_str_256(curve->bytes, signature, made.s);
        nettle_mpz_get_str_256(curve->bytes, signature + curve->bytes, made.r);
    }
    mpz_clear(number);
    dsa_signature_clear(&made);
    ecc_scalar_clear(&key);
    return done;
}
