"""Looks at the readers and their cards, through a process of its own."""

from __future__ import annotations

from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.readers import Readers
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.signing.readers import look_at_readers

_LIMIT_SECONDS = 80.0
"""The look has its own, shorter limits: start and context, list, one hung reader after another."""


def collectors(_access: Access) -> tuple[Collector, ...]:
    """Return the collector of ``Readers``."""
    return (Collector(Readers, _look, _LIMIT_SECONDS),)


def _look(_surroundings: Surroundings) -> Readers:
    return look_at_readers()
