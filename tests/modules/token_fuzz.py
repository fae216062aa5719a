"""Throws random calls and damaged state files at the training token.

python -m tests.modules.token_fuzz calls|files MODULE FOLDER SEED COUNT

FOLDER is that of the store's one token, whose user PIN is ``training_token.PIN``. Ends with 0
unless the module crashes or answers with a code that has no place there.
"""

from __future__ import annotations

import ctypes
import hashlib
import random
import sys
from collections.abc import Callable
from ctypes import Array, byref, c_char, c_ulong, c_void_p
from pathlib import Path

from desktop_app.signing.helper.structures import Attribute, Mechanism
from tests.modules import pkcs11_numbers as numbers
from tests.modules.raw_pkcs11 import RawModule
from tests.modules.training_token import PIN

_SEAL = 32
_KINDS = (
    *(each for each in vars(numbers).values() if isinstance(each, int)),
    *(0x10, 0x12, 0x80, 0x81, 0x82, 0x86, 0x101, 0x110, 0x111, 0x162, 0x252, 1 << 31),
)
_MECHANISMS = (0x1200, 0x1201, 0xD4321005, 0xD4321006, 0xD4321008, 0xD4321009, 0xD4321012, 1)
_PARAMETERS = (numbers.CRYPTOPRO_A, numbers.TC26_512_A, bytes.fromhex("06082a85030701010202"))
_CODES = frozenset({*numbers.CODES.values(), 0, 0x54})


class Fuzz:
    """Random calls with arguments that C permits: no length is larger than its memory."""

    def __init__(self, raw: RawModule, seed: int) -> None:
        self._raw = raw
        self._random = random.Random(seed)
        self._session = 0
        self._made = [1, 2]
        self._calls: tuple[Callable[[], int], ...] = (
            self._create,
            self._generate,
            self._read,
            self._change,
            self._find,
            self._destroy,
            lambda: self._operate("Sign", "SignFinal"),
            lambda: self._operate("Digest", "DigestFinal"),
            self._verify,
            lambda: raw.code("Logout", self._session),
            lambda: raw.code("CloseSession", self._session),
        )

    def call(self) -> None:
        """Make one call."""
        if self._raw.code("GetSessionInfo", self._session, (c_ulong * 4)()):
            self._session = self._raw.open(0, writing=self._random.random() < 0.9)
            if self._random.random() < 0.9:
                self._raw.code("Login", self._session, 1, PIN.encode(), len(PIN))
        code = self._random.choice(self._calls)()
        if code not in _CODES:
            raise AssertionError(f"0x{code:X}")

    def _octets(self) -> bytes:
        kind = self._random.randrange(4)
        if kind == 0:
            return self._random.choice(_PARAMETERS)
        if kind == 1:
            return bytes(c_ulong(self._random.choice((0, 1, 2, 3, 0x30, numbers.GOST_512))))
        sizes = (0, 1, 2, 7, 8, 9, 31, 32, 63, 64, 65, 128, 2000, 33_000)
        return self._random.randbytes(self._random.choice(sizes))

    def _template(self) -> tuple[Array[Attribute], int]:
        count = self._random.randrange(10)
        attributes = (Attribute * 10)()
        keep = []
        for attribute in attributes:
            octets = self._octets()
            keep.append(ctypes.create_string_buffer(octets, max(len(octets), 1)))
            attribute.type = self._random.choice(_KINDS)
            attribute.value, attribute.length = ctypes.cast(keep[-1], c_void_p), len(octets)
            if self._random.random() < 0.1:
                length = self._random.choice((0, 8, 2**64 - 1))
                attribute.value, attribute.length = None, length
        if self._random.random() < 0.8:
            keep.append(ctypes.create_string_buffer(bytes(c_ulong(self._random.randrange(4)))))
            value = ctypes.cast(keep[-1], c_void_p)
            attributes[0] = Attribute(numbers.CLASS, value, ctypes.sizeof(c_ulong))
        # Items of an array of structures come and go: only the array itself keeps memory alive.
        attributes.keep = keep  # type: ignore[attr-defined]
        return attributes, count

    def _handle(self) -> int:
        return self._random.choice((*self._made[-20:], 0, 0x80000001, 2**64 - 1))

    def _mechanism(self) -> Mechanism:
        number = self._random.choice(_MECHANISMS)
        if self._random.random() < 0.7:
            return Mechanism(number, None, 0)
        octets = self._octets()
        made = ctypes.create_string_buffer(octets, max(len(octets), 1))
        mechanism = Mechanism(number, ctypes.cast(made, c_void_p), len(octets))
        mechanism.keep = made
        return mechanism

    def _create(self) -> int:
        made = c_ulong()
        code = self._raw.code("CreateObject", self._session, *self._template(), byref(made))
        self._made += [made.value]
        return code

    def _generate(self) -> int:
        made = c_ulong(), c_ulong()
        arguments = (byref(self._mechanism()), *self._template(), *self._template())
        handles = (byref(each) for each in made)
        code = self._raw.code("GenerateKeyPair", self._session, *arguments, *handles)
        self._made += [each.value for each in made]
        return code

    def _read(self) -> int:
        return self._raw.code("GetAttributeValue", self._session, self._handle(), *self._template())

    def _change(self) -> int:
        return self._raw.code("SetAttributeValue", self._session, self._handle(), *self._template())

    def _find(self) -> int:
        code = self._raw.code("FindObjectsInit", self._session, *self._template())
        found, count = (c_ulong * 5)(), c_ulong()
        room = self._random.randrange(6)
        self._raw.code("FindObjects", self._session, found, room, byref(count))
        self._made += found[: count.value]
        if self._random.random() < 0.9:
            self._raw.code("FindObjectsFinal", self._session)
        return code

    def _destroy(self) -> int:
        return self._raw.code("DestroyObject", self._session, self._handle())

    def _operate(self, name: str, final: str) -> int:
        key = (self._handle(),) if name == "Sign" else ()
        code = self._raw.code(f"{name}Init", self._session, byref(self._mechanism()), *key)
        octets = self._octets()
        if self._random.random() < 0.3:
            self._raw.code(f"{name}Update", self._session, octets, len(octets))
        if self._random.random() < 0.5:
            self._raw.code(name, self._session, octets, len(octets), *self._room())
        self._raw.code(final, self._session, *self._room())
        return code

    def _verify(self) -> int:
        mechanism = byref(self._mechanism())
        code = self._raw.code("VerifyInit", self._session, mechanism, self._handle())
        octets, signature = self._octets(), self._octets()
        self._raw.code("Verify", self._session, octets, len(octets), signature, len(signature))
        return code

    def _room(self) -> tuple[Array[c_char] | None, object]:
        """Return a buffer and a pointer to its size, for one call: that changes the size."""
        size = self._random.choice((0, 1, 31, 64, 128, 200))
        made = ctypes.create_string_buffer(max(size, 1))
        return self._random.choice((made, made, None)), byref(c_ulong(size))


def calls(raw: RawModule, _folder: Path, seed: int, count: int) -> None:
    """Make so many random calls."""
    fuzz = Fuzz(raw, seed)
    for _ in range(count):
        fuzz.call()


def files(raw: RawModule, folder: Path, seed: int, count: int) -> None:
    """Damage the state file so many times, with its seal right, and use the token."""
    source = random.Random(seed)
    file = folder / "token.state"
    good = file.read_bytes()[:-_SEAL]
    for _ in range(count):
        content = bytearray(good)
        for _ in range(source.randrange(1, 4)):
            _damage(content, source)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(content + hashlib.sha256(content).digest())
        fresh.replace(file)
        _use(raw, Fuzz(raw, source.randrange(2**32)))
    file.write_bytes(good + hashlib.sha256(good).digest())


def _damage(content: bytearray, source: random.Random) -> None:
    at = source.randrange(8, len(content))
    match source.randrange(4):
        case 0:
            content[at] = source.randrange(256)
        case 1:
            content[at : at + 4] = source.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\0\0\0"))
        case 2:
            del content[at : at + source.randrange(200)]
        case _:
            content[at:at] = content[at : at + source.randrange(200)]


def _use(raw: RawModule, fuzz: Fuzz) -> None:
    """A damaged file is CKR_DEVICE_ERROR, or another token that can be used."""
    session = c_ulong()
    code = raw.code("OpenSession", 0, 6, None, None, byref(session))
    if code == numbers.CODES["device"]:
        return
    if code:
        raise AssertionError(f"0x{code:X}")
    for _ in range(5):
        fuzz.call()
    raw.code("CloseAllSessions", 0)


def main() -> None:
    """Run."""
    what, module, folder, seed, count = sys.argv[1:]
    raw = RawModule(Path(module))
    raw.ok("Initialize", None)
    {"calls": calls, "files": files}[what](raw, Path(folder), int(seed), int(count))
    raw.ok("Finalize", None)


if __name__ == "__main__":
    main()
