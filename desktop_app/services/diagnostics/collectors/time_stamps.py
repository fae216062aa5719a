"""Asks the time-stamp service for a stamp on a fixed text."""

from __future__ import annotations

from functools import partial

from desktop_app.core.errors.signatures import TimeStampError
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.time_stamps import TimeStamps
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.time_stamping import StampLimits, TimeStamper

_LIMIT_SECONDS = 12.0
_LIMITS = StampLimits(step=5.0, total=8.0)
_TEXT = b"nmo doctor"
"""Nothing of it is sent but its digest."""


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what asks the service."""
    return (Collector(TimeStamps, partial(_time_stamps, access), _LIMIT_SECONDS),)


def _time_stamps(access: Access, _surroundings: Surroundings) -> TimeStamps:
    address = access.time_stamp_service
    if not address:
        return TimeStamps()
    added = access.trust.added
    stamper = TimeStamper(
        address,
        lambda: portal_context(None, added / "tls" if added is not None else None),
        access.portal_proxy,
        _LIMITS,
        access.clock,
    )
    try:
        stamper.stamp(_TEXT, "sha256")
    except TimeStampError as error:
        detail = str(error.data().get("detail", ""))
        return TimeStamps(configured=True, host=stamper.host, error=error.code, detail=detail)
    return TimeStamps(configured=True, host=stamper.host)
