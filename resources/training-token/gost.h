/* What libgcrypt computes for the token. Secrets, points and digests are little-endian. */
#ifndef NMO_TRAINING_GOST_H
#define NMO_TRAINING_GOST_H

#include <gcrypt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "curves.h"

#define SALT_BYTES 16
#define HASH_BYTES 32

/* Prepare the library; false when it cannot be used. */
bool gost_start(void);

/* Make a key: `secret` gets curve->bytes, `point` twice as many (x, then y). */
bool gost_generate(const struct curve *curve, uint8_t *secret, uint8_t *point);

/* Tell whether a secret lies between 1 and the order of the group. */
bool gost_secret_fits(const struct curve *curve, const uint8_t *secret);

/* Tell whether a point lies on the curve. */
bool gost_point_fits(const struct curve *curve, const uint8_t *point);

/* Sign a digest; `signature` gets s, then r, each of curve->bytes and big-endian. */
bool gost_sign(
    const struct curve *curve, const uint8_t *secret, const uint8_t *digest, uint8_t *signature);

/* Tell whether gost_sign's kind of signature is the point's over a digest. */
bool gost_verify(
    const struct curve *curve, const uint8_t *point, const uint8_t *digest,
    const uint8_t *signature);

/* Begin Стрибог of 32 or 64 bytes. */
bool gost_digest_open(gcry_md_hd_t *digest, size_t bytes);

/* Return the digest's octets, which live as long as its handle. */
const uint8_t *gost_digest_read(gcry_md_hd_t digest);

/* Hash a PIN slowly (scrypt). */
bool hash_pin(const uint8_t *pin, size_t length, const uint8_t *salt, uint8_t *hash);

#endif
