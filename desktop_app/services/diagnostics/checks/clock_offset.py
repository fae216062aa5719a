"""Does this computer's clock agree with the servers, and is somebody keeping it?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.computer import Clock
from desktop_app.services.diagnostics.facts.network import ClockOffset
from desktop_app.services.diagnostics.surroundings import Surroundings

_REFUSED_SECONDS = 60.0
"""A login signed with more is refused, by ЕСИА as well."""
_NOTICED_SECONDS = 15.0


def _offset(surroundings: Surroundings) -> Iterator[Finding]:
    """Two servers tell whose clock is wrong: one server that agrees with ours clears it."""
    offset = surroundings.of(ClockOffset)
    if offset.seconds is None:
        return
    hosts = {host: round(seconds) for host, seconds in offset.measured}
    ahead = -round(offset.seconds)
    ours_is_right = any(abs(seconds) < _REFUSED_SECONDS for _host, seconds in offset.measured)
    nearest = min((seconds for _host, seconds in offset.measured), key=abs)
    told = offset.measured[0][1] if offset.portal_told else nearest
    if ours_is_right and abs(told) >= _REFUSED_SECONDS:
        yield fail("clock.portal-wrong", Who.PORTAL, seconds=round(told), measured=hosts)
    elif not ours_is_right:
        yield fail("clock.wrong", Who.IT, seconds=ahead, measured=hosts)
    elif abs(told) >= _NOTICED_SECONDS:
        yield warn("clock.drifts", Who.IT, seconds=-round(told), measured=hosts)
    else:
        yield note("clock.measured", seconds=-round(told), count=len(hosts), measured=hosts)


def _kept(surroundings: Surroundings) -> Iterator[Finding]:
    clock = surroundings.of(Clock)
    if clock.synchronised is False:
        yield warn("clock.not-kept", Who.IT, zone=clock.zone)


CHECKS = (
    Check(
        "SYS-08",
        _offset,
        ("clock.portal-wrong", "clock.wrong", "clock.drifts", "clock.measured"),
        depends_on=("SYS-07",),
        needs=(Need.NET,),
        explains=("login.stale",),
    ),
    Check("SYS-09", _kept, ("clock.not-kept",)),
)
