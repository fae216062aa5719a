/* A PC/SC library (layout of pcsc-lite) whose readers each behave badly in a way of their own. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long dword;
typedef long handle;

struct reader_state {
    const char *name;
    void *user_data;
    dword current, event, atr_length;
    unsigned char atr[33];
};

static const char READERS[] = "Plain\0Hanging\0Short\0Long\0Busy\0Mute\0Removed\0Refusing\0";
static const char *const NAMES[] = {"Plain", "Hanging", "Short",   "Long",
                                    "Busy",  "Mute",    "Removed", "Refusing"};
static const long CODES[] = {0, 0, 0, 0, 0x8010000B, 0x80100066, 0x80100069, 0x8010006A};

static int which(const char *name) {
    for (int i = 0; i < 8; i++)
        if (!strcmp(name, NAMES[i])) return i;
    return 0;
}

static int told(const char *order) {
    const char *orders = getenv("FAKE_PCSC");
    return orders && strstr(orders, order) != NULL;
}

long SCardEstablishContext(dword scope, void *a, void *b, handle *context) {
    (void)scope, (void)a, (void)b;
    if (told("hang-at-start")) sleep(600);
    if (told("die-at-start")) abort();
    if (told("refuse")) return 0x8010006A;
    if (told("break")) return 0x80100001;
    *context = 7;
    return 0;
}

long SCardListReaders(handle context, const char *groups, char *names, dword *length) {
    (void)context, (void)groups;
    if (told("hang-at-list")) sleep(600);
    if (told("stop-at-list")) return 0x8010001E;
    if (told("no-readers")) return 0x8010002E;
    if (names) memcpy(names, READERS, sizeof READERS);
    *length = sizeof READERS;
    return 0;
}

long SCardGetStatusChange(handle context, dword timeout, struct reader_state *states, dword count) {
    (void)context, (void)timeout;
    for (dword i = 0; i < count; i++) {
        states[i].event = 0x20;
        states[i].atr_length = 2;
        states[i].atr[0] = 0x3B;
        states[i].atr[1] = (unsigned char)which(states[i].name);
    }
    return 0;
}

long SCardConnect(handle context, const char *name, dword mode, dword protocols, handle *card,
                  dword *protocol) {
    (void)context, (void)mode, (void)protocols, (void)protocol;
    if (!strcmp(name, "Hanging")) sleep(600);
    *card = which(name);
    return CODES[*card];
}

/* Features: the PIN may be typed on "Long"; "Short" and "Long" tell how long a command may be. */
long SCardControl(handle card, dword code, const void *in, dword in_length, void *out,
                  dword out_length, dword *length) {
    static const unsigned char features[] = {0x12, 4, 0x42, 0, 0xAA, 0xAA, 0x06, 4, 0x42, 0, 0, 1};
    static const unsigned char sizes[] = {0x0A, 4, 0, 0, 1, 0};
    (void)in, (void)in_length, (void)out_length;
    if (card != 2 && card != 3) return 0x80100016;
    if (code == 0x42000000 + 3400) {
        *length = card == 3 ? sizeof features : 6;
        memcpy(out, features, *length);
        return 0;
    }
    if (code != 0x4200AAAA) return 0x80100016;
    memcpy(out, sizes, sizeof sizes);
    if (card == 2) ((unsigned char *)out)[4] = 0, ((unsigned char *)out)[3] = 1;
    *length = sizeof sizes;
    return 0;
}

/* Anything but SCARD_LEAVE_CARD would disturb a card that another program uses. */
long SCardDisconnect(handle card, dword disposition) {
    (void)card;
    if (disposition != 0) abort();
    return 0;
}
