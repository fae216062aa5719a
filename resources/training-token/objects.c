#include "objects.h"

#include <stdlib.h>
#include <string.h>

static struct attribute *slot_for(const struct object *object, CK_ATTRIBUTE_TYPE type)
{
    for (size_t index = 0; index < object->count; index++)
        if (object->attributes[index].type == type)
            return &object->attributes[index];
    return NULL;
}

const struct attribute *attribute_of(const struct object *object, CK_ATTRIBUTE_TYPE type)
{
    return slot_for(object, type);
}

static void free_value(struct attribute *attribute)
{
    explicit_bzero(attribute->value, attribute->length);
    free(attribute->value);
}

bool set_attribute(
    struct object *object, CK_ATTRIBUTE_TYPE type, const void *value, size_t length)
{
    struct attribute *attribute = slot_for(object, type);
    uint8_t *copy = malloc(length ? length : 1);
    if (!copy)
        return false;
    if (length)
        memcpy(copy, value, length);
    if (attribute) {
        free_value(attribute);
    } else {
        struct attribute *grown = NULL;
        if (object->count < MOST_ATTRIBUTES)
            grown = realloc(object->attributes, (object->count + 1) * sizeof *grown);
        if (!grown) {
            free(copy);
            return false;
        }
        object->attributes = grown;
        attribute = &grown[object->count++];
    }
    *attribute = (struct attribute) { type, length, copy };
    return true;
}

bool set_truth(struct object *object, CK_ATTRIBUTE_TYPE type, bool value)
{
    CK_BBOOL octet = value ? CK_TRUE : CK_FALSE;
    return set_attribute(object, type, &octet, sizeof octet);
}

bool set_number(struct object *object, CK_ATTRIBUTE_TYPE type, CK_ULONG value)
{
    return set_attribute(object, type, &value, sizeof value);
}

bool truth_of(const struct object *object, CK_ATTRIBUTE_TYPE type)
{
    const struct attribute *found = attribute_of(object, type);
    return found && found->length == sizeof(CK_BBOOL) && found->value[0] != CK_FALSE;
}

CK_ULONG number_of_attribute(
    const struct object *object, CK_ATTRIBUTE_TYPE type, CK_ULONG absent)
{
    const struct attribute *found = attribute_of(object, type);
    CK_ULONG number = absent;
    if (found && found->length == sizeof number)
        memcpy(&number, found->value, sizeof number);
    return number;
}

size_t size_of_object(const struct object *object)
{
    size_t size = sizeof(uint32_t) * 2;
    for (size_t index = 0; index < object->count; index++)
        size += object->attributes[index].length + sizeof(uint32_t) * 3;
    return size;
}

bool add_object(struct objects *list, struct object *object)
{
    struct object *grown = realloc(list->items, (list->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    list->items = grown;
    grown[list->count++] = *object;
    *object = (struct object) { 0 };
    return true;
}

struct object *find_object(const struct objects *list, CK_OBJECT_HANDLE handle)
{
    for (size_t index = 0; index < list->count; index++)
        if (list->items[index].handle == handle)
            return &list->items[index];
    return NULL;
}

void remove_object(struct objects *list, struct object *object)
{
    size_t index = (size_t)(object - list->items);
    free_object(object);
    list->count--;
    memmove(object, object + 1, (list->count - index) * sizeof *object);
}

void free_object(struct object *object)
{
    for (size_t index = 0; index < object->count; index++)
        free_value(&object->attributes[index]);
    free(object->attributes);
    *object = (struct object) { 0 };
}

void free_objects(struct objects *list)
{
    for (size_t index = 0; index < list->count; index++)
        free_object(&list->items[index]);
    free(list->items);
    *list = (struct objects) { 0 };
}
