"""A PIV smart card (NIST SP 800-73-4) in software, with faults on request."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

OK, REFUSED, LOCKED, WRONG_DATA = 0x9000, 0x6982, 0x6983, 0x6A80
NOT_FOUND, WRONG_REFERENCE, UNKNOWN_COMMAND = 0x6A82, 0x6A88, 0x6D00
TRIES = 3

_APPLICATION = bytes.fromhex("A000000308000010000100")
_CERTIFICATES = {0x9A: "5fc105", 0x9C: "5fc10a"}
_SIGNATURE_KEY = 0x9C
_PIN = 0x80
_CHUID = bytes.fromhex(
    "533b3019d4e739da739ced39ce739d836858210842108421c84210c3eb"
    "341011111111111111111111111111111111350832303430313233313e00fe00"
)
_DISCOVERY = bytes.fromhex("7e124f0ba0000003080000100001005f2f024000")

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class TakenOut(Exception):  # noqa: N818 - what happens to the card, not what went wrong
    """The card leaves the reader in the middle of a command."""


@dataclass
class Faults:
    """What the card does wrong from now on."""

    delay_seconds: float = 0.0
    """Before a signature."""
    eject_on_sign: bool = False
    status_on_sign: int = 0
    """Status word instead of a signature; it stays, since OpenSC asks a second time."""
    last_try_63c0: bool = False
    """The try that locks the PIN answers 63C0 instead of 6983: both are allowed."""


@dataclass
class PinRecord:
    """The PIN and its counter, kept in the card's folder."""

    pin: str = "123456"
    tries: int = TRIES


@dataclass
class PivCard:
    """A card whose keys and PIN counter live in ``folder``."""

    folder: Path
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self._keys: dict[int, Key] = {0x9A: rsa.generate_private_key(65537, 2048)}
        self._keys[_SIGNATURE_KEY] = ec.generate_private_key(ec.SECP256R1())
        for slot, key in self._keys.items():
            public = key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            (self.folder / f"{slot:02x}.pub.pem").write_bytes(public)
        self.pin = PinRecord()
        self._objects: dict[str, bytes] = {}
        self.power_on()

    def power_on(self) -> None:
        """Forget logins and half-sent commands; read certificates that were put in the folder."""
        self._verified = self._fresh = False
        self._chained = self._pending = b""
        self._objects = {"5fc102": _CHUID, "7e": _DISCOVERY}
        for slot, name in _CERTIFICATES.items():
            file = self.folder / f"{slot:02x}.crt.der"
            if file.exists():
                content = _tlv("70", file.read_bytes()) + _tlv("71", b"\0") + _tlv("fe", b"")
                self._objects[name] = _tlv("53", content)

    def status(self) -> str:
        """Return the PIN record as JSON."""
        return json.dumps(asdict(self.pin))

    def answer(self, command: bytes) -> bytes:
        """Carry out one command APDU and return the response APDU."""
        chained, instruction, p1, p2 = command[:4]
        data, expected = _body(command[4:])
        if instruction == 0xC0:
            return self._next_part(expected)
        if chained & 0x10:
            self._chained += data
            return OK.to_bytes(2, "big")
        data, self._chained = self._chained + data, b""
        result, status = self._carry_out(instruction, p1, p2, data)
        self._pending = result
        return self._next_part(expected) if status == OK else status.to_bytes(2, "big")

    def _next_part(self, expected: int) -> bytes:
        size = expected or 256
        part, self._pending = self._pending[:size], self._pending[size:]
        if not self._pending:
            return part + OK.to_bytes(2, "big")
        return part + bytes([0x61, min(len(self._pending), 255)])

    def _carry_out(self, instruction: int, p1: int, p2: int, data: bytes) -> tuple[bytes, int]:
        commands: dict[int, Callable[[int, int, bytes], tuple[bytes, int]]] = {
            0xA4: self._select,
            0xCB: self._get_data,
            0x20: self._verify,
            0x24: self._change_pin,
            0x87: self._authenticate,
        }
        command = commands.get(instruction)
        return command(p1, p2, data) if command else (b"", UNKNOWN_COMMAND)

    def _select(self, _p1: int, _p2: int, data: bytes) -> tuple[bytes, int]:
        if not data or not _APPLICATION.startswith(data[:9]):
            return b"", NOT_FOUND
        template = _tlv("4f", _APPLICATION[5:]) + _tlv("79", _tlv("4f", _APPLICATION[:5]))
        return _tlv("61", template), OK

    def _get_data(self, _p1: int, _p2: int, data: bytes) -> tuple[bytes, int]:
        name = _parse(data)["5c"].hex()
        return (self._objects[name], OK) if name in self._objects else (b"", NOT_FOUND)

    def _verify(self, p1: int, p2: int, data: bytes) -> tuple[bytes, int]:
        if p2 != _PIN:
            return b"", WRONG_REFERENCE
        if p1 == 0xFF:
            self._verified = False
            return b"", OK
        if not self.pin.tries:
            return b"", LOCKED
        if not data:
            return b"", OK if self._verified else 0x63C0 | self.pin.tries
        self._verified = self._fresh = data == self.pin.pin.encode().ljust(8, b"\xff")
        if self._verified:
            self.pin.tries = TRIES
            return b"", OK
        self.pin.tries -= 1
        if self.pin.tries or self.faults.last_try_63c0:
            return b"", 0x63C0 | self.pin.tries
        return b"", LOCKED

    def _change_pin(self, _p1: int, p2: int, data: bytes) -> tuple[bytes, int]:
        """CHANGE REFERENCE DATA (NIST SP 800-73-4 part 2, 3.2.2): old and new PIN of 8 bytes."""
        answer, status = self._verify(0, p2, data[:8])
        if status == OK:
            self.pin.pin = data[8:].rstrip(b"\xff").decode()
        return answer, status

    def _authenticate(self, _p1: int, slot: int, data: bytes) -> tuple[bytes, int]:
        key = self._keys.get(slot)
        message = _parse(_parse(data)["7c"]).get("81")
        if key is None or message is None:
            return b"", WRONG_DATA
        if not self._verified or (slot == _SIGNATURE_KEY and not self._fresh):
            return b"", REFUSED
        self._fresh = False
        if self.faults.eject_on_sign:
            self.faults.eject_on_sign = False
            raise TakenOut
        time.sleep(self.faults.delay_seconds)
        if self.faults.status_on_sign:
            return b"", self.faults.status_on_sign
        return _tlv("7c", _tlv("82", _signature(key, message))), OK


def _signature(key: Key, message: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    numbers = key.private_numbers()
    value = pow(int.from_bytes(message, "big"), numbers.d, numbers.public_numbers.n)
    return value.to_bytes(256, "big")


def _body(rest: bytes) -> tuple[bytes, int]:
    """Return data and the expected length of a command, short or extended (ISO 7816-4)."""
    if not rest:
        return b"", 0
    if len(rest) == 1:
        return b"", rest[0] or 256
    if rest[0]:
        data, end = rest[1 : 1 + rest[0]], rest[1 + rest[0] :]
        return data, (end[0] or 256) if end else 0
    length = int.from_bytes(rest[1:3], "big")
    if len(rest) == 3:
        return b"", length or 65536
    end = rest[3 + length :]
    return rest[3 : 3 + length], (int.from_bytes(end, "big") or 65536) if end else 0


def _tlv(tag: str, value: bytes) -> bytes:
    size = len(value)
    if size < 128:
        length = bytes([size])
    elif size < 256:
        length = bytes([0x81, size])
    else:
        length = b"\x82" + size.to_bytes(2, "big")
    return bytes.fromhex(tag) + length + value


def _parse(data: bytes) -> dict[str, bytes]:
    found, at = {}, 0
    while at < len(data):
        tag, at = data[at : at + 1], at + 1
        if tag[0] & 0x1F == 0x1F:
            tag, at = tag + data[at : at + 1], at + 1
        length, at = data[at], at + 1
        if length & 0x80:
            more = length & 0x7F
            length, at = int.from_bytes(data[at : at + more], "big"), at + more
        found[tag.hex()] = data[at : at + length]
        at += length
    return found
