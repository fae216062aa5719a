"""What the state's own data say of a training account: fictional, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

PASSPORT_SERIES: Final = "0020"
"""No region has the code 00: nobody's passport is meant."""
_EXTRA: Final = 100_000
PASSPORT_ENDED: Final = "person-11"
"""This person's passport no longer counts."""


@dataclass(frozen=True, slots=True)
class OfficialIdentity:
    """Birth date and passport as the state has them."""

    birth_date: date
    passport: str
    """Ten digits, series and number."""
    is_valid: bool


def official_identity(account_id: str) -> OfficialIdentity:
    """Return what the state has of an account (``person-N`` or ``extra-N``)."""
    kind, _, text = account_id.rpartition("-")
    number = int(text) if text.isdecimal() else 0
    return OfficialIdentity(
        birth_date=date(1965 + number * 3 % 32, 1 + number * 5 % 12, 1 + number * 7 % 28),
        passport=passport_of(number if kind == "person" else _EXTRA + number),
        is_valid=account_id != PASSPORT_ENDED,
    )


def passport_of(number: int) -> str:
    """Return series and number of a training passport, ten digits."""
    return f"{PASSPORT_SERIES}{number % 1_000_000:06d}"
