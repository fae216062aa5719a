"""Looks at the documents on their way, where there are any."""

from __future__ import annotations

from functools import partial

from desktop_app.core.errors.state import DatabaseSetAsideError
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.outbox import OutboxFacts
from desktop_app.services.diagnostics.surroundings import Surroundings

_LIMIT_SECONDS = 20.0
"""A hundred thousand documents are looked through within some seconds."""


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return the collector of ``OutboxFacts``."""
    return (Collector(OutboxFacts, partial(_outbox, access), _LIMIT_SECONDS),)


def _outbox(access: Access, _surroundings: Surroundings) -> OutboxFacts:
    if not access.home.outbox_database.exists():
        return OutboxFacts()
    outbox = access.open_outbox()
    health, finding = outbox.health(), outbox.page(limit=1).finding
    return OutboxFacts(
        stuck=health.stuck,
        oldest_on="" if health.oldest_at is None else health.oldest_at.isoformat(),
        for_person=health.for_person,
        expired=health.expired,
        duplicates=health.duplicates,
        unreadable=health.unreadable,
        content_lost=health.content_lost,
        set_aside=finding.kept_as if isinstance(finding, DatabaseSetAsideError) else "",
    )
