"""Drivers, tokens and what is on them, as the rest of the program sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.core.certificates import UNJUDGED, Certificate, Fitness
from desktop_app.core.errors import NmoError


class PinState(StrEnum):
    """What the token's flags say about the user PIN (PKCS#11 v3.0 section 3.2, CK_TOKEN_INFO)."""

    OK = "ok"
    LOW = "low"
    LAST_TRY = "last-try"
    LOCKED = "locked"
    NOT_SET = "not-set"
    MUST_CHANGE = "must-change"
    UNKNOWN = "unknown"


class DriverState(StrEnum):
    """What became of a driver at its last use."""

    OK = "ok"
    MISSING = "missing"
    FAILED = "failed"
    CRASHED = "crashed"
    HUNG = "hung"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Driver:
    """A PKCS#11 driver: a file and how to start its helper."""

    path: str
    name: str
    """Display name from the catalogue, or the file's name."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables that its helper process gets on top of ours."""


@dataclass(frozen=True, slots=True)
class DriverReport:
    """One driver with its state and, when it failed, the error."""

    path: str
    name: str
    state: DriverState
    error: NmoError | None = None


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token, with what the token says about its key."""

    certificate: Certificate
    key_id: bytes
    """CKA_ID of the certificate object."""
    has_private_key: bool
    key_known: bool = True
    """False when the token hides private keys before login, so their absence proves nothing."""
    always_authenticate: bool = False
    """CKA_ALWAYS_AUTHENTICATE: the PIN is asked for each signature."""
    fitness: Fitness = UNJUDGED
    """Filled by ``services.tokens``."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token; seen through several drivers it is still one (serial and certificates agree)."""

    serial: str
    label: str
    model: str
    manufacturer: str
    reader: str
    drivers: tuple[str, ...]
    """Files of the drivers that show it; the first one is used."""
    pin_state: PinState
    tries_left: int | None = None
    pin_pad: bool = False
    """CKF_PROTECTED_AUTHENTICATION_PATH: the PIN is typed on the reader."""
    pin_minimum: int = 0
    pin_maximum: int = 0
    certificates: tuple[TokenCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class UnblockWay:
    """How a token's locked PIN can be unblocked."""

    way: str
    """``init-pin``, ``vendor`` or ``none``."""
    supported: bool
    """False where no way is known that does not burn tries."""
    known: bool
    """False for a driver that the catalogue does not know: the standard's way is taken."""
    driver: str
    """Display name of the driver."""
    admin_tries_left: int | None = None
    """Tries of the administrator's PIN, where the token tells."""


@dataclass(frozen=True, slots=True)
class TokenOverview:
    """All drivers and tokens at one moment."""

    drivers: tuple[DriverReport, ...] = ()
    tokens: tuple[Token, ...] = ()
