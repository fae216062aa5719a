/* What signing and verifying have in common. */
#ifndef NMO_TRAINING_SIGNING_H
#define NMO_TRAINING_SIGNING_H

#include "mechanisms.h"
#include "sessions.h"

/*
 * Begin an operation with a key of a class, for which the attribute `permission` must be true.
 * The key stays on the token: it is looked up again at the end.
 */
CK_RV begin_operation(
    struct session *session, struct operation *operation, const CK_MECHANISM *given,
    CK_FLAGS use, CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE permission);

/* Take a part of the message; only a mechanism that digests can. Ends the operation on errors. */
CK_RV update_operation(struct operation *operation, const CK_BYTE *part, CK_ULONG length);

/*
 * Return the digest of `data` and of the parts before it, or `data` itself for a mechanism that
 * does not digest: then CKR_DATA_LEN_RANGE for another length than that of a digest.
 */
CK_RV digest_for(
    struct operation *operation, const CK_BYTE *data, CK_ULONG length, const uint8_t **digest);

#endif
