"""The C structures of PKCS#11 v2.40 that a helper needs (OASIS pkcs11t.h)."""

from __future__ import annotations

import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_char, c_ubyte, c_ulong, c_void_p
from typing import ClassVar

UNAVAILABLE: int = c_ulong(-1).value
"""CK_UNAVAILABLE_INFORMATION."""

# PKCS#11 v2.40 section 2.1: on Windows structures are packed to one byte; 0 is the C default.
PACK = 1 if sys.platform == "win32" else 0


class Version(Structure):
    """CK_VERSION."""

    _pack_ = PACK
    _fields_: ClassVar = [("major", c_ubyte), ("minor", c_ubyte)]
    major: int
    minor: int


class Info(Structure):
    """CK_INFO."""

    _pack_ = PACK
    _fields_: ClassVar = [
        ("cryptoki", Version),
        ("manufacturer", c_char * 32),
        ("flags", c_ulong),
        ("description", c_char * 32),
        ("library", Version),
    ]
    manufacturer: bytes
    description: bytes
    library: Version


class SessionInfo(Structure):
    """CK_SESSION_INFO."""

    _pack_ = PACK
    _fields_: ClassVar = [
        ("slot", c_ulong),
        ("state", c_ulong),
        ("flags", c_ulong),
        ("device_error", c_ulong),
    ]
    state: int


class SlotInfo(Structure):
    """CK_SLOT_INFO; texts end at a NUL where a driver put one instead of blanks."""

    _pack_ = PACK
    _fields_: ClassVar = [
        ("description", c_char * 64),
        ("manufacturer", c_char * 32),
        ("flags", c_ulong),
        ("hardware", Version),
        ("firmware", Version),
    ]
    description: bytes
    flags: int


class TokenInfo(Structure):
    """CK_TOKEN_INFO."""

    _pack_ = PACK
    _fields_: ClassVar = [
        ("label", c_char * 32),
        ("manufacturer", c_char * 32),
        ("model", c_char * 16),
        ("serial", c_char * 16),
        ("flags", c_ulong),
        ("max_sessions", c_ulong),
        ("sessions", c_ulong),
        ("max_rw_sessions", c_ulong),
        ("rw_sessions", c_ulong),
        ("max_pin", c_ulong),
        ("min_pin", c_ulong),
        ("total_public", c_ulong),
        ("free_public", c_ulong),
        ("total_private", c_ulong),
        ("free_private", c_ulong),
        ("hardware", Version),
        ("firmware", Version),
        ("utc_time", c_char * 16),
    ]
    label: bytes
    manufacturer: bytes
    model: bytes
    serial: bytes
    flags: int
    max_pin: int
    min_pin: int
    total_public: int
    free_public: int
    hardware: Version
    firmware: Version


class Attribute(Structure):
    """CK_ATTRIBUTE."""

    _pack_ = PACK
    _fields_: ClassVar = [("type", c_ulong), ("value", c_void_p), ("length", c_ulong)]
    length: int


class Mechanism(Structure):
    """CK_MECHANISM."""

    _pack_ = PACK
    _fields_: ClassVar = [("mechanism", c_ulong), ("parameter", c_void_p), ("length", c_ulong)]


class PssParameters(Structure):
    """CK_RSA_PKCS_PSS_PARAMS."""

    _pack_ = PACK
    _fields_: ClassVar = [("hash", c_ulong), ("mgf", c_ulong), ("salt", c_ulong)]


# CK_FUNCTION_LIST in its order up to C_Sign: the rest is not called.
_NAMES = """
    C_Initialize C_Finalize C_GetInfo C_GetFunctionList C_GetSlotList C_GetSlotInfo
    C_GetTokenInfo C_GetMechanismList C_GetMechanismInfo C_InitToken C_InitPIN C_SetPIN
    C_OpenSession C_CloseSession C_CloseAllSessions C_GetSessionInfo C_GetOperationState
    C_SetOperationState C_Login C_Logout C_CreateObject C_CopyObject C_DestroyObject
    C_GetObjectSize C_GetAttributeValue C_SetAttributeValue C_FindObjectsInit C_FindObjects
    C_FindObjectsFinal C_EncryptInit C_Encrypt C_EncryptUpdate C_EncryptFinal C_DecryptInit
    C_Decrypt C_DecryptUpdate C_DecryptFinal C_DigestInit C_Digest C_DigestUpdate C_DigestKey
    C_DigestFinal C_SignInit C_Sign
"""


class FunctionList(Structure):
    """CK_FUNCTION_LIST, cut off after C_Sign."""

    _pack_ = PACK
    _fields_: ClassVar = [("version", Version), *((name, c_void_p) for name in _NAMES.split())]


_count = POINTER(c_ulong)

PROTOTYPES = {
    "C_Initialize": CFUNCTYPE(c_ulong, c_void_p),
    "C_GetInfo": CFUNCTYPE(c_ulong, POINTER(Info)),
    "C_GetSlotList": CFUNCTYPE(c_ulong, c_ubyte, c_void_p, _count),
    "C_GetSlotInfo": CFUNCTYPE(c_ulong, c_ulong, POINTER(SlotInfo)),
    "C_GetTokenInfo": CFUNCTYPE(c_ulong, c_ulong, POINTER(TokenInfo)),
    "C_GetMechanismList": CFUNCTYPE(c_ulong, c_ulong, c_void_p, _count),
    "C_InitPIN": CFUNCTYPE(c_ulong, c_ulong, c_void_p, c_ulong),
    "C_SetPIN": CFUNCTYPE(c_ulong, c_ulong, c_void_p, c_ulong, c_void_p, c_ulong),
    "C_OpenSession": CFUNCTYPE(c_ulong, c_ulong, c_ulong, c_void_p, c_void_p, _count),
    "C_CloseSession": CFUNCTYPE(c_ulong, c_ulong),
    "C_CloseAllSessions": CFUNCTYPE(c_ulong, c_ulong),
    "C_GetSessionInfo": CFUNCTYPE(c_ulong, c_ulong, POINTER(SessionInfo)),
    "C_Login": CFUNCTYPE(c_ulong, c_ulong, c_ulong, c_void_p, c_ulong),
    "C_Logout": CFUNCTYPE(c_ulong, c_ulong),
    "C_GetAttributeValue": CFUNCTYPE(c_ulong, c_ulong, c_ulong, POINTER(Attribute), c_ulong),
    "C_FindObjectsInit": CFUNCTYPE(c_ulong, c_ulong, POINTER(Attribute), c_ulong),
    "C_FindObjects": CFUNCTYPE(c_ulong, c_ulong, c_void_p, c_ulong, _count),
    "C_FindObjectsFinal": CFUNCTYPE(c_ulong, c_ulong),
    "C_SignInit": CFUNCTYPE(c_ulong, c_ulong, POINTER(Mechanism), c_ulong),
    "C_Sign": CFUNCTYPE(c_ulong, c_ulong, c_void_p, c_ulong, c_void_p, _count),
}
"""How the functions that we call look in C (cdecl on every system)."""
