/*
 * Numbers and structures beyond PKCS #11 v2.40: those of TC26 for ГОСТ Р 34.10-2012, which
 * vendors of Russian tokens share, and those of the extension of Рутокен.
 */
#ifndef NMO_TRAINING_VENDOR_H
#define NMO_TRAINING_VENDOR_H

#include <p11-kit/pkcs11.h>

#define TC26 0xD4321000UL
#define CKK_GOSTR3410_512 (TC26 | 0x003)
#define CKM_GOSTR3410_512_KEY_PAIR_GEN (TC26 | 0x005)
#define CKM_GOSTR3410_512 (TC26 | 0x006)
#define CKM_GOSTR3410_WITH_GOSTR3411_12_256 (TC26 | 0x008)
#define CKM_GOSTR3410_WITH_GOSTR3411_12_512 (TC26 | 0x009)
#define CKM_GOSTR3411_12_256 (TC26 | 0x012)
#define CKM_GOSTR3411_12_512 (TC26 | 0x013)

#define EXTENDED_FUNCTIONS 34
#define USER_PIN_CHANGED_BY_ADMIN 0x1UL
#define USER_PIN_CHANGED_BY_USER 0x2UL
#define ADMIN_PIN_NOT_DEFAULT 0x4UL
#define USER_PIN_NOT_DEFAULT 0x8UL

/* C_EX_GetTokenInfoExtended fills this. Older callers know nothing of the last two members. */
struct extended_info {
    CK_ULONG size;
    CK_ULONG token_type;
    CK_ULONG protocol;
    CK_ULONG microcode;
    CK_ULONG order;
    CK_ULONG flags;
    CK_ULONG longest_admin_pin;
    CK_ULONG shortest_admin_pin;
    CK_ULONG longest_user_pin;
    CK_ULONG shortest_user_pin;
    CK_ULONG most_admin_tries;
    CK_ULONG admin_tries_left;
    CK_ULONG most_user_tries;
    CK_ULONG user_tries_left;
    CK_BYTE serial[8];
    CK_ULONG total_memory;
    CK_ULONG free_memory;
    CK_BYTE atr[64];
    CK_ULONG atr_length;
    CK_ULONG token_class;
    CK_ULONG battery_voltage;
    CK_ULONG body_color;
    CK_ULONG firmware_checksum;
    CK_ULONG battery_percentage;
    CK_ULONG battery_flags;
};

/* The table that C_EX_GetFunctionListExtended hands out; callers know each member's type. */
struct extended_functions {
    CK_VERSION version;
    void (*call[EXTENDED_FUNCTIONS])(void);
};

#endif
