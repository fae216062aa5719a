#include "texts.h"

#include <string.h>

void fill_text(unsigned char *field, size_t room, const char *text)
{
    fill_octets(field, room, text, strlen(text));
}

void fill_octets(unsigned char *field, size_t room, const char *text, size_t length)
{
    if (length > room) {
        length = room;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memset(field, ' ', room);
    memcpy(field, text, length);
}
