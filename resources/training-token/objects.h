/* Objects of a token: lists of attributes, as PKCS #11 has them. */
#ifndef NMO_TRAINING_OBJECTS_H
#define NMO_TRAINING_OBJECTS_H

#include <p11-kit/pkcs11.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_ATTRIBUTES 64
#define LONGEST_VALUE 32768

struct attribute {
    CK_ATTRIBUTE_TYPE type;
    size_t length;
    uint8_t *value; /* Never NULL. */
};

struct object {
    CK_OBJECT_HANDLE handle;
    CK_SESSION_HANDLE owner; /* The session that a session object ends with; 0 for token objects. */
    size_t count;
    struct attribute *attributes;
};

struct objects {
    size_t count;
    struct object *items;
};

/* Return the attribute, or NULL. */
const struct attribute *attribute_of(const struct object *object, CK_ATTRIBUTE_TYPE type);

/* Set an attribute to a copy of `value`; false when memory or the room for attributes ends. */
bool set_attribute(
    struct object *object, CK_ATTRIBUTE_TYPE type, const void *value, size_t length);
bool set_truth(struct object *object, CK_ATTRIBUTE_TYPE type, bool value);
bool set_number(struct object *object, CK_ATTRIBUTE_TYPE type, CK_ULONG value);

/* Return an attribute's value; what is absent or has another size is false or `absent`. */
bool truth_of(const struct object *object, CK_ATTRIBUTE_TYPE type);
CK_ULONG number_of_attribute(
    const struct object *object, CK_ATTRIBUTE_TYPE type, CK_ULONG absent);

/* Return how many bytes of the token an object takes. */
size_t size_of_object(const struct object *object);

/* Move an object to the end of a list, which then owns it; false when memory ends. */
bool add_object(struct objects *list, struct object *object);

struct object *find_object(const struct objects *list, CK_OBJECT_HANDLE handle);
void remove_object(struct objects *list, struct object *object);

/* Free memory; values are overwritten first, since keys are among them. */
void free_object(struct object *object);
void free_objects(struct objects *list);

#endif
