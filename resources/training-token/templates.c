#include "templates.h"

#include <string.h>

enum { DATA = 1, CERTIFICATE = 2, PUBLIC = 4, PRIVATE = 8, KEYS = 12, ALL = 15 };
enum kind { TRUTH, NUMBER, OCTETS };
enum {
    GIVEN = 1,   /* A caller may give it for a new object. */
    NEEDED = 2,  /* A caller has to give it when he creates an object. */
    LATER = 4,   /* A caller may change it. */
    ABSENT = 8,  /* Without a caller's value there is none. */
    COMPUTED = 16 /* A generated key gets it from the token alone. */
};

/* PKCS #11 v2.40 sections 4.4 to 4.9 and 2.39.3 to 2.39.4 of the mechanisms. */
static const struct rule {
    CK_ATTRIBUTE_TYPE type;
    int classes;
    enum kind kind;
    int use;
    CK_ULONG preset;
} rules[] = {
    { CKA_CLASS, ALL, NUMBER, GIVEN | NEEDED, 0 },
    { CKA_TOKEN, ALL, TRUTH, GIVEN, CK_FALSE },
    { CKA_PRIVATE, DATA | CERTIFICATE | PUBLIC, TRUTH, GIVEN, CK_FALSE },
    { CKA_PRIVATE, PRIVATE, TRUTH, GIVEN, CK_TRUE },
    { CKA_MODIFIABLE, ALL, TRUTH, GIVEN, CK_TRUE },
    { CKA_LABEL, ALL, OCTETS, GIVEN | LATER, 0 },
    { CKA_APPLICATION, DATA, OCTETS, GIVEN | LATER, 0 },
    { CKA_OBJECT_ID, DATA, OCTETS, GIVEN | LATER, 0 },
    { CKA_VALUE, DATA, OCTETS, GIVEN | LATER, 0 },
    { CKA_CERTIFICATE_TYPE, CERTIFICATE, NUMBER, GIVEN, CKC_X_509 },
    { CKA_CERTIFICATE_CATEGORY, CERTIFICATE, NUMBER, GIVEN, 0 },
    { CKA_TRUSTED, CERTIFICATE | PUBLIC, TRUTH, 0, CK_FALSE },
    { CKA_VALUE, CERTIFICATE, OCTETS, GIVEN | NEEDED, 0 },
    { CKA_ISSUER, CERTIFICATE, OCTETS, GIVEN | LATER, 0 },
    { CKA_SERIAL_NUMBER, CERTIFICATE, OCTETS, GIVEN | LATER, 0 },
    { CKA_SUBJECT, CERTIFICATE | KEYS, OCTETS, GIVEN | LATER, 0 },
    { CKA_ID, CERTIFICATE | KEYS, OCTETS, GIVEN | LATER, 0 },
    { CKA_START_DATE, CERTIFICATE | KEYS, OCTETS, GIVEN | LATER, 0 },
    { CKA_END_DATE, CERTIFICATE | KEYS, OCTETS, GIVEN | LATER, 0 },
    { CKA_KEY_TYPE, KEYS, NUMBER, GIVEN | NEEDED, 0 },
    { CKA_DERIVE, KEYS, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_LOCAL, KEYS, TRUTH, 0, CK_FALSE },
    { CKA_KEY_GEN_MECHANISM, KEYS, NUMBER, 0, CK_UNAVAILABLE_INFORMATION },
    { CKA_ENCRYPT, PUBLIC, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_VERIFY, PUBLIC, TRUTH, GIVEN | LATER, CK_TRUE },
    { CKA_VERIFY_RECOVER, PUBLIC, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_WRAP, PUBLIC, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_SENSITIVE, PRIVATE, TRUTH, GIVEN, CK_TRUE },
    { CKA_EXTRACTABLE, PRIVATE, TRUTH, GIVEN, CK_FALSE },
    { CKA_ALWAYS_SENSITIVE, PRIVATE, TRUTH, 0, CK_FALSE },
    { CKA_NEVER_EXTRACTABLE, PRIVATE, TRUTH, 0, CK_FALSE },
    { CKA_DECRYPT, PRIVATE, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_SIGN, PRIVATE, TRUTH, GIVEN | LATER, CK_TRUE },
    { CKA_SIGN_RECOVER, PRIVATE, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_UNWRAP, PRIVATE, TRUTH, GIVEN | LATER, CK_FALSE },
    { CKA_WRAP_WITH_TRUSTED, PRIVATE, TRUTH, GIVEN, CK_FALSE },
    { CKA_ALWAYS_AUTHENTICATE, PRIVATE, TRUTH, GIVEN, CK_FALSE },
    { CKA_GOSTR3410_PARAMS, KEYS, OCTETS, GIVEN | NEEDED, 0 },
    { CKA_GOSTR3411_PARAMS, KEYS, OCTETS, GIVEN | ABSENT, 0 },
    { CKA_GOST28147_PARAMS, KEYS, OCTETS, GIVEN | ABSENT, 0 },
    { CKA_VALUE, KEYS, OCTETS, GIVEN | NEEDED | COMPUTED, 0 },
};
#define RULES (sizeof rules / sizeof *rules)

static int bit_of(CK_OBJECT_CLASS class)
{
    switch (class) {
    case CKO_DATA:
        return DATA;
    case CKO_CERTIFICATE:
        return CERTIFICATE;
    case CKO_PUBLIC_KEY:
        return PUBLIC;
    case CKO_PRIVATE_KEY:
        return PRIVATE;
    default:
        return 0;
    }
}

static const struct rule *rule_for(CK_OBJECT_CLASS class, CK_ATTRIBUTE_TYPE type)
{
    for (size_t index = 0; index < RULES; index++)
        if (rules[index].type == type && rules[index].classes & bit_of(class))
            return &rules[index];
    return NULL;
}

CK_RV check_template(const CK_ATTRIBUTE *template, CK_ULONG count)
{
    if ((count > 0 && !template) || count > MOST_ATTRIBUTES)
        return CKR_ARGUMENTS_BAD;
    for (CK_ULONG index = 0; index < count; index++)
        if (template[index].ulValueLen > LONGEST_VALUE
            || (template[index].ulValueLen > 0 && !template[index].pValue))
            return CKR_ATTRIBUTE_VALUE_INVALID;
    return CKR_OK;
}

CK_OBJECT_CLASS class_in(const CK_ATTRIBUTE *template, CK_ULONG count)
{
    CK_OBJECT_CLASS class = CK_UNAVAILABLE_INFORMATION;
    for (CK_ULONG index = 0; index < count; index++)
        if (template[index].type == CKA_CLASS && template[index].ulValueLen == sizeof class)
            memcpy(&class, template[index].pValue, sizeof class);
    return class;
}

static bool fits(const struct rule *rule, const CK_ATTRIBUTE *given)
{
    if (rule->kind == TRUTH)
        return given->ulValueLen == sizeof(CK_BBOOL) && *(CK_BBOOL *)given->pValue <= CK_TRUE;
    if (rule->kind == NUMBER)
        return given->ulValueLen == sizeof(CK_ULONG);
    if (rule->type == CKA_START_DATE || rule->type == CKA_END_DATE)
        return given->ulValueLen == 0 || given->ulValueLen == sizeof(CK_DATE);
    return !(rule->use & NEEDED) || given->ulValueLen > 0;
}

static CK_RV judge(
    const struct rule *rule, const CK_ATTRIBUTE *given, enum occasion occasion)
{
    if (!rule)
        return CKR_ATTRIBUTE_TYPE_INVALID;
    if (occasion == CHANGE && !(rule->use & LATER))
        return CKR_ATTRIBUTE_READ_ONLY;
    if (!(rule->use & GIVEN))
        return CKR_ATTRIBUTE_READ_ONLY;
    if (occasion == GENERATION && rule->use & COMPUTED)
        return CKR_TEMPLATE_INCONSISTENT;
    return fits(rule, given) ? CKR_OK : CKR_ATTRIBUTE_VALUE_INVALID;
}

static bool stands_before(const CK_ATTRIBUTE *template, CK_ULONG index)
{
    for (CK_ULONG earlier = 0; earlier < index; earlier++)
        if (template[earlier].type == template[index].type)
            return true;
    return false;
}

CK_RV apply_template(
    struct object *object, CK_OBJECT_CLASS class, enum occasion occasion,
    const CK_ATTRIBUTE *template, CK_ULONG count)
{
    CK_RV code = check_template(template, count);
    if (code == CKR_OK && bit_of(class) == 0)
        code = CKR_ATTRIBUTE_VALUE_INVALID;
    for (CK_ULONG index = 0; index < count && code == CKR_OK; index++) {
        code = judge(rule_for(class, template[index].type), &template[index], occasion);
        if (code == CKR_OK && stands_before(template, index))
            code = CKR_TEMPLATE_INCONSISTENT;
    }
    for (CK_ULONG index = 0; index < count && code == CKR_OK; index++)
        if (!set_attribute(
                object, template[index].type, template[index].pValue, template[index].ulValueLen))
            code = CKR_HOST_MEMORY;
    return code;
}

CK_RV fill_up(struct object *object, CK_OBJECT_CLASS class, enum occasion occasion)
{
    bool done = true;
    for (size_t index = 0; index < RULES && done; index++) {
        const struct rule *rule = &rules[index];
        if (!(rule->classes & bit_of(class)) || attribute_of(object, rule->type))
            continue;
        if (occasion == GENERATION && (rule->type == CKA_CLASS || rule->use & COMPUTED))
            continue;
        if (rule->use & NEEDED)
            return CKR_TEMPLATE_INCOMPLETE;
        if (rule->use & ABSENT)
            continue;
        if (rule->kind == TRUTH)
            done = set_truth(object, rule->type, rule->preset == CK_TRUE);
        else if (rule->kind == NUMBER)
            done = set_number(object, rule->type, rule->preset);
        else
            done = set_attribute(object, rule->type, "", 0);
    }
    return done ? CKR_OK : CKR_HOST_MEMORY;
}

bool stays_inside(const struct object *object, CK_ATTRIBUTE_TYPE type)
{
    CK_OBJECT_CLASS class = number_of_attribute(object, CKA_CLASS, CKO_DATA);
    return type == CKA_VALUE && class == CKO_PRIVATE_KEY;
}
