#include "state.h"

#include <stdlib.h>
#include <string.h>

/*
 * The file: MAGIC, the fields in the order of `encode`, SHA-256 over all of that. Numbers have
 * 32 bits and are little-endian. Values of attributes stand as the caller gave them.
 */
static const char magic[8] = "NMOTOKN1";

struct writer {
    uint8_t *bytes;
    size_t length, room;
    bool failed;
};

static void put(struct writer *writer, const void *bytes, size_t length)
{
    if (!writer->failed && writer->room - writer->length < length) {
        size_t room = 2 * (writer->room + length);
        uint8_t *grown = realloc(writer->bytes, room);
        if (grown) {
            writer->bytes = grown;
            writer->room = room;
        }
        writer->failed = !grown;
    }
    if (!writer->failed) {
        memcpy(writer->bytes + writer->length, bytes, length);
        writer->length += length;
    }
}

static void put_number(struct writer *writer, uint32_t number)
{
    uint8_t octets[4];
    for (int index = 0; index < 4; index++)
        octets[index] = (uint8_t)(number >> 8 * index);
    put(writer, octets, sizeof octets);
}

static void put_pin(struct writer *writer, const struct pin *pin)
{
    uint8_t octets[4] = { pin->set, pin->factory, pin->most_tries, pin->tries_left };
    put(writer, octets, sizeof octets);
    put(writer, pin->salt, SALT_BYTES);
    put(writer, pin->hash, HASH_BYTES);
}

static void put_object(struct writer *writer, const struct object *object)
{
    put_number(writer, (uint32_t)object->handle);
    put_number(writer, (uint32_t)object->count);
    for (size_t index = 0; index < object->count; index++) {
        const struct attribute *attribute = &object->attributes[index];
        put_number(writer, (uint32_t)attribute->type);
        put_number(writer, (uint32_t)attribute->length);
        put(writer, attribute->value, attribute->length);
    }
}

uint8_t *encode_state(const struct state *state, size_t *length)
{
    struct writer writer = { 0 };
    uint8_t hash[HASH_BYTES];
    put(&writer, magic, sizeof magic);
    put(&writer, state->serial, SERIAL_LENGTH);
    put_number(&writer, state->epoch);
    put_number(&writer, (uint32_t)state->name_length);
    put(&writer, state->name, LONGEST_NAME);
    put_pin(&writer, &state->user);
    put_pin(&writer, &state->admin);
    put_number(&writer, state->last_handle);
    put_number(&writer, (uint32_t)state->objects.count);
    for (size_t index = 0; index < state->objects.count; index++)
        put_object(&writer, &state->objects.items[index]);
    if (!writer.failed)
        gcry_md_hash_buffer(GCRY_MD_SHA256, hash, writer.bytes, writer.length);
    put(&writer, hash, HASH_BYTES);
    if (writer.failed) {
        free(writer.bytes);
        return NULL;
    }
    *length = writer.length;
    return writer.bytes;
}

struct reader {
    const uint8_t *bytes;
    size_t left;
    bool failed;
};

static void take(struct reader *reader, void *target, size_t length)
{
    if (reader->failed || length > reader->left) {
        reader->failed = true;
        memset(target, 0, length);
        return;
    }
    memcpy(target, reader->bytes, length);
    reader->bytes += length;
    reader->left -= length;
}

static uint32_t take_number(struct reader *reader)
{
    uint8_t octets[4];
    uint32_t number = 0;
    take(reader, octets, sizeof octets);
    for (int index = 0; index < 4; index++)
        number |= (uint32_t)octets[index] << 8 * index;
    return number;
}

static void take_pin(struct reader *reader, struct pin *pin)
{
    uint8_t octets[4];
    take(reader, octets, sizeof octets);
    *pin = (struct pin) { octets[0] != 0, octets[1] != 0, octets[2], octets[3], { 0 }, { 0 } };
    take(reader, pin->salt, SALT_BYTES);
    take(reader, pin->hash, HASH_BYTES);
    if (pin->tries_left > pin->most_tries || pin->most_tries == 0)
        reader->failed = true;
}

static void take_object(struct reader *reader, struct objects *objects)
{
    struct object object = { .handle = take_number(reader) };
    uint32_t count = take_number(reader);
    while (count-- > 0 && !reader->failed) {
        uint32_t type = take_number(reader), length = take_number(reader);
        if (length > reader->left || attribute_of(&object, type)
            || !set_attribute(&object, type, reader->bytes, length)) {
            reader->failed = true;
            break;
        }
        reader->bytes += length;
        reader->left -= length;
    }
    if (object.handle == 0 || find_object(objects, object.handle))
        reader->failed = true;
    if (reader->failed || !add_object(objects, &object)) {
        reader->failed = true;
        free_object(&object);
    }
}

static bool sealed(const uint8_t *file, size_t length)
{
    uint8_t hash[HASH_BYTES];
    if (length < sizeof magic + HASH_BYTES || memcmp(file, magic, sizeof magic) != 0)
        return false;
    gcry_md_hash_buffer(GCRY_MD_SHA256, hash, file, length - HASH_BYTES);
    return memcmp(hash, file + length - HASH_BYTES, HASH_BYTES) == 0;
}

bool decode_state(struct state *state, const uint8_t *file, size_t length)
{
    if (!sealed(file, length))
        return false;
    struct reader reader = { file + sizeof magic, length - sizeof magic - HASH_BYTES, false };
    take(&reader, state->serial, SERIAL_LENGTH);
    state->epoch = take_number(&reader);
    state->name_length = take_number(&reader);
    take(&reader, state->name, LONGEST_NAME);
    take_pin(&reader, &state->user);
    take_pin(&reader, &state->admin);
    state->last_handle = take_number(&reader);
    for (uint32_t left = take_number(&reader); left > 0 && !reader.failed; left--)
        take_object(&reader, &state->objects);
    state->initialised = true;
    if (reader.failed || reader.left != 0 || state->name_length > LONGEST_NAME) {
        free_state(state);
        return false;
    }
    return true;
}

size_t memory_used(const struct state *state)
{
    size_t used = 0;
    for (size_t index = 0; index < state->objects.count; index++)
        used += size_of_object(&state->objects.items[index]);
    return used;
}

void free_state(struct state *state)
{
    free_objects(&state->objects);
    explicit_bzero(state, sizeof *state);
}
