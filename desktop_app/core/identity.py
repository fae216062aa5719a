"""The person's passport, as compared with the state's own data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PassportField(StrEnum):
    """What may differ between what a person typed and what the state has."""

    SURNAME = "surname"
    GIVEN_NAME = "given-name"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth-date"
    PASSPORT = "passport"
    """Series and number."""


class PassportOutcome(StrEnum):
    """What a check came to."""

    MATCH = "match"
    MISMATCH = "mismatch"
    INVALID = "invalid"
    """The data are right, but the passport itself no longer counts."""


@dataclass(frozen=True, slots=True)
class PassportData:
    """What is compared."""

    full_name: str
    """Surname, given name, patronymic where there is one."""
    birth_date: date
    passport: str
    """Ten digits, series and number."""


@dataclass(frozen=True, slots=True)
class PassportCheck:
    """One check that was made."""

    outcome: PassportOutcome
    differing: tuple[PassportField, ...]
    """What has to be corrected, in the order of the form; empty unless ``MISMATCH``."""
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class PassportStanding:
    """Where the person stands with the check."""

    last: PassportCheck | None
    """None where nothing was compared yet."""
    tries_left: int
    """Mismatches that are still allowed before the check is blocked for a while."""
    blocked_until: datetime | None
    """None unless it is blocked now."""
    kept_at: datetime | None = None
    """When the portal said so, where it was not reached now; None: just now."""
