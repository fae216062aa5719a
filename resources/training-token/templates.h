/* Which attributes an object has, which of them a caller may give, and when. */
#ifndef NMO_TRAINING_TEMPLATES_H
#define NMO_TRAINING_TEMPLATES_H

#include "objects.h"

enum occasion { CREATION, GENERATION, CHANGE };

/*
 * Copy a template's attributes into an object: into an empty one on creation and generation,
 * into the object itself on a change. `class` is that of the object; on creation the template
 * names it. Returns what is wrong with the template, of which then nothing was copied.
 */
CK_RV apply_template(
    struct object *object, CK_OBJECT_CLASS class, enum occasion occasion,
    const CK_ATTRIBUTE *template, CK_ULONG count);

/* Set what the template left open. CKR_TEMPLATE_INCOMPLETE for what nobody but a caller knows. */
CK_RV fill_up(struct object *object, CK_OBJECT_CLASS class, enum occasion occasion);

/* Return the class that a template names, or CK_UNAVAILABLE_INFORMATION. */
CK_OBJECT_CLASS class_in(const CK_ATTRIBUTE *template, CK_ULONG count);

/* Check that a template can be read at all. */
CK_RV check_template(const CK_ATTRIBUTE *template, CK_ULONG count);

/* Tell whether an attribute's value stays on the token. */
bool stays_inside(const struct object *object, CK_ATTRIBUTE_TYPE type);

#endif
