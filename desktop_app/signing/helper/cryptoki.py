"""A loaded driver: PKCS#11 functions as methods, each answer checked and limited."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, Array, byref, c_ubyte, c_ulong, c_void_p, cast

from desktop_app.signing.helper import return_codes
from desktop_app.signing.helper.return_codes import DriverNonsense, DriverRefusal
from desktop_app.signing.helper.structures import (
    PROTOTYPES,
    UNAVAILABLE,
    Attribute,
    FunctionList,
    Info,
    Mechanism,
    SessionInfo,
    SlotInfo,
    TokenInfo,
)

MAX_SLOTS = 256
MAX_OBJECTS = 1000
MAX_MECHANISMS = 4096
MAX_VALUE = 65536
MAX_SIGNATURE = 16384
_BATCH = 64
_RW_SESSION = 0x2
_SERIAL_SESSION = 0x4
CKU_SO = 0
CKU_USER = 1
CKU_CONTEXT_SPECIFIC = 2


class Cryptoki:
    """The driver in ``path``, loaded and initialised; it is never unloaded.

    Every method belongs to one thread. Methods raise ``DriverRefusal`` for a return value
    that is not CKR_OK and ``DriverNonsense`` for an answer over its limit.
    """

    def __init__(self, path: str) -> None:
        """Load the file.

        Raises ``OSError`` when the system cannot, ``AttributeError`` when it is no PKCS#11 library.
        """
        library = ctypes.CDLL(path, mode=getattr(os, "RTLD_LAZY", 0))
        get_list = library.C_GetFunctionList
        get_list.restype = c_ulong
        get_list.argtypes = [POINTER(POINTER(FunctionList))]
        functions = POINTER(FunctionList)()
        self.library = library
        """The loaded file, for the functions of a vendor's own."""
        self._check("C_GetFunctionList", get_list(byref(functions)))
        if not functions:
            raise DriverNonsense("an empty function list")
        self._functions = {name: _bind(functions.contents, name) for name in PROTOTYPES}
        code = self._functions["C_Initialize"](None)
        if code != return_codes.CRYPTOKI_ALREADY_INITIALIZED:
            self._check("C_Initialize", code)

    def info(self) -> Info:
        """Return CK_INFO."""
        info = Info()
        self._call("C_GetInfo", byref(info))
        return info

    def slots(self, *, with_token: bool) -> list[int]:
        """Return the identifiers of all slots, or of those that hold a token."""
        return self._list("C_GetSlotList", MAX_SLOTS, "slots", int(with_token))

    def slots_with_token(self) -> list[int]:
        """Return the identifiers of the slots that hold a token."""
        return self.slots(with_token=True)

    def session_state(self, session: int) -> int:
        """Return CK_SESSION_INFO.state."""
        info = SessionInfo()
        self._call("C_GetSessionInfo", session, byref(info))
        return info.state

    def mechanisms(self, slot: int) -> list[int]:
        """Return the numbers of the token's mechanisms."""
        return self._list("C_GetMechanismList", MAX_MECHANISMS, "mechanisms", slot)

    def slot_info(self, slot: int) -> SlotInfo:
        """Return CK_SLOT_INFO."""
        info = SlotInfo()
        self._call("C_GetSlotInfo", slot, byref(info))
        return info

    def token_info(self, slot: int) -> TokenInfo:
        """Return CK_TOKEN_INFO."""
        info = TokenInfo()
        self._call("C_GetTokenInfo", slot, byref(info))
        return info

    def open_session(self, slot: int, *, writing: bool = False) -> int:
        """Open a session, read-only unless ``writing``, and return its handle."""
        handle = c_ulong()
        flags = _SERIAL_SESSION | (_RW_SESSION if writing else 0)
        self._call("C_OpenSession", slot, flags, None, None, byref(handle))
        return handle.value

    def close_session(self, session: int) -> None:
        """Close one session."""
        self._call("C_CloseSession", session)

    def close_all_sessions(self, slot: int) -> None:
        """Close every session of ours with the token, which logs out too."""
        self._call("C_CloseAllSessions", slot)

    def login(self, session: int, user: int, pin: bytearray | None) -> None:
        """Log in; no PIN means that the reader's PIN pad asks for it."""
        with _secret(pin) as (buffer, length):
            self._call("C_Login", session, user, buffer, length)

    def set_pin(self, session: int, old: bytearray | None, new: bytearray | None) -> None:
        """Exchange the user PIN in one call; no PINs mean that the PIN pad asks for them."""
        with _secret(old) as one, _secret(new) as other:
            self._call("C_SetPIN", session, *one, *other)

    def init_pin(self, session: int, new: bytearray | None) -> None:
        """Set the user PIN in a session of the administrator."""
        with _secret(new) as (buffer, length):
            self._call("C_InitPIN", session, buffer, length)

    def logout(self, session: int) -> None:
        """Log out."""
        self._call("C_Logout", session)

    def find(self, session: int, template: dict[int, bytes]) -> list[int]:
        """Return the handles of all objects with these attributes."""
        values = [ctypes.create_string_buffer(value, len(value)) for value in template.values()]
        attributes = (Attribute * len(template))(
            *(
                Attribute(kind, cast(value, c_void_p), len(value))
                for kind, value in zip(template, values, strict=True)
            )
        )
        self._call("C_FindObjectsInit", session, attributes, len(template))
        try:
            return list(self._found(session))
        finally:
            self._functions["C_FindObjectsFinal"](session)

    def value(self, session: int, handle: int, kind: int) -> bytes | None:
        """Return an attribute's value, or None when the token does not give it.

        One attribute per call: several modules fail a whole list for one member that they
        do not know. Raises ``DriverNonsense`` for a value over the limit.
        """
        attribute = Attribute(kind, None, 0)
        ask = self._functions["C_GetAttributeValue"]
        code = ask(session, handle, byref(attribute), 1)
        if code != return_codes.OK or attribute.length == UNAVAILABLE:
            return None
        if attribute.length > MAX_VALUE:
            raise DriverNonsense(f"an attribute of {attribute.length} bytes")
        buffer = ctypes.create_string_buffer(attribute.length + 1)
        room = attribute.length
        attribute = Attribute(kind, cast(buffer, c_void_p), room)
        code = ask(session, handle, byref(attribute), 1)
        if code != return_codes.OK or attribute.length > room:
            return None
        return buffer.raw[: attribute.length]

    def sign(
        self,
        session: int,
        key: int,
        mechanism: Mechanism,
        data: bytes,
        before_sign: Callable[[], None],
    ) -> bytes:
        """Sign ``data`` in one C_Sign; ``before_sign`` runs between C_SignInit and C_Sign."""
        self._call("C_SignInit", session, byref(mechanism), key)
        signature = ctypes.create_string_buffer(MAX_SIGNATURE)
        length = c_ulong(MAX_SIGNATURE)
        arguments = (session, data, len(data), signature, byref(length))
        try:
            before_sign()
        except DriverRefusal:
            # PKCS#11 v2.40 has no other way to end an operation that C_SignInit began.
            self._functions["C_Sign"](*arguments)
            raise
        self._call("C_Sign", *arguments)
        if length.value > MAX_SIGNATURE:
            raise DriverNonsense(f"a signature of {length.value} bytes")
        return signature.raw[: length.value]

    def _found(self, session: int) -> Iterator[int]:
        batch = (c_ulong * _BATCH)()
        total = 0
        while True:
            count = c_ulong()
            self._call("C_FindObjects", session, batch, _BATCH, byref(count))
            total += count.value
            if count.value > _BATCH or total > MAX_OBJECTS:
                raise DriverNonsense(f"more than {MAX_OBJECTS} objects")
            if not count.value:
                return
            yield from batch[: count.value]

    def _list(self, function: str, limit: int, what: str, first: int) -> list[int]:
        count = c_ulong()
        self._call(function, first, None, byref(count))
        if count.value > limit:
            raise DriverNonsense(f"{count.value} {what}")
        # One more than told: some modules count again, and say more, in the second call.
        room = count.value + 1
        items = (c_ulong * room)()
        count = c_ulong(room)
        self._call(function, first, items, byref(count))
        if count.value > room:
            raise DriverNonsense(f"{count.value} {what}")
        return list(items[: count.value])

    def _call(self, function: str, *arguments: object) -> None:
        self._check(function, self._functions[function](*arguments))

    @staticmethod
    def _check(function: str, code: int) -> None:
        if code != return_codes.OK:
            raise DriverRefusal(function, code)


@contextmanager
def _secret(pin: bytearray | None) -> Iterator[tuple[Array[c_ubyte] | None, int]]:
    """Lend a PIN to a driver in memory that is overwritten afterwards."""
    if pin is None:
        yield None, 0
        return
    buffer = (c_ubyte * (len(pin) or 1))(*pin)
    try:
        yield buffer, len(pin)
    finally:
        ctypes.memset(buffer, 0, len(buffer))


def _bind(functions: FunctionList, name: str) -> Callable[..., int]:
    address = getattr(functions, name)
    if not address:
        return lambda *_arguments: return_codes.FUNCTION_NOT_SUPPORTED
    bound: Callable[..., int] = cast(address, PROTOTYPES[name])
    return bound
