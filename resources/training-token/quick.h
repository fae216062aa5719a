/* Signing by nettle, ten times as quick as libgcrypt on the two curves that it knows. */
#ifndef NMO_TRAINING_QUICK_H
#define NMO_TRAINING_QUICK_H

#include <stdbool.h>

#include "curves.h"

/* Sign as gost_sign does; false for another curve. */
bool quick_sign(
    const struct curve *curve, const uint8_t *secret, const uint8_t *digest, uint8_t *signature);

#endif
