/* What the token can compute. */
#ifndef NMO_TRAINING_MECHANISMS_H
#define NMO_TRAINING_MECHANISMS_H

#include <stdbool.h>
#include <stddef.h>

#include "vendor.h"

struct mechanism {
    CK_MECHANISM_TYPE type;
    CK_KEY_TYPE key_type;
    size_t bytes;  /* Of a coordinate and of the digest. */
    bool digests;  /* The data is a message. Otherwise it is a digest already. */
    CK_FLAGS uses; /* CKF_GENERATE_KEY_PAIR, CKF_SIGN and CKF_VERIFY, or CKF_DIGEST. */
};

/*
 * Find the mechanism for a use. CKR_MECHANISM_INVALID for one that cannot do that,
 * CKR_MECHANISM_PARAM_INVALID for a parameter other than the mechanism's own digest in DER.
 */
CK_RV mechanism_for(
    const CK_MECHANISM *given, CK_FLAGS use, const struct mechanism **found);

#endif
