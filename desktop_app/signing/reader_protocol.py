"""What the reader helper is asked and answers: JSON, one line each way."""

from __future__ import annotations

from enum import StrEnum

import msgspec

SUCCESS = 0
NO_SERVICE = 0x8010001D
SERVICE_STOPPED = 0x8010001E
NO_READERS = 0x8010002E
SHARING_VIOLATION = 0x8010000B
COMMUNICATION_ERROR = 0x80100013
UNRESPONSIVE_CARD = 0x80100066
UNPOWERED_CARD = 0x80100067
REMOVED_CARD = 0x80100069
SECURITY_VIOLATION = 0x8010006A


class ReaderOperation(StrEnum):
    """What the helper can do."""

    HELLO = "hello"
    """Answer at once: the helper runs."""
    START = "start"
    """Load the library and open a context."""
    LOOK = "look"
    """List the readers with their states."""
    CONNECT = "connect"
    """Connect to the card in one reader beside others, and leave it as it is."""


class ReaderRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question."""

    operation: ReaderOperation
    reader: str = ""
    """Only for ``connect``."""


class HelloAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The helper runs; no library was loaded yet."""

    ready: bool


class StartAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of opening a context."""

    library_loaded: bool
    code: int = SUCCESS
    """What SCardEstablishContext returned, without sign."""
    socket_error: str = ""
    """Where it failed: what opening the service's socket ourselves gave (``EACCES``, ...)."""
    socket_answers: bool = False
    """Where it failed: whether somebody takes calls at the service's socket."""


class ReaderState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reader by SCardGetStatusChange."""

    name: str
    present: bool
    mute: bool
    exclusive: bool
    in_use: bool
    atr: str


class LookAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every reader."""

    code: int
    readers: tuple[ReaderState, ...] = ()


class ConnectAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What SCardConnect said, and what the reader tells of itself."""

    code: int
    extended_apdu: bool | None = None
    pin_pad: bool | None = None
