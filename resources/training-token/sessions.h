/* Sessions of this application with the tokens. */
#ifndef NMO_TRAINING_SESSIONS_H
#define NMO_TRAINING_SESSIONS_H

#include <gcrypt.h>

#include "slots.h"

/* A digest, a signature or a verification under way. */
struct operation {
    bool active;
    bool in_parts;       /* An update was made: the single-part call is out of the question. */
    bool confirmed;      /* The user logged in for this very signature. */
    CK_OBJECT_HANDLE key;
    size_t bytes;        /* Of the digest. */
    gcry_md_hd_t digest; /* NULL for a mechanism that takes a digest as data. */
};

struct session {
    CK_SESSION_HANDLE handle;
    CK_SLOT_ID slot;
    bool lost; /* Its token was taken out. */
    bool writing;
    struct token *token; /* Of the slot; valid for the call that found the session. */
    struct operation digesting, signing, verifying;
    bool finding;
    size_t found_count, found_next;
    CK_OBJECT_HANDLE *found;
};

/*
 * Return a session whose token is there and read anew. CKR_DEVICE_REMOVED, once, for a session
 * whose token was taken out; CKR_SESSION_HANDLE_INVALID for none.
 */
CK_RV session_of(CK_SESSION_HANDLE handle, struct session **session);

/* Mark the sessions with a slot's token as lost. */
void sessions_lost(CK_SLOT_ID slot);

/* Count the sessions with a slot's token, all and writing ones. */
void count_sessions(CK_SLOT_ID slot, CK_ULONG *all, CK_ULONG *writing);

/* End what is under way and free its digest. */
void end_operation(struct operation *operation);
void end_search(struct session *session);

/* End what every session with a slot's token has under way: its login ended. */
void end_operations(CK_SLOT_ID slot);

void close_sessions(void);

#endif
