/* The slots: which token is in which, what comes and goes. */
#ifndef NMO_TRAINING_SLOTS_H
#define NMO_TRAINING_SLOTS_H

#include "storage.h"

#define STORE_VARIABLE "NMO_TRAINING_TOKENS"
#define SLOTS 32

/* Take the store from the environment; false when it is not named. */
bool slots_start(void);
void slots_stop(void);

/* Return the folder of all tokens. */
const char *store_path(void);

/* Look which tokens came and went. */
void look_at_store(void);

/* Return the token in a slot, read anew; its absence and a bad state file are errors. */
CK_RV token_in(CK_SLOT_ID slot, struct token **token);

/* Take the token out of its slot: move its folder to the store's neighbour `.removed`. */
void unplug(CK_SLOT_ID slot);

/* The slot functions of PKCS #11, called with the module locked. */
CK_RV list_slots(CK_BBOOL with_token, CK_SLOT_ID *slots, CK_ULONG *count);
CK_RV describe_slot(CK_SLOT_ID slot, CK_SLOT_INFO *info);
CK_RV take_slot_event(CK_SLOT_ID *slot);

#endif
