/* ГОСТ keys as objects. */
#ifndef NMO_TRAINING_KEYS_H
#define NMO_TRAINING_KEYS_H

#include "curves.h"
#include "objects.h"

/* Return the curve of a key object, if its type and parameters agree, or NULL. */
const struct curve *curve_of_key(const struct object *key);

/*
 * Return the secret or point in CKA_VALUE, little-endian (section 2.39.3 of the mechanisms), or
 * NULL when it has another size than the curve asks for.
 */
const uint8_t *value_of_key(const struct object *key, const struct curve *curve);

/* Check a key that a caller gives: parameters, sizes, a point on its curve. */
CK_RV check_key(struct object *key);

#endif
