"""Looks for the last sign-in or signature in the program's journal."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.attempts import LastAttempt
from desktop_app.services.diagnostics.surroundings import Surroundings

_RECENTLY = timedelta(minutes=30)
_WITH_CERTIFICATE = ("login", "file.sign.login")
"""Actions whose subject is the identifier of a certificate."""


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks into the journal."""
    return (Collector(LastAttempt, partial(_last_attempt, access)),)


def _last_attempt(access: Access, surroundings: Surroundings) -> LastAttempt:
    since = surroundings.now - _RECENTLY
    for entry in access.audit.entries():
        if entry.at < since:
            break
        if entry.action in _WITH_CERTIFICATE:
            return LastAttempt(entry.subject, entry.outcome, entry.at)
    return LastAttempt()
