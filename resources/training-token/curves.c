#include "curves.h"

#include <string.h>

/* RFC 4357 section 11.4, RFC 7836 appendix A, RFC 9215 section 4.2. */
static const struct {
    uint8_t der[11];
    uint8_t length;
    struct curve curve;
} sets[] = {
    { { 6, 7, 42, 0x85, 3, 2, 2, 35, 1 }, 9, { "GOST2001-CryptoPro-A", 32 } },
    { { 6, 7, 42, 0x85, 3, 2, 2, 35, 2 }, 9, { "GOST2001-CryptoPro-B", 32 } },
    { { 6, 7, 42, 0x85, 3, 2, 2, 35, 3 }, 9, { "GOST2001-CryptoPro-C", 32 } },
    { { 6, 7, 42, 0x85, 3, 2, 2, 36, 0 }, 9, { "GOST2001-CryptoPro-A", 32 } },
    { { 6, 7, 42, 0x85, 3, 2, 2, 36, 1 }, 9, { "GOST2001-CryptoPro-C", 32 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 1, 1 }, 11, { "GOST2012-256-A", 32 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 1, 2 }, 11, { "GOST2001-CryptoPro-A", 32 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 1, 3 }, 11, { "GOST2001-CryptoPro-B", 32 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 1, 4 }, 11, { "GOST2001-CryptoPro-C", 32 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 2, 1 }, 11, { "GOST2012-512-tc26-A", 64 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 2, 2 }, 11, { "GOST2012-512-tc26-B", 64 } },
    { { 6, 9, 42, 0x85, 3, 7, 1, 2, 1, 2, 3 }, 11, { "GOST2012-512-tc26-C", 64 } },
};

/* id-tc26-gost3411-12-256 and -512. */
static const uint8_t digests[2][DIGEST_PARAMETERS] = {
    { 6, 8, 42, 0x85, 3, 7, 1, 1, 2, 2 },
    { 6, 8, 42, 0x85, 3, 7, 1, 1, 2, 3 },
};

const struct curve *curve_of(const uint8_t *der, size_t length)
{
    for (size_t index = 0; index < sizeof sets / sizeof *sets; index++)
        if (length == sets[index].length && memcmp(der, sets[index].der, length) == 0)
            return &sets[index].curve;
    return NULL;
}

size_t digest_size_of(const uint8_t *der, size_t length)
{
    for (size_t index = 0; index < 2; index++)
        if (length == DIGEST_PARAMETERS && memcmp(der, digests[index], length) == 0)
            return index == 0 ? 32 : 64;
    return 0;
}

const uint8_t *digest_parameters(size_t digest_bytes)
{
    return digests[digest_bytes == 64];
}
