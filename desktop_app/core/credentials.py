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


@dataclass(frozen=True, slots=True)
class CredentialList:
    """The table and how fresh it is."""

    credentials: tuple[Credential, ...]
    as_of: datetime | None
    """When the portal last answered; None when it never did."""
    offline: bool
    """True when this is the cache because the portal was not reached."""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one «Проверить» came to: a check, or the code of the error that stopped it."""

    credential_id: str
    check: Check | None
    error_code: str = ""
