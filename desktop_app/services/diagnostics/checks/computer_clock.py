"""Is this computer's clock possible at all?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail
from desktop_app.services.diagnostics.facts.computer import Clock
from desktop_app.services.diagnostics.surroundings import Surroundings

_LIFE = timedelta(days=3653)
"""No version of the program is in use so long after it was made."""


def _possible(surroundings: Surroundings) -> Iterator[Finding]:
    clock = surroundings.of(Clock)
    if not clock.released <= clock.time <= clock.released + _LIFE:
        yield fail(
            "clock.impossible",
            Who.IT,
            time=clock.time.isoformat(),
            released=clock.released.isoformat(),
        )


CHECKS = (Check("SYS-07", _possible, ("clock.impossible",), explains=("clock.wrong",)),)
