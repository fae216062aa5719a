"""What this computer trusts: the stores of system, browsers and providers, and our own pins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StoreKind(StrEnum):
    """What a store is for."""

    SYSTEM = "system"
    """Roots for every program and every user of this computer."""
    LOCAL = "local"
    """Where an administrator puts certificates for the system to take them over."""
    USER = "user"
    """Roots of this user only."""
    BROWSER = "browser"
    """The own store of a browser."""
    CSP = "csp"
    """The store of a cryptographic provider."""
    BETWEEN = "between"
    """Intermediate certificates; nothing is trusted by being here."""
    DISTRUSTED = "distrusted"
    """What the system refuses."""
    OWN = "own"
    """What was added to this program."""


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """One certificate of a store."""

    subject: str
    """CN, else O."""
    issuer: str = ""
    sha256: str = ""
    """Of the DER, lower-case hexadecimal; empty where the store tells only the SHA-1."""
    sha1: str = ""
    key_id: str = ""
    self_issued: bool = True
    is_authority: bool = True
    not_after: datetime | None = None
    distrusted: bool = False
    """Somebody marked it as not to be trusted."""


@dataclass(frozen=True, slots=True)
class Store:
    """One trust store."""

    kind: StoreKind
    name: str
    """For people: ``Firefox: default-release``, ``LocalMachine\\Root``."""
    path: str = ""
    problem: str = ""
    """``tool-missing`` or ``unreadable``; empty when it was read."""
    certificates: tuple[StoredCertificate, ...] = ()

    def has(self, sha256: str, sha1: str = "") -> bool:
        """Whether a certificate is here and not marked as distrusted."""
        return any(not each.distrusted and is_one(each, sha256, sha1) for each in self.certificates)


def is_one(stored: StoredCertificate, sha256: str, sha1: str = "") -> bool:
    """Whether a stored certificate is that of a fingerprint."""
    if stored.sha256:
        return stored.sha256 == sha256
    return bool(sha1) and stored.sha1 == sha1


@dataclass(frozen=True, slots=True)
class PinFacts:
    """One certificate that the program knows by its fingerprint."""

    name: str
    sha256: str
    purpose: str
    """``signatures`` or ``servers``."""
    confirmed: bool
    sha1: str = ""
    is_root: bool = True
    bundled: bool = False
    """A copy comes with the program."""
    intact: bool = True
    """The copy is there and has the fingerprint."""
    key_id: str = ""
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """The stores side by side, and the pins."""

    stores: tuple[Store, ...] = ()
    pins: tuple[PinFacts, ...] = ()
    own_anchors_named: bool = False
    """Somebody named other anchors than those that come with the program."""

    def of(self, *kinds: StoreKind) -> tuple[Store, ...]:
        """Return the stores of some kinds."""
        return tuple(store for store in self.stores if store.kind in kinds)

    def roots(self, purpose: str) -> tuple[PinFacts, ...]:
        """Return the pinned roots of a purpose."""
        return tuple(pin for pin in self.pins if pin.is_root and pin.purpose == purpose)


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The saved list of accredited authorities."""

    version: int
    dated: datetime
    imported_at: datetime
    authorities: int
    source: str = ""
    stale: bool = False
    signature: str = "not-verified"
    """Its signature is over ГОСТ and was not verified."""


@dataclass(frozen=True, slots=True)
class IssuerAccreditation:
    """What the list says of the authority that issued one certificate on a token."""

    certificate: str
    """SHA-256 of the person's certificate."""
    authority: str
    """By the list, else by the certificate."""
    issued_at: datetime
    listed: bool
    status: str = "unknown"
    """On the day of issue: ``in-force``, ``ended``, ``annulled`` or ``unknown``."""
    ended_at: datetime | None = None
    """None while it is accredited."""
    passed_on: bool = False
    """Another authority took over its duties."""
    usable: bool = True
    """The person's certificate could serve otherwise."""


@dataclass(frozen=True, slots=True)
class Accreditations:
    """The list, and what it says of the authorities of the certificates on the tokens."""

    saved: ListFacts | None = None
    damaged: bool = False
    """There is a list, but not the one that was imported."""
    issuers: tuple[IssuerAccreditation, ...] = ()
