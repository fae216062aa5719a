/* The lock around every call, and whether the module is initialised. */
#ifndef NMO_TRAINING_MODULE_H
#define NMO_TRAINING_MODULE_H

#include <p11-kit/pkcs11.h>
#include <stdbool.h>

#define EXPORTED __attribute__((visibility("default")))

/* Lock the module. Returns CKR_CRYPTOKI_NOT_INITIALIZED, without the lock, where that is so. */
CK_RV enter(void);

/* Unlock the module and return `code`. */
CK_RV leave(CK_RV code);

/* Make a call with the module locked and return its code. */
#define LOCKED(call)                                                                              \
    do {                                                                                          \
        CK_RV entered = enter();                                                                  \
        return entered == CKR_OK ? leave(call) : entered;                                         \
    } while (0)

#endif
