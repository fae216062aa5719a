"""Does the time-stamp service give stamps that can be put to a signature?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, skip, warn
from desktop_app.services.diagnostics.facts.time_stamps import TimeStamps
from desktop_app.services.diagnostics.surroundings import Surroundings

_ERRORS = ("stamp.unreachable", "stamp.refused", "stamp.invalid", "stamp.clock")


def _stamps(surroundings: Surroundings) -> Iterator[Finding]:
    """A signature without a stamp is a signature: nothing stands in the way."""
    asked = surroundings.of(TimeStamps)
    if not asked.configured:
        yield skip("stamp.no-service")
    elif asked.error:
        yield warn(
            "network.no-stamps",
            Who.IT,
            host=asked.host,
            problems=[asked.error],
            detail=asked.detail,
        )


CHECKS = (
    Check(
        "NET-15",
        _stamps,
        ("stamp.no-service", "network.no-stamps"),
        depends_on=("NET-01",),
        needs=(Need.NET,),
        explains=_ERRORS,
    ),
)
