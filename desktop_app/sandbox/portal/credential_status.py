"""The status of a credential on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desktop_app.core.credentials import CredentialStatus
from desktop_app.sandbox.tables import CredentialRow

RENEWAL_PERIOD: Final = timedelta(days=180)
"""How long before its end a credential «требует продления»."""


def status_on(row: CredentialRow, day: date) -> CredentialStatus:
    """Return the status on ``day``: what was decided about it first, then its term."""
    if row.state != "issued":
        return CredentialStatus(row.state)
    if row.valid_until is None:
        return CredentialStatus.VALID
    if row.valid_until < day:
        return CredentialStatus.EXPIRED
    renewal = row.valid_until - day <= RENEWAL_PERIOD
    return CredentialStatus.RENEWAL if renewal else CredentialStatus.VALID
