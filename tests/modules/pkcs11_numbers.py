"""Numbers of PKCS#11 v2.40 and of TC26 that tests need."""

from __future__ import annotations

DATA, CERTIFICATE, PUBLIC, PRIVATE = range(4)
CLASS, TOKEN, PRIVATE_FLAG, LABEL, VALUE = 0x0, 0x1, 0x2, 0x3, 0x11
KEY_TYPE, ID, SENSITIVE, SIGN, VERIFY = 0x100, 0x102, 0x103, 0x108, 0x10A
LOCAL, MODIFIABLE, ALWAYS_AUTHENTICATE = 0x163, 0x170, 0x202
GOST_PARAMETERS, DIGEST_PARAMETERS = 0x250, 0x251
GOST, GOST_512 = 0x30, 0xD4321003
GENERATE, RAW, GENERATE_512, RAW_512 = 0x1200, 0x1201, 0xD4321005, 0xD4321006
COMBINED, COMBINED_512, DIGEST, DIGEST_512 = 0xD4321008, 0xD4321009, 0xD4321012, 0xD4321013
CRYPTOPRO_A = bytes.fromhex("06072a850302022301")
TC26_512_A = bytes.fromhex("06092a8503070102010201")
CODES = {
    "slot": 0x3,
    "general": 0x5,
    "arguments": 0x7,
    "read-only attribute": 0x10,
    "sensitive": 0x11,
    "type": 0x12,
    "value": 0x13,
    "length": 0x21,
    "device": 0x30,
    "memory": 0x31,
    "removed": 0x32,
    "key": 0x60,
    "key type": 0x63,
    "not permitted": 0x68,
    "mechanism": 0x70,
    "parameter": 0x71,
    "object": 0x82,
    "active": 0x90,
    "not begun": 0x91,
    "pin": 0xA0,
    "pin length": 0xA2,
    "locked": 0xA4,
    "no session": 0xB3,
    "parallel": 0xB4,
    "read-only session": 0xB5,
    "session exists": 0xB6,
    "reading session exists": 0xB7,
    "administrator's session exists": 0xB8,
    "signature": 0xC0,
    "signature length": 0xC1,
    "incomplete": 0xD0,
    "inconsistent": 0xD1,
    "no token": 0xE0,
    "not recognised": 0xE1,
    "logged in": 0x100,
    "not logged in": 0x101,
    "user type": 0x103,
    "another logged in": 0x104,
    "domain": 0x130,
    "buffer": 0x150,
    "not initialised": 0x190,
    "initialised": 0x191,
}
"""CKR_ numbers by what they say."""
