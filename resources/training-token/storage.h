/* A token's folder: its state file, its lock, its limits. */
#ifndef NMO_TRAINING_STORAGE_H
#define NMO_TRAINING_STORAGE_H

#include <p11-kit/pkcs11.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "state.h"

enum login { NOBODY, USER, ADMIN };

struct token {
    bool present;
    char folder_name[256];
    int folder;            /* Open as long as the token is plugged in. */
    struct stat identity;  /* Of the folder: another one by the same name is another token. */
    struct stat seen_file; /* Of the state file that was read last. */
    bool damaged;          /* The state file cannot be read. */
    int lock;
    struct state state;
    struct objects session_objects;
    CK_OBJECT_HANDLE last_session_object;
    enum login login; /* Of this application; PKCS #11 has no login per session. */
};

/* Open a token's folder; false when it is none. */
bool open_token(struct token *token, const char *store, const char *name);

/* Forget everything of a token but its folder's name. */
void close_token(struct token *token);

/* Tell whether the folder still lies in the store. */
bool token_lies_in(const struct token *token, const char *store);

/* Read the state again if another process wrote it. Returns CKR_DEVICE_ERROR for a bad file. */
CK_RV read_token(struct token *token);

/* Lock the token against other processes and read it; ends with one of the two below. */
CK_RV begin_change(struct token *token);

/* Write the state so that it is there after a power cut, and unlock. */
CK_RV keep_change(struct token *token);

/* Read the state back from the file and unlock. Returns `code`. */
CK_RV undo_change(struct token *token, CK_RV code);

/* Read how many tries a new token gives from its file `limits`. */
void read_limits(const struct token *token, uint8_t *user_tries, uint8_t *admin_tries);

#endif
