/* PINs with their counters. */
#ifndef NMO_TRAINING_PINS_H
#define NMO_TRAINING_PINS_H

#include "storage.h"

#define SHORTEST_PIN 6
#define LONGEST_PIN 32

/* Tell whether a PIN may have this length; CKR_PIN_LEN_RANGE or CKR_ARGUMENTS_BAD otherwise. */
CK_RV check_length(const CK_UTF8CHAR *pin, CK_ULONG length);

/*
 * Compare a PIN of a token whose change has begun, and end the change. The try is written down
 * before the comparison: taking the token out in between gives no try for nothing. The try
 * that spends the last one returns CKR_PIN_LOCKED, as do all later ones.
 */
CK_RV spend_try(
    struct token *token, struct pin *pin, const CK_UTF8CHAR *given, CK_ULONG length);

/* Set a PIN and give it all its tries; the caller keeps the change. */
CK_RV set_pin(struct pin *pin, const char *factory_pin, const CK_UTF8CHAR *given, CK_ULONG length);

#define FACTORY_USER_PIN "12345678"
#define FACTORY_ADMIN_PIN "87654321"

/* Return the flags of CK_TOKEN_INFO that speak of PINs. */
CK_FLAGS pin_flags(const struct state *state);

#endif
