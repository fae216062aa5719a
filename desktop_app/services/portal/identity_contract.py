"""The contract's part on the passport: compared with the state's own data, few tries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final

from desktop_app.core.identity import PassportField, PassportOutcome
from desktop_app.services.portal.contract import Text

PASSPORT_CHECKS: Final = "identity/passport-checks"


@dataclass(frozen=True, slots=True)
class PassportCheckRequest:
    """``POST identity/passport-checks``: compare these data with the state's own."""

    full_name: Annotated[str, Text(None, 1, 150)]
    """Surname, given name, patronymic where there is one."""
    birth_date: date
    passport: Annotated[str, Text(r"^[0-9]{10}$", 10, 10)]
    """Series and number, ten digits."""


@dataclass(frozen=True, slots=True)
class PassportCheckMessage:
    """What one check came to; it never says what the state has instead."""

    outcome: PassportOutcome
    differing: tuple[PassportField, ...]
    """What has to be corrected; empty unless the outcome is ``mismatch``."""
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class PassportStandingMessage:
    """``GET identity/passport-checks``, and the answer to a check."""

    last: PassportCheckMessage | None
    tries_left: int
    """Mismatches that are still allowed before the check is blocked for a while."""
    blocked_until: datetime | None
    """None unless it is blocked now."""
