"""Messages between the program and a token helper: one JSON line per request and answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from typing import TypeVar

import msgspec

from desktop_app.signing.decoding import decode_json

NO_RESULT = msgspec.Raw(b"null")
VERSION = 2
"""Version of the protocol; both sides refuse any other."""

CANCELLED = "cancelled"
"""The code of a failure that is none: the person pressed cancel on the PIN pad."""


class Operation(StrEnum):
    """What a helper can be asked for."""

    POLL = "poll"
    """Which tokens are there, with their flags: cheap. Arguments ``Nothing``, result ``Slots``."""
    READ = "read"
    """What lies on one token. Arguments ``SlotChoice``, result ``Contents``."""
    DESCRIBE = "describe"
    """What the driver says of itself. Arguments ``Nothing``, result ``Description``."""
    INSPECT = "inspect"
    """All that one token tells without login. Arguments ``SlotChoice``, result ``Inspection``."""
    OPEN = "open"
    """Log in and find a key. Arguments ``SessionRequest``, result ``OpenedKey``."""
    SIGN = "sign"
    """Sign with the opened key. Arguments ``SignRequest``, result ``Signatures``."""
    CHANGE_PIN = "change_pin"
    """Set a new user PIN with the old one. Arguments ``PinChange``, result ``Nothing``."""
    UNBLOCK_PIN = "unblock_pin"
    """Set a new user PIN with the administrator's. Arguments ``PinUnblock``, result ``Nothing``."""
    CLOSE = "close"
    """Log out and close the session. Arguments and result ``Nothing``."""


class TokenFlag(IntFlag):
    """The flags of CK_TOKEN_INFO that matter here (PKCS#11 v3.0 section 3.2)."""

    LOGIN_REQUIRED = 0x4
    USER_PIN_INITIALIZED = 0x8
    PROTECTED_AUTHENTICATION_PATH = 0x100
    INITIALIZED = 0x400
    USER_PIN_COUNT_LOW = 0x10000
    USER_PIN_FINAL_TRY = 0x20000
    USER_PIN_LOCKED = 0x40000
    USER_PIN_TO_BE_CHANGED = 0x80000
    WRITE_PROTECTED = 0x2
    SO_PIN_COUNT_LOW = 0x100000
    SO_PIN_FINAL_TRY = 0x200000
    SO_PIN_LOCKED = 0x400000
    SO_PIN_TO_BE_CHANGED = 0x800000


@dataclass(frozen=True, slots=True)
class Nothing:
    """No arguments, or no result."""


@dataclass(frozen=True, slots=True)
class TokenState:
    """A token in a slot as CK_SLOT_INFO and CK_TOKEN_INFO tell; equal states mean no change."""

    slot: int
    reader: str
    label: str
    serial: str
    model: str
    manufacturer: str
    flags: int
    pin_minimum: int
    """Bytes; 0 when the token does not tell."""
    pin_maximum: int
    """Bytes; 0 when the token does not tell."""
    free_memory: int
    """Changes when objects are written or deleted; tokens that do not tell give one number."""
    user_tries_left: int | None = None
    """Once tries are missing, how many are left, where the driver tells more than the flags."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Every token that the driver sees now."""

    tokens: tuple[TokenState, ...]


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """Which slot an operation is for."""

    slot: int


@dataclass(frozen=True, slots=True)
class PrivateKeyObject:
    """A private key object, as far as the token shows it."""

    key_id: bytes
    can_sign: bool = True
    always_authenticate: bool = False


@dataclass(frozen=True, slots=True)
class CertificateObject:
    """A certificate object with what the token shows of its key."""

    der: bytes
    key_id: bytes
    key: PrivateKeyObject | None
    """Its private key, where the token shows it."""
    public_key: bool
    """Whether the token shows its public key, which is there only beside a private one."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The certificates of one token, as seen without login."""

    certificates: tuple[CertificateObject, ...]
    shows_private_keys: bool
    """False when no private key is seen: most tokens hide them before login."""


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """Log in to a token and find the key of a certificate."""

    slot: int
    serial: str
    """The token that is expected there."""
    label: str
    """The token that is expected there."""
    certificate: bytes
    """DER of the certificate whose key is wanted."""
    key_id: bytes
    """CKA_ID of the certificate."""
    pin: bytearray | None = field(default=None, repr=False)
    """UTF-8 bytes; None on a PIN pad or where no login is needed."""


@dataclass(frozen=True, slots=True)
class OpenedKey:
    """The key that was found after login, with what it and its token can do."""

    key: PrivateKeyObject
    all_keys: tuple[PrivateKeyObject, ...]
    """Every private key that the token shows after login."""
    mechanisms: tuple[str, ...]
    """Names of the token's mechanisms without CKM_; unknown ones in hexadecimal."""


@dataclass(frozen=True, slots=True)
class SignRequest:
    """Sign each of ``inputs`` with the opened key, one after another."""

    mechanism: str
    """PKCS#11 name without CKM_."""
    inputs: tuple[bytes, ...]
    """What each C_Sign gets."""
    digest: str = ""
    """For RSA_PKCS_PSS: the digest's name, for example ``sha256``."""
    pss_salt: int | None = None
    """For RSA_PKCS_PSS: the salt's length in bytes."""
    pin: bytearray | None = field(default=None, repr=False)
    """For a key with CKA_ALWAYS_AUTHENTICATE; there is one input then."""


@dataclass(frozen=True, slots=True)
class PinChange:
    """A new user PIN, with the old one."""

    slot: int
    serial: str
    label: str
    old: bytearray | None = field(default=None, repr=False)
    """UTF-8 bytes; None on a PIN pad."""
    new: bytearray | None = field(default=None, repr=False)
    """UTF-8 bytes; None on a PIN pad."""


@dataclass(frozen=True, slots=True)
class PinUnblock:
    """A new user PIN, with the administrator's."""

    slot: int
    serial: str
    label: str
    way: str
    """``init-pin`` (C_InitPIN) or ``vendor`` (C_EX_UnblockUserPIN, then C_InitPIN)."""
    admin: bytearray | None = field(default=None, repr=False)
    new: bytearray | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of ``core.errors`` by its permanent code and its fields."""

    code: str
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signatures:
    """What C_Sign gave, in the order of the inputs."""

    signatures: tuple[bytes, ...]
    microseconds: int
    """How long the calls took."""
    failure: Failure | None = None
    """Why the rest of the inputs has no signature."""


@dataclass(frozen=True, slots=True)
class Request:
    """One line to a helper."""

    version: int
    id: int
    operation: Operation
    arguments: msgspec.Raw = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line from a helper: a result or a failure."""

    version: int
    id: int
    operation: Operation
    result: msgspec.Raw
    """``null`` beside a failure."""
    failure: Failure | None = None


Message = TypeVar("Message")


def encode(message: object) -> bytearray:
    """Return ``message`` as one JSON line without its end, in a buffer that can be wiped."""
    buffer = bytearray()
    msgspec.json.Encoder().encode_into(message, buffer)
    return buffer


def decode(line: bytes | bytearray | msgspec.Raw, kind: type[Message]) -> Message:
    """Read a message of ``kind``; raises ``ValueError`` when the line is not one."""
    try:
        return decode_json(line, kind)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def wipe(buffer: bytearray | None) -> None:
    """Overwrite ``buffer`` with zeros."""
    if buffer is not None:
        buffer[:] = bytes(len(buffer))
