/* The parameter sets of ГОСТ Р 34.10-2012 and of its digest, as their DER names them. */
#ifndef NMO_TRAINING_CURVES_H
#define NMO_TRAINING_CURVES_H

#include <stddef.h>
#include <stdint.h>

#define LARGEST_COORDINATE 64

struct curve {
    const char *name; /* As libgcrypt calls it. */
    size_t bytes;     /* The size of a coordinate, of the secret and of the digest. */
};

/* Return the curve of a parameter set in DER, or NULL for one that the token does not know. */
const struct curve *curve_of(const uint8_t *der, size_t length);

/* Return the digest's size in bytes for its parameter set in DER, or 0 for an unknown one. */
size_t digest_size_of(const uint8_t *der, size_t length);

/* Return the DER of the digest's parameter set, of DIGEST_PARAMETERS bytes. */
const uint8_t *digest_parameters(size_t digest_bytes);
#define DIGEST_PARAMETERS 10

#endif
