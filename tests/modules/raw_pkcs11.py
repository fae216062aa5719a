"""All 68 functions of PKCS#11 v2.40 through ctypes, for tests of a module itself."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import POINTER, byref, c_ulong, c_void_p
from pathlib import Path

import pytest

from desktop_app.signing.helper.structures import Attribute, Mechanism, Version
from tests.modules.pkcs11_numbers import CODES

_NAMES = """
    Initialize Finalize GetInfo GetFunctionList GetSlotList GetSlotInfo GetTokenInfo
    GetMechanismList GetMechanismInfo InitToken InitPIN SetPIN OpenSession CloseSession
    CloseAllSessions GetSessionInfo GetOperationState SetOperationState Login Logout CreateObject
    CopyObject DestroyObject GetObjectSize GetAttributeValue SetAttributeValue FindObjectsInit
    FindObjects FindObjectsFinal EncryptInit Encrypt EncryptUpdate EncryptFinal DecryptInit
    Decrypt DecryptUpdate DecryptFinal DigestInit Digest DigestUpdate DigestKey DigestFinal
    SignInit Sign SignUpdate SignFinal SignRecoverInit SignRecover VerifyInit Verify VerifyUpdate
    VerifyFinal VerifyRecoverInit VerifyRecover DigestEncryptUpdate DecryptDigestUpdate
    SignEncryptUpdate DecryptVerifyUpdate GenerateKey GenerateKeyPair WrapKey UnwrapKey DeriveKey
    SeedRandom GenerateRandom GetFunctionStatus CancelFunction WaitForSlotEvent
"""
NAMES = tuple(_NAMES.split())
"""CK_FUNCTION_LIST in its order, without C_."""
UNAVAILABLE: int = c_ulong(-1).value

Value = bytes | int | bool
Template = Mapping[int, Value]


class _List(ctypes.Structure):
    _fields_ = [("version", Version), ("call", c_void_p * len(NAMES))]


class RefusedError(Exception):
    """A function returned something else than CKR_OK."""

    def __init__(self, function: str, code: int) -> None:
        super().__init__(f"C_{function}: 0x{code:X}")
        self.code = code


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """Expect a code by its name in ``pkcs11_numbers.CODES``."""
    with pytest.raises(RefusedError) as caught:
        yield
    assert hex(caught.value.code) == hex(CODES[reason])


class RawModule:
    """A module loaded into this process; what it refuses raises ``RefusedError``."""

    def __init__(self, path: Path) -> None:
        self.library = ctypes.CDLL(str(path))
        pointer = POINTER(_List)()
        assert self.library.C_GetFunctionList(byref(pointer)) == 0
        self._calls = dict(zip(NAMES, pointer.contents.call, strict=True))

    def code(self, name: str, *arguments: object) -> int:
        """Call a function; integers go as CK_ULONG."""
        address = self._calls[name]
        assert address, name
        function = ctypes.CFUNCTYPE(c_ulong)(address)
        return int(
            function(*(c_ulong(each) if isinstance(each, int) else each for each in arguments))
        )

    def ok(self, name: str, *arguments: object) -> None:
        """Call a function that must succeed."""
        code = self.code(name, *arguments)
        if code:
            raise RefusedError(name, code)

    def open(self, slot: int, *, writing: bool = True) -> int:
        """Open a session."""
        session = c_ulong()
        self.ok("OpenSession", slot, 6 if writing else 4, None, None, byref(session))
        return session.value

    def login(self, session: int, pin: str, user: int = 1) -> None:
        """Log in."""
        octets = pin.encode()
        self.ok("Login", session, user, octets, len(octets))

    def slots(self, *, with_token: bool = True) -> list[int]:
        """Return the slots."""
        count = c_ulong(64)
        found = (c_ulong * 64)()
        self.ok("GetSlotList", int(with_token), found, byref(count))
        return list(found[: count.value])

    def create(self, session: int, template: Template) -> int:
        """Create an object."""
        made = c_ulong()
        attributes = packed(template)
        self.ok("CreateObject", session, attributes, len(attributes), byref(made))
        return made.value

    def generate(
        self, session: int, mechanism: int, public: Template, private: Template
    ) -> tuple[int, int]:
        """Generate a key pair."""
        made = c_ulong(), c_ulong()
        templates = packed(public), packed(private)
        counted = [part for each in templates for part in (each, len(each))]
        pointers = (byref(each) for each in made)
        self.ok("GenerateKeyPair", session, byref(Mechanism(mechanism)), *counted, *pointers)
        return made[0].value, made[1].value

    def find(self, session: int, template: Template) -> list[int]:
        """Return all objects that match."""
        attributes = packed(template)
        self.ok("FindObjectsInit", session, attributes, len(attributes))
        found, count = (c_ulong * 100)(), c_ulong()
        self.ok("FindObjects", session, found, 100, byref(count))
        self.ok("FindObjectsFinal", session)
        return list(found[: count.value])

    def value(self, session: int, handle: int, kind: int) -> bytes:
        """Return an attribute."""
        code, (length,) = self.lengths(session, handle, [kind])
        if code:
            raise RefusedError("GetAttributeValue", code)
        buffer = ctypes.create_string_buffer(length or 1)
        attribute = Attribute(kind, ctypes.cast(buffer, c_void_p), length)
        self.ok("GetAttributeValue", session, handle, byref(attribute), 1)
        return buffer.raw[: attribute.length]

    def lengths(self, session: int, handle: int, kinds: Sequence[int]) -> tuple[int, list[int]]:
        """Return the code and the lengths of attributes asked for together."""
        attributes = (Attribute * len(kinds))(*(Attribute(kind, None, 0) for kind in kinds))
        code = self.code("GetAttributeValue", session, handle, attributes, len(kinds))
        return code, [each.length for each in attributes]

    def begin(self, operation: str, session: int, mechanism: int, *key: int) -> None:
        """Call C_SignInit, C_VerifyInit or C_DigestInit without a parameter."""
        self.ok(f"{operation}Init", session, byref(Mechanism(mechanism)), *key)

    def output(self, function: str, session: int, *data: bytes, room: int = 128) -> bytes:
        """Call C_Sign, C_SignFinal, C_Digest or C_DigestFinal and return what it gives."""
        length = c_ulong(room)
        buffer = ctypes.create_string_buffer(room)
        parts = [part for each in data for part in (each, len(each))]
        self.ok(function, session, *parts, buffer, byref(length))
        return buffer.raw[: length.value]

    def sign(self, session: int, mechanism: int, key: int, data: bytes) -> bytes:
        """Sign in one part."""
        self.begin("Sign", session, mechanism, key)
        return self.output("Sign", session, data)

    def verify(self, session: int, mechanism: int, key: int, data: bytes, signature: bytes) -> None:
        """Verify in one part."""
        self.begin("Verify", session, mechanism, key)
        self.ok("Verify", session, data, len(data), signature, len(signature))


def packed(template: Template) -> ctypes.Array[Attribute]:
    """Return a template as C has it; the array keeps its values alive."""
    values = [ctypes.create_string_buffer(octets, len(octets)) for octets in _octets(template)]
    attributes = (Attribute * len(values))(
        *(
            Attribute(kind, ctypes.cast(value, c_void_p), len(value))
            for kind, value in zip(template, values, strict=True)
        )
    )
    attributes.values = values  # type: ignore[attr-defined]
    return attributes


def _octets(template: Template) -> list[bytes]:
    found = []
    for value in template.values():
        if isinstance(value, bool):
            found.append(bytes([value]))
        elif isinstance(value, int):
            found.append(bytes(c_ulong(value)))
        else:
            found.append(value)
    return found
