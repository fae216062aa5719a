"""The smart-card service and the readers that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ServiceState(StrEnum):
    """What came of asking the smart-card service."""

    OK = "ok"
    NO_LIBRARY = "no-library"
    """There is no PC/SC library on this computer (libpcsclite, winscard, PCSC.framework)."""
    STOPPED = "stopped"
    """SCARD_E_NO_SERVICE or SCARD_E_SERVICE_STOPPED."""
    NOT_PERMITTED = "not-permitted"
    """SCARD_W_SECURITY_VIOLATION, or its socket may not be opened."""
    OTHER_VERSION = "other-version"
    """Library and service do not understand each other (a sandboxed program)."""
    HUNG = "hung"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader as the service shows it."""

    name: str
    present: bool = False
    """SCARD_STATE_PRESENT."""
    mute: bool = False
    """SCARD_STATE_MUTE: a card that does not answer."""
    exclusive: bool = False
    """Another program holds the card alone."""
    in_use: bool = False
    """SCARD_STATE_INUSE: somebody shares the card."""
    answers: bool = True
    """False when SCardConnect did not return in time."""
    atr: str = ""
    """Upper-case hexadecimal without spaces."""
    extended_apdu: bool | None = None
    """Whether it takes long commands; None where it does not tell."""
    pin_pad: bool | None = None
    """Whether the PIN is typed on it; None where it does not tell."""
    refusal: str = ""
    """The service's code where a connection to the card was refused, for example ``0x8010006A``."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers and their cards at one moment; no card is disturbed by looking."""

    state: ServiceState
    readers: tuple[Reader, ...] = ()
    detail: str = ""
    """The service's own code where ``state`` is not ``ok``, for example ``0x8010001D``."""
