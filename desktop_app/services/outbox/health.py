"""What is not as it should be in the outbox."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from desktop_app.core.outbox_item import NEEDS_PERSON, OutboxState
from desktop_app.services.outbox_service import OutboxHealth
from desktop_app.services.storage.outbox_record import OutboxRecord
from desktop_app.services.storage.outbox_rows import OutboxRows

STUCK = timedelta(days=3)
"""Age at which a document that should have left by itself counts as stuck."""


def health_of(rows: OutboxRows, now: datetime) -> OutboxHealth:
    """Look through everything that may still leave."""
    records = tuple(rows.unresolved())
    leaving = [each for each in records if each.state not in NEEDS_PERSON]
    stuck = [each for each in leaving if now - each.accepted_at > STUCK]
    digests = Counter(each.details.sha256 for each in records if each.details is not None)
    return OutboxHealth(
        waiting=len(leaving),
        stuck=len(stuck),
        oldest_at=min((each.accepted_at for each in leaving), default=None),
        for_person=len(records) - len(leaving),
        expired=sum(_is_expired(each, now) for each in records),
        duplicates=sum(count - 1 for count in digests.values()),
        unreadable=sum(each.details is None for each in records),
        content_lost=sum(not rows.has_content(each) for each in records),
    )


def _is_expired(record: OutboxRecord, now: datetime) -> bool:
    """Tell whether a document has to be signed again before it can leave."""
    if record.state is OutboxState.EXPIRED:
        return True
    details = record.details
    waits = record.state is OutboxState.WAITING
    return waits and details is not None and details.ended_at(now) is not None
