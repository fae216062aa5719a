#include <string.h>

#include "access.h"
#include "faults.h"
#include "keys.h"
#include "module.h"
#include "templates.h"

static CK_RV create(
    CK_SESSION_HANDLE handle, const CK_ATTRIBUTE *template, CK_ULONG count,
    CK_OBJECT_HANDLE *made)
{
    struct session *session;
    struct object object = { 0 };
    CK_RV code = session_of(handle, &session);
    if (code == CKR_OK)
        code = made ? check_template(template, count) : CKR_ARGUMENTS_BAD;
    if (code != CKR_OK)
        return code;
    CK_OBJECT_CLASS class = class_in(template, count);
    if (class == CK_UNAVAILABLE_INFORMATION)
        return CKR_TEMPLATE_INCOMPLETE;
    code = apply_template(&object, class, CREATION, template, count);
    if (code == CKR_OK)
        code = fill_up(&object, class, CREATION);
    if (code == CKR_OK && (class == CKO_PUBLIC_KEY || class == CKO_PRIVATE_KEY))
        code = check_key(&object);
    if (code == CKR_OK)
        code = may_change(session, &object);
    if (code == CKR_OK)
        code = act_fault("write");
    if (code == CKR_OK)
        code = store_objects(session, &object, 1, made);
    free_object(&object);
    return code;
}

CK_RV C_CreateObject(
    CK_SESSION_HANDLE handle, CK_ATTRIBUTE *template, CK_ULONG count, CK_OBJECT_HANDLE *made)
{
    LOCKED(create(handle, template, count, made));
}

static CK_RV destroy(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE which)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    struct token *token = session->token;
    code = begin_change(token);
    if (code != CKR_OK)
        return code;
    struct object *object = visible_object(session, which);
    code = object ? may_change(session, object) : CKR_OBJECT_HANDLE_INVALID;
    if (code != CKR_OK)
        return undo_change(token, code);
    bool on_token = object->owner == 0;
    remove_object(on_token ? &token->state.objects : &token->session_objects, object);
    return on_token ? keep_change(token) : undo_change(token, CKR_OK);
}

CK_RV C_DestroyObject(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object)
{
    LOCKED(destroy(handle, object));
}

static CK_RV measure(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE which, CK_ULONG *size)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    const struct object *object = visible_object(session, which);
    if (!object)
        return CKR_OBJECT_HANDLE_INVALID;
    if (!size)
        return CKR_ARGUMENTS_BAD;
    *size = size_of_object(object);
    return CKR_OK;
}

CK_RV C_GetObjectSize(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object, CK_ULONG *size)
{
    LOCKED(measure(handle, object, size));
}

/* Answer for one attribute; what cannot be told has the length -1 (section 5.7). */
static CK_RV read_one(const struct object *object, CK_ATTRIBUTE *wanted)
{
    const struct attribute *found = attribute_of(object, wanted->type);
    CK_ULONG room = wanted->ulValueLen;
    wanted->ulValueLen = CK_UNAVAILABLE_INFORMATION;
    if (!found)
        return CKR_ATTRIBUTE_TYPE_INVALID;
    if (stays_inside(object, wanted->type))
        return CKR_ATTRIBUTE_SENSITIVE;
    if (wanted->pValue && room < found->length)
        return CKR_BUFFER_TOO_SMALL;
    if (wanted->pValue)
        memcpy(wanted->pValue, found->value, found->length);
    wanted->ulValueLen = found->length;
    return CKR_OK;
}

static CK_RV read_attributes(
    CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE which, CK_ATTRIBUTE *wanted, CK_ULONG count)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code == CKR_OK)
        code = act_fault("read");
    if (code != CKR_OK)
        return code;
    const struct object *object = visible_object(session, which);
    if (!object)
        return CKR_OBJECT_HANDLE_INVALID;
    if (count > 0 && !wanted)
        return CKR_ARGUMENTS_BAD;
    for (CK_ULONG index = 0; index < count; index++) {
        CK_RV one = read_one(object, &wanted[index]);
        code = code == CKR_OK ? one : code;
    }
    return code;
}

CK_RV C_GetAttributeValue(
    CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *wanted, CK_ULONG count)
{
    LOCKED(read_attributes(handle, object, wanted, count));
}

static CK_RV change(
    const struct session *session, struct object *object, const CK_ATTRIBUTE *template,
    CK_ULONG count)
{
    CK_RV code = object ? may_change(session, object) : CKR_OBJECT_HANDLE_INVALID;
    if (code == CKR_OK && !truth_of(object, CKA_MODIFIABLE))
        code = CKR_ATTRIBUTE_READ_ONLY;
    if (code == CKR_OK)
        code = apply_template(
            object, number_of_attribute(object, CKA_CLASS, CKO_DATA), CHANGE, template, count);
    if (code == CKR_OK && memory_used(&session->token->state) > TOTAL_MEMORY)
        code = CKR_DEVICE_MEMORY;
    return code;
}

static CK_RV change_attributes(
    CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE which, const CK_ATTRIBUTE *template,
    CK_ULONG count)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code == CKR_OK)
        code = act_fault("write");
    if (code == CKR_OK)
        code = begin_change(session->token);
    if (code != CKR_OK)
        return code;
    code = change(session, visible_object(session, which), template, count);
    return code == CKR_OK ? keep_change(session->token) : undo_change(session->token, code);
}

CK_RV C_SetAttributeValue(
    CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *template, CK_ULONG count)
{
    LOCKED(change_attributes(handle, object, template, count));
}
