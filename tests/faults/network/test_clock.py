"""The clock is compared with what servers say, over the same connection as everything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from desktop_app.core.diagnostics import CheckStatus
from tests.faults.network.conftest import Place


def test_a_clock_that_agrees_is_a_note(place: Place) -> None:
    _site, origin = place.site()
    seen = place.diagnose(origin)
    found = seen.finding("SYS-08")
    assert (found.status, found.cause) == (CheckStatus.OK, "clock.measured")
    assert seen.portal.date_offset_seconds == pytest.approx(0, abs=2)


@pytest.mark.parametrize(
    ("ours", "status", "cause", "ahead"),
    [
        (timedelta(seconds=-30), CheckStatus.WARN, "clock.drifts", -30),
        (timedelta(seconds=30), CheckStatus.WARN, "clock.drifts", 30),
        (timedelta(hours=-3), CheckStatus.FAIL, "clock.wrong", -10800),
        (timedelta(hours=3), CheckStatus.FAIL, "clock.wrong", 10800),
    ],
    ids=["a-little-slow", "a-little-fast", "hours-slow", "hours-fast"],
)
def test_a_clock_that_is_off_is_told_with_its_side(
    place: Place, ours: timedelta, status: CheckStatus, cause: str, ahead: int
) -> None:
    _site, origin = place.site()
    seen = place.diagnose(origin, clock=lambda: datetime.now(UTC) + ours)
    found = seen.finding("SYS-08")
    assert (found.status, found.cause) == (status, cause)
    assert found.evidence["seconds"] == pytest.approx(ahead, abs=2)


def test_half_of_a_slow_answer_is_taken_off(place: Place) -> None:
    """The answer takes ten seconds by our clock; its Date is of the middle."""
    began = datetime.now(UTC).replace(microsecond=0)
    moments = iter([began, began, began + timedelta(seconds=10)])
    site, origin = place.site()
    site.date = lambda: format_datetime(began + timedelta(seconds=5), usegmt=True)
    seen = place.diagnose(origin, clock=lambda: next(moments))
    assert seen.portal.date_offset_seconds == pytest.approx(0.5)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Mon, 99 Foo 2026 99:99:99 GMT"])
def test_a_server_that_does_not_tell_its_time_is_no_trouble(place: Place, date: str | None) -> None:
    site, origin = place.site()
    site.date = lambda: date
    seen = place.diagnose(origin)
    assert seen.failures == []
    assert seen.portal.date_offset_seconds is None
    assert seen.results["SYS-08"].findings == ()


def test_a_time_that_a_cache_kept_is_no_measure(place: Place) -> None:
    site, origin = place.site()
    site.date = lambda: "Mon, 23 Nov 2020 10:00:00 GMT\r\nAge: 7200"
    seen = place.diagnose(origin)
    assert seen.failures == []
    assert seen.portal.date_offset_seconds is None
