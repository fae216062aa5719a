"""The smart-card service and what it shows."""

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


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers and their cards at one moment; no card is disturbed by looking."""

    state: ServiceState
    readers: tuple[Reader, ...] = ()
    detail: str = ""
    """The service's own code where ``state`` is not ``ok``, for example ``0x8010001D``."""


@dataclass(frozen=True, slots=True)
class SmartCardService:
    """How the smart-card service is set up on this system, whether it answers or not."""

    installed: bool = True
    running: bool = True
    starts_by_itself: bool | None = None
    """Socket activation, start type; None where it cannot be told."""
    may_use: bool = True
    """False when rights of its socket or polkit refuse this user."""
    sandbox: str = ""
    """``flatpak`` or ``snap`` when this program runs in one."""
    holders: tuple[str, ...] = ()
    """Programs that have the service's socket or a reader's device open, by name."""
    driver_ids: tuple[str, ...] = ()
    """``vid:pid`` (lower case) that the installed CCID driver knows; empty: cannot be told."""
    driver_version: str = ""
    version: str = ""
