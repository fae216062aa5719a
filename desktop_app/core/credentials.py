"""The НМО documents of the portal's table («сертификаты и свидетельства»)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CredentialStatus(StrEnum):
    """Status in the portal's table."""

    VALID = "valid"
    EXPIRED = "expired"
    IN_CONFIRMATION = "in-confirmation"
    RENEWAL = "renewal"
    """Still valid, the term ends soon: «требует продления»."""
    REVOKED = "revoked"


class CheckVerdict(StrEnum):
    """Outcome of «Проверить»."""

    CONFIRMED = "confirmed"
    """«Подтверждено»"""
    NOT_CONFIRMED = "not-confirmed"
    """«Не подтверждено»"""
    UNCLEAR = "unclear"
    """«Требуется уточнение»"""


class VersionState(StrEnum):
    """What became of a file that is, or was to be, a credential's document."""

    ON_REVIEW = "on-review"
    """The register has not agreed yet; the version before is in force."""
    ACCEPTED = "accepted"
    """In force."""
    REFUSED = "refused"
    REPLACED = "replaced"
    """A newer version came."""


@dataclass(frozen=True, slots=True)
class CredentialVersion:
    """One file in the history of a credential's document."""

    number: int
    """From 1; the first came with the credential."""
    state: VersionState
    uploaded_at: datetime
    uploaded_by: str
    sha256: str
    size: int
    """Bytes."""
    decided_at: datetime | None = None
    reason: str = ""
    """The portal's words, in Russian."""


@dataclass(frozen=True, slots=True)
class Check:
    """One outcome of «Проверить»."""

    verdict: CheckVerdict
    checked_at: datetime
    reason: str = ""
    """The portal's words for the cause, in Russian."""


@dataclass(frozen=True, slots=True)
class Credential:
    """One row of the table."""

    id: str
    name: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    """None for a document without a term."""
    status: CredentialStatus
    number: str
    organisation: str
    organisation_accredited: bool
    has_document: bool
    """True when the portal keeps a PDF."""
    check: Check | None = None
    review: VersionState | None = None
    """What became of the newest file, while that is not the one in force."""
    holder: str = ""
    """Whose it is, in a list of several people; else empty."""


@dataclass(frozen=True, slots=True)
class CredentialList:
    """The table and how fresh it is."""

    credentials: tuple[Credential, ...]
    as_of: datetime | None
    """When the portal last answered; None when it never did."""
    offline: bool
    """True when this is the cache because the portal was not reached."""
    promised: int = 0
    """Rows of the whole list, while these are only its first ones; 0 when this is all."""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one «Проверить» came to: a check, or the code of the error that stopped it."""

    credential_id: str
    check: Check | None
    error_code: str = ""
