"""Does everything that was signed reach the portal?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, note, warn
from desktop_app.services.diagnostics.facts.outbox import OutboxFacts
from desktop_app.services.diagnostics.facts.program import ProgramFacts
from desktop_app.services.diagnostics.surroundings import Surroundings


def _outbox(surroundings: Surroundings) -> Iterator[Finding]:
    waiting = surroundings.of(ProgramFacts).waiting
    if waiting:
        yield warn("program.waiting", count=waiting)
    outbox = surroundings.of(OutboxFacts)
    if outbox.set_aside:
        yield warn("outbox.database-set-aside", Who.IT, kept_as=outbox.set_aside)
    if outbox.unreadable:
        yield warn("outbox.key-lost", Who.IT, count=outbox.unreadable)
    if outbox.content_lost:
        yield warn("outbox.content-lost", count=outbox.content_lost)
    if outbox.expired:
        yield warn("outbox.expired", count=outbox.expired)
    if outbox.stuck:
        yield warn("outbox.stuck", count=outbox.stuck, oldest_on=outbox.oldest_on)
    if outbox.for_person > outbox.expired:
        yield warn("outbox.for-person", count=outbox.for_person - outbox.expired)
    if outbox.duplicates:
        yield note("outbox.doubled", count=outbox.duplicates)


CHECKS = (
    Check(
        "APP-09",
        _outbox,
        (
            "program.waiting",
            "outbox.database-set-aside",
            "outbox.key-lost",
            "outbox.content-lost",
            "outbox.expired",
            "outbox.stuck",
            "outbox.for-person",
            "outbox.doubled",
        ),
        explains=("outbox.busy",),
    ),
)
