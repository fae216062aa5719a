"""The functions that the driver of Рутокен has beyond PKCS#11 (rtpkcs11f.h, rtpkcs11t.h)."""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    byref,
    c_ubyte,
    c_ulong,
    c_void_p,
    cast,
    sizeof,
)
from typing import ClassVar

from desktop_app.signing.helper.cryptoki import Cryptoki
from desktop_app.signing.helper.return_codes import FUNCTION_NOT_SUPPORTED, OK, DriverRefusal
from desktop_app.signing.helper.structures import PACK, Version
from desktop_app.signing.inspection import ExtendedInformation
from desktop_app.signing.protocol import TokenFlag

_MOST_TRIES = 255
_TRIES_MISSING = (
    TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED
)


class _Functions(Structure):
    """CK_FUNCTION_LIST_EXTENDED, cut off after C_EX_UnblockUserPIN."""

    _pack_ = PACK
    _fields_: ClassVar = [
        ("version", Version),
        ("get_list", c_void_p),
        ("init_token", c_void_p),
        ("get_token_info", c_void_p),
        ("unblock_user_pin", c_void_p),
    ]


class _Extended(Structure):
    """CK_TOKEN_INFO_EXTENDED with room to grow: a newer driver may know more fields.

    The first field goes in as the size of what follows and comes out as the size filled.
    """

    _pack_ = PACK
    _fields_: ClassVar = [
        ("size", c_ulong),
        ("token_type", c_ulong),
        ("protocol", c_ulong),
        ("microcode", c_ulong),
        ("order", c_ulong),
        ("flags", c_ulong),
        ("max_admin_pin", c_ulong),
        ("min_admin_pin", c_ulong),
        ("max_user_pin", c_ulong),
        ("min_user_pin", c_ulong),
        ("max_admin_tries", c_ulong),
        ("admin_tries_left", c_ulong),
        ("max_user_tries", c_ulong),
        ("user_tries_left", c_ulong),
        ("serial", c_ubyte * 8),
        ("total_memory", c_ulong),
        ("free_memory", c_ulong),
        ("atr", c_ubyte * 64),
        ("atr_length", c_ulong),
        ("token_class", c_ulong),
        ("battery_voltage", c_ulong),
        ("body_color", c_ulong),
        ("firmware_checksum", c_ulong),
        ("battery_percentage", c_ulong),
        ("battery_flags", c_ulong),
    ]
    size: int
    flags: int
    max_admin_tries: int
    admin_tries_left: int
    max_user_tries: int
    user_tries_left: int


_GetInfo = CFUNCTYPE(c_ulong, c_ulong, POINTER(_Extended))


def extended_information(driver: Cryptoki, slot: int) -> ExtendedInformation | None:
    """Return what C_EX_GetTokenInfoExtended tells; None for a driver without it.

    Older drivers know fewer fields and refuse a larger size: they are asked again with the
    size of their time. Counters that cannot be are not believed.
    """
    functions = _functions(driver)
    if functions is None or not functions.get_token_info:
        return None
    ask = cast(functions.get_token_info, _GetInfo)
    sizes = (sizeof(_Extended), _Extended.battery_percentage.offset, _Extended.body_color.offset)
    for size in sizes:
        found = _Extended(size=size)
        if ask(slot, byref(found)) == OK and found.size >= _Extended.serial.offset:
            return _believed(found)
    return None


def user_tries_left(driver: Cryptoki, slot: int, flags: int) -> int | None:
    """Return how many tries the user PIN has left, once CK_TOKEN_INFO.flags miss some.

    None before, so that a token in order costs no call more, and where the driver does not tell.
    """
    if not flags & _TRIES_MISSING:
        return None
    told = extended_information(driver, slot)
    return None if told is None else told.user_tries_left


def unblock_user_pin(driver: Cryptoki, session: int) -> None:
    """Let the user PIN count again, in a session of the administrator.

    Raises ``DriverRefusal``, with CKR_FUNCTION_NOT_SUPPORTED for a driver without it.
    """
    functions = _functions(driver)
    code = FUNCTION_NOT_SUPPORTED
    if functions is not None and functions.unblock_user_pin:
        code = cast(functions.unblock_user_pin, CFUNCTYPE(c_ulong, c_ulong))(session)
    if code != OK:
        raise DriverRefusal("C_EX_UnblockUserPIN", code)


def _functions(driver: Cryptoki) -> _Functions | None:
    try:
        get_list = driver.library.C_EX_GetFunctionListExtended
    except AttributeError:
        return None
    get_list.restype = c_ulong
    get_list.argtypes = [POINTER(POINTER(_Functions))]
    functions = POINTER(_Functions)()
    if get_list(byref(functions)) != OK or not functions:
        return None
    return functions.contents


def _believed(found: _Extended) -> ExtendedInformation | None:
    pairs = (
        (found.user_tries_left, found.max_user_tries),
        (found.admin_tries_left, found.max_admin_tries),
    )
    if any(not 0 <= left <= most <= _MOST_TRIES or most == 0 for left, most in pairs):
        return None
    return ExtendedInformation(
        user_tries_left=found.user_tries_left,
        user_tries_maximum=found.max_user_tries,
        admin_tries_left=found.admin_tries_left,
        admin_tries_maximum=found.max_admin_tries,
        flags=found.flags,
    )
