"""Whose clock is wrong is told from several servers; the portal's word decides."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime

import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.diagnostics.checks import clock_offset
from desktop_app.services.diagnostics.facts.network import ClockOffset
from desktop_app.services.diagnostics.surroundings import known

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
(OFFSET,) = (each for each in clock_offset.CHECKS if each.id == "SYS-08")


@pytest.mark.parametrize(
    ("portal", "others", "status", "cause", "seconds"),
    [
        (0, (), CheckStatus.OK, "clock.measured", 0),
        (20, (), CheckStatus.WARN, "clock.drifts", -20),
        (3600, (), CheckStatus.FAIL, "clock.wrong", -3600),
        (3600, (3600, 3590), CheckStatus.FAIL, "clock.wrong", -3600),
        (86400, (0,), CheckStatus.FAIL, "clock.portal-wrong", 86400),
        (86400, (0, 1, -1), CheckStatus.FAIL, "clock.portal-wrong", 86400),
        (0, (-3600,), CheckStatus.OK, "clock.measured", 0),
        (20, (-3600, -3600), CheckStatus.WARN, "clock.drifts", -20),
        (None, (7200, 0, 0), CheckStatus.OK, "clock.measured", 0),
        (None, (7200, 7200), CheckStatus.FAIL, "clock.wrong", -7200),
    ],
)
def test_the_portal_decides_and_others_tell_whether_it_is_astray(
    portal: float | None,
    others: tuple[float, ...],
    status: CheckStatus,
    cause: str,
    seconds: int,
) -> None:
    measured = [("portal", portal)] if portal is not None else []
    measured += [(f"other{number}", offset) for number, offset in enumerate(others)]
    median = statistics.median(offset for _host, offset in measured)
    offset = ClockOffset(median, tuple(measured), portal_told=portal is not None)
    (found,) = OFFSET.judge(known(NOW, offset))
    assert (found.status, found.cause) == (status, cause)
    assert found.evidence["seconds"] == seconds


def test_without_any_measure_nothing_is_said() -> None:
    assert list(OFFSET.judge(known(NOW, ClockOffset()))) == []
