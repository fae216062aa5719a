/* Faults that the file `control` in the store asks for; README.md describes it. */
#ifndef NMO_TRAINING_FAULTS_H
#define NMO_TRAINING_FAULTS_H

#include <p11-kit/pkcs11.h>
#include <stdbool.h>

struct fault {
    bool vanish;   /* The token goes away before the call ends. */
    bool garbage;  /* The signature is to be no signature. */
    CK_RV refusal; /* What the call is to return, CKR_OK for nothing. */
};

/* Hang, crash or wait as the file says for a place, or return what the caller has to do. */
struct fault fault_at(const char *place);

/* The same where there is no token to vanish: returns the refusal. */
CK_RV act_fault(const char *place);

#endif
