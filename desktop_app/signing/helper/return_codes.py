"""The one table that turns what a driver returns into an error of the program."""

from __future__ import annotations

from desktop_app.core.errors.tokens import (
    DriverFailedError,
    DriverNonsenseError,
    KeyMissingError,
    KeyNotForSigningError,
    MechanismUnsupportedError,
    PinIncorrectError,
    PinLockedError,
    PinMustChangeError,
    PinNotSetError,
    PinUnusableError,
    TokenBusyError,
    TokenFailedError,
    TokenRemovedError,
)
from desktop_app.signing.protocol import CANCELLED, Failure

_NAMES = {
    0x01: "CANCEL",
    0x02: "HOST_MEMORY",
    0x03: "SLOT_ID_INVALID",
    0x05: "GENERAL_ERROR",
    0x06: "FUNCTION_FAILED",
    0x07: "ARGUMENTS_BAD",
    0x09: "NEED_TO_CREATE_THREADS",
    0x0A: "CANT_LOCK",
    0x11: "ATTRIBUTE_SENSITIVE",
    0x12: "ATTRIBUTE_TYPE_INVALID",
    0x13: "ATTRIBUTE_VALUE_INVALID",
    0x1B: "ACTION_PROHIBITED",
    0x20: "DATA_INVALID",
    0x21: "DATA_LEN_RANGE",
    0x30: "DEVICE_ERROR",
    0x31: "DEVICE_MEMORY",
    0x32: "DEVICE_REMOVED",
    0x50: "FUNCTION_CANCELED",
    0x51: "FUNCTION_NOT_PARALLEL",
    0x54: "FUNCTION_NOT_SUPPORTED",
    0x60: "KEY_HANDLE_INVALID",
    0x62: "KEY_SIZE_RANGE",
    0x63: "KEY_TYPE_INCONSISTENT",
    0x68: "KEY_FUNCTION_NOT_PERMITTED",
    0x70: "MECHANISM_INVALID",
    0x71: "MECHANISM_PARAM_INVALID",
    0x82: "OBJECT_HANDLE_INVALID",
    0x90: "OPERATION_ACTIVE",
    0x91: "OPERATION_NOT_INITIALIZED",
    0xA0: "PIN_INCORRECT",
    0xA1: "PIN_INVALID",
    0xA2: "PIN_LEN_RANGE",
    0xA3: "PIN_EXPIRED",
    0xA4: "PIN_LOCKED",
    0xB0: "SESSION_CLOSED",
    0xB1: "SESSION_COUNT",
    0xB3: "SESSION_HANDLE_INVALID",
    0xB4: "SESSION_PARALLEL_NOT_SUPPORTED",
    0xB5: "SESSION_READ_ONLY",
    0xB6: "SESSION_EXISTS",
    0xB7: "SESSION_READ_ONLY_EXISTS",
    0xB8: "SESSION_READ_WRITE_SO_EXISTS",
    0xE0: "TOKEN_NOT_PRESENT",
    0xE1: "TOKEN_NOT_RECOGNIZED",
    0xE2: "TOKEN_WRITE_PROTECTED",
    0x100: "USER_ALREADY_LOGGED_IN",
    0x101: "USER_NOT_LOGGED_IN",
    0x102: "USER_PIN_NOT_INITIALIZED",
    0x103: "USER_TYPE_INVALID",
    0x104: "USER_ANOTHER_ALREADY_LOGGED_IN",
    0x105: "USER_TOO_MANY_TYPES",
    0x150: "BUFFER_TOO_SMALL",
    0x190: "CRYPTOKI_NOT_INITIALIZED",
    0x191: "CRYPTOKI_ALREADY_INITIALIZED",
    0x200: "FUNCTION_REJECTED",
    0x201: "TOKEN_RESOURCE_EXCEEDED",
}

OK = 0x00
BUFFER_TOO_SMALL = 0x150
MECHANISM_PARAM_INVALID = 0x71
FUNCTION_NOT_SUPPORTED = 0x54
CRYPTOKI_ALREADY_INITIALIZED = 0x191
USER_ALREADY_LOGGED_IN = 0x100
USER_NOT_LOGGED_IN = 0x101
LOGIN_ENDED = frozenset({0x32, 0xB0, 0xB3, 0xE0, USER_NOT_LOGGED_IN})
"""Device removed, session closed, its handle invalid, token not present, nobody logged in."""
NOTHING_TO_SHOW = frozenset({0x03, 0x32, 0xE0, 0xE1})
"""Slot gone, device removed, token not present or another vendor's: nothing to show."""

_CODES = {
    "DEVICE_REMOVED": TokenRemovedError.code,
    "TOKEN_NOT_PRESENT": TokenRemovedError.code,
    "PIN_INCORRECT": PinIncorrectError.code,
    "PIN_LOCKED": PinLockedError.code,
    "PIN_INVALID": PinUnusableError.code,
    "PIN_LEN_RANGE": PinUnusableError.code,
    "PIN_EXPIRED": PinMustChangeError.code,
    "USER_PIN_NOT_INITIALIZED": PinNotSetError.code,
    "MECHANISM_INVALID": MechanismUnsupportedError.code,
    "MECHANISM_PARAM_INVALID": MechanismUnsupportedError.code,
    "KEY_TYPE_INCONSISTENT": MechanismUnsupportedError.code,
    "KEY_FUNCTION_NOT_PERMITTED": KeyNotForSigningError.code,
    "KEY_HANDLE_INVALID": KeyMissingError.code,
    "SESSION_COUNT": TokenBusyError.code,
    "FUNCTION_CANCELED": CANCELLED,
}


class DriverRefusal(Exception):  # noqa: N818 - it becomes an error only on the other side
    """A PKCS#11 function returned something else than CKR_OK."""

    def __init__(self, function: str, code: int) -> None:
        super().__init__(f"{function}: {code_name(code)}")
        self.function = function
        """Name of the function."""
        self.code = code
        """The return value."""


class DriverNonsense(Exception):  # noqa: N818
    """The driver's answer is impossible or over a limit."""


class OperationFailed(Exception):  # noqa: N818
    """The operation stops with a failure that needs no driver's word."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.failure = Failure(code, data)
        """What the program is told."""


def code_name(code: int) -> str:
    """Return the name of a return value; unknown and vendor values are written in hexadecimal."""
    return f"CKR_{_NAMES[code]}" if code in _NAMES else f"CKR_0x{code:08X}"


def failure_of(error: DriverRefusal | DriverNonsense | OperationFailed) -> Failure:
    """Return the failure that tells the program what happened.

    Errors before any token is reached are the driver's. A reader that another program holds
    exclusively shows as CKR_DEVICE_ERROR from the enumeration (OpenSC 0.23).
    """
    if isinstance(error, OperationFailed):
        return error.failure
    if isinstance(error, DriverNonsense):
        return Failure(DriverNonsenseError.code, {"detail": str(error)})
    name = code_name(error.code)
    if error.function in {"C_Initialize", "C_GetFunctionList", "C_GetSlotList"}:
        if name == "CKR_DEVICE_ERROR":
            return Failure(TokenBusyError.code)
        return Failure(DriverFailedError.code, {"detail": name})
    code = _CODES.get(name.removeprefix("CKR_"), TokenFailedError.code)
    return Failure(code, {"detail": name} if code == TokenFailedError.code else {})
