"""Documents leave by themselves as soon as network and session allow."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import PortalUnavailableError, PortalUnreachableError
from desktop_app.core.errors.signatures import TimeStampUnreachableError
from desktop_app.services.outbox.rest import FIRST, LONGEST, Rests, back_off
from desktop_app.services.outbox_service import SendReport
from tests.faults.outbox.ground import Ground, Workstation
from tests.faults.outbox.line import LineMode, line_to
from tests.unit.services.storage.outbox_place import MOMENT, OutboxPlace, open_place

WAIT_SECONDS = 30


@contextmanager
def couriered(station: Workstation) -> Iterator[list[SendReport]]:
    """Keep sending in a thread, as the window does, for the length of the block."""
    cancel, reports = Cancellation(), list[SendReport]()
    thread = threading.Thread(
        target=lambda: station.outbox.keep_sending(cancel, on_round=reports.append)
    )
    thread.start()
    try:
        yield reports
    finally:
        cancel.cancel()
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive()


class Arrivals:
    """Waits until so many documents were delivered."""

    def __init__(self, station: Workstation) -> None:
        self._station = station
        self._changed = threading.Condition()
        self.watch = station.outbox.watch(self._tell)

    def wait_for(self, wanted: int) -> None:
        def are_there() -> bool:
            page = self._station.outbox.page()
            return sum(each.receipt is not None for each in page.items) >= wanted

        with self._changed:
            assert self._changed.wait_for(are_there, WAIT_SECONDS)

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()


def test_it_begins_as_soon_as_somebody_signs_in(ground: Ground, offline: Workstation) -> None:
    ground.add(offline, os.urandom(20))
    arrivals = Arrivals(offline)
    with couriered(offline) as reports:
        offline.session.begin(ground.session_message(), ground.signer.sha256)
        arrivals.wait_for(1)
        ground.add(offline, os.urandom(30))
        arrivals.wait_for(2)
    assert sum(len(report.items) for report in reports) == 2


def test_it_goes_on_when_the_network_is_back(ground: Ground, tmp_path: Path) -> None:
    with line_to(ground.portal.configuration.port) as line:
        station = ground.workstation(tmp_path / "h", ground.session_message(), origin=line.origin)
        arrivals = Arrivals(station)
        line.mode = LineMode.CUT
        contents = [os.urandom(20), os.urandom(30)]
        for content in contents:
            ground.add(station, content)
        with couriered(station):
            line.mode = LineMode.PASSES
            arrivals.wait_for(2)
        assert [ground.deliveries(content) for content in contents] == [1, 1]
        station.close()


def test_it_notices_what_another_process_accepted(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    arrivals = Arrivals(station)
    with couriered(station):
        other = ground.workstation(tmp_path / "home")
        ground.add(other, os.urandom(20))
        other.close()
        arrivals.wait_for(1)


def test_a_stopped_watch_is_told_nothing(ground: Ground, offline: Workstation) -> None:
    told: list[int] = []
    watch = offline.outbox.watch(lambda: told.append(1))
    ground.add(offline, os.urandom(20))
    watch.stop()
    ground.add(offline, os.urandom(30))
    assert told == [1]


class Stamps:
    """A time-stamp service that answers, or does not."""

    def __init__(self, stamped: bytes | None) -> None:
        self.stamped = stamped
        self.asked = 0

    def stamp_message(self, message: bytes, cancel: Cancellation | None = None) -> bytes:
        self.asked += 1
        if self.stamped is None:
            raise TimeStampUnreachableError
        return self.stamped


@pytest.mark.parametrize("answers", [True, False])
def test_a_stamp_is_added_where_a_service_answers(
    ground: Ground, tmp_path: Path, answers: bool
) -> None:
    content = os.urandom(20)
    other = ground.portal.detached(ground.signer, content)
    stamps = Stamps(other if answers else None)
    station = ground.workstation(tmp_path / "h", ground.session_message(), stamper=lambda: stamps)
    ground.add(station, content)
    (sent,) = station.outbox.send().items
    assert (sent.state, sent.stamped, stamps.asked) == ("delivered", answers, 1)
    assert sent.stamp_error == ("" if answers else "stamp.unreachable")
    station.close()


def test_rests_grow_to_their_limit_and_differ_by_chance() -> None:
    assert back_off(1, lambda: 1.0) == FIRST
    assert back_off(1, lambda: 0.0) == FIRST / 2
    assert back_off(3, lambda: 1.0) == FIRST * 4
    assert back_off(1000, lambda: 1.0) == LONGEST
    assert len({back_off(5) for _ in range(50)}) > 40


@pytest.fixture
def place(tmp_path: Path) -> Iterator[OutboxPlace]:
    opened = open_place(tmp_path)
    yield opened
    opened.close()


def test_a_rest_is_kept_and_grows_until_something_gets_through(place: OutboxPlace) -> None:
    rests = Rests(place.store, lambda: 1.0)
    assert rests.current() is None
    rests.begin(PortalUnreachableError(), MOMENT)
    second = rests.begin(PortalUnreachableError(), MOMENT)
    assert (second.until - MOMENT, second.failures, second.asked) == (FIRST * 2, 2, False)
    assert Rests(place.store).current() == second
    assert second.holds(MOMENT)
    assert not second.holds(second.until)
    rests.end()
    assert rests.current() is None


def test_what_the_portal_asks_for_is_the_least(place: OutboxPlace) -> None:
    rests = Rests(place.store, lambda: 1.0)
    asked = rests.begin(PortalUnavailableError(status=503, retry_after=120), MOMENT)
    assert (asked.until - MOMENT, asked.asked) == (timedelta(minutes=2), True)
    endless = rests.begin(PortalUnavailableError(status=503, retry_after=10**7), MOMENT)
    assert endless.until - MOMENT == timedelta(hours=24)


def test_a_clock_that_was_set_back_makes_no_rest_endless(place: OutboxPlace) -> None:
    rest = Rests(place.store).begin(PortalUnreachableError(), datetime(2040, 1, 1, tzinfo=UTC))
    assert not rest.holds(MOMENT)
