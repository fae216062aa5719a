"""Which credentials to remind of before their term ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_app.core.credentials import Credential, CredentialStatus

_REMINDED = frozenset({CredentialStatus.VALID, CredentialStatus.RENEWAL, CredentialStatus.EXPIRED})
LONGEST_DAYS = 730
"""Nobody is reminded longer before the end."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One credential whose term ends soon, or has ended since."""

    credential: Credential
    ends_on: date
    """Last day of the term."""
    days_left: int
    """Negative when the term is over."""
    threshold: int
    """The wanted number of days that was reached last; -1 for a term that is over."""

    @property
    def key(self) -> str:
        """Return what tells this reminder from the next of the same credential."""
        return f"{self.credential.id}:{self.ends_on.isoformat()}:{self.threshold}"


def due_reminders(
    credentials: Iterable[Credential], today: date, days: Iterable[int]
) -> tuple[Reminder, ...]:
    """Return the reminders that are due on ``today``, the nearest end first.

    ``days`` are numbers of days before the end. A term that ended counts for as long as the
    longest of them: after that a reminder helps nobody.
    """
    thresholds = sorted(set(days))
    if not thresholds:
        return ()
    found = [
        reminder
        for each in credentials
        if each.status in _REMINDED and (reminder := _reminder(each, today, thresholds))
    ]
    return tuple(sorted(found, key=lambda each: (each.ends_on, each.credential.id)))


def _reminder(credential: Credential, today: date, thresholds: list[int]) -> Reminder | None:
    end = credential.valid_until
    if end is None:
        return None
    left = (end - today).days
    if left < 0:
        return Reminder(credential, end, left, -1) if -left <= thresholds[-1] else None
    threshold = next((each for each in thresholds if left <= each), None)
    return None if threshold is None else Reminder(credential, end, left, threshold)
