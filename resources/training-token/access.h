/* Which objects a session may see and change. */
#ifndef NMO_TRAINING_ACCESS_H
#define NMO_TRAINING_ACCESS_H

#include "sessions.h"

/* Tell whether this application may see an object: private ones are the logged-in user's. */
bool may_see(const struct token *token, const struct object *object);

/* Return an object that the session sees, or NULL. */
struct object *visible_object(const struct session *session, CK_OBJECT_HANDLE handle);

/* Check that the session may make, change or destroy an object of this kind. */
CK_RV may_change(const struct session *session, const struct object *object);

/*
 * Give new objects their handles and put them on the token, or into memory for as long as the
 * session is open. All of them or, with an error, none: then they stay the caller's.
 */
CK_RV store_objects(
    struct session *session, struct object *objects, size_t count, CK_OBJECT_HANDLE *handles);

#endif
