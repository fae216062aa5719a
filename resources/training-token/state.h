/* What a token keeps, and its form in a file. */
#ifndef NMO_TRAINING_STATE_H
#define NMO_TRAINING_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gost.h"
#include "objects.h"

#define SERIAL_LENGTH 8
#define LONGEST_NAME 64
#define TOTAL_MEMORY 131072
#define MOST_STATE_BYTES (4 * TOTAL_MEMORY)

struct pin {
    bool set;
    bool factory; /* It is still the one that such tokens are sold with. */
    uint8_t most_tries;
    uint8_t tries_left;
    uint8_t salt[SALT_BYTES];
    uint8_t hash[HASH_BYTES];
};

struct state {
    bool initialised;
    char serial[SERIAL_LENGTH];
    uint32_t epoch; /* Another one after each C_InitToken. */
    size_t name_length;
    char name[LONGEST_NAME]; /* UTF-8 */
    struct pin user;
    struct pin admin;
    uint32_t last_handle;
    struct objects objects;
};

/* Return the state's form in a file, to be freed; NULL when memory ends. */
uint8_t *encode_state(const struct state *state, size_t *length);

/* Read that form into an empty state; false when it is damaged, with the state empty again. */
bool decode_state(struct state *state, const uint8_t *file, size_t length);

/* Return how many bytes the objects take. */
size_t memory_used(const struct state *state);

void free_state(struct state *state);

#endif
