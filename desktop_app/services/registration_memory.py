"""What the portal said last of a registration, and up to when the person has looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from desktop_app.core.registrations import Registration, RegistrationEvent, RegistrationStatus
from desktop_app.services.storage.sealed_records import SealedRecords
from desktop_app.signing.decoding import decode_json

_OWN: Final = (RegistrationStatus.DRAFT, RegistrationStatus.SUBMITTED)
"""What the person did: no news."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest application as the portal said last."""

    registration: Registration | None
    as_of: datetime
    looked: int = 0
    """How many events the person has seen; later ones are news."""

    @property
    def news(self) -> tuple[RegistrationEvent, ...]:
        """Return what portal and operator did since the person looked, newest first."""
        events = self.registration.events if self.registration else ()
        later = events[: max(0, len(events) - self.looked)]
        return tuple(event for event in later if event.status not in _OWN)


class RegistrationMemory:
    """One sealed record per account."""

    def __init__(self, records: SealedRecords) -> None:
        self._records = records

    def seen(self, account: str) -> Seen | None:
        """Return what is known; None where the portal was never asked."""
        content = self._records.get(f"seen/{account}")
        if content is None:
            return None
        try:
            return decode_json(content, Seen)
        except msgspec.MsgspecError:
            return None

    def remember(self, account: str, registration: Registration | None, at: datetime) -> Seen:
        """Keep what the portal says now."""
        before = self.seen(account)
        known = before.registration.id if before and before.registration else ""
        same = before is not None and registration is not None and registration.id == known
        seen = Seen(registration, at, before.looked if before and same else 0)
        self._write(account, seen)
        return seen

    def look(self, account: str) -> None:
        """Note that the person has seen everything so far."""
        seen = self.seen(account)
        if seen is not None and seen.registration is not None:
            self._write(account, replace(seen, looked=len(seen.registration.events)))

    def _write(self, account: str, seen: Seen) -> None:
        self._records.set(f"seen/{account}", msgspec.json.encode(seen))
