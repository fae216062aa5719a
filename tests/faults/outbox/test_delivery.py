"""Documents leave in order, each once, whatever network and portal do meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.outbox import (
    OutboxBusyError,
    OutboxMaybeArrivedError,
    OutboxMoveError,
)
from desktop_app.core.errors.portal import (
    NotSignedInError,
    PortalUnavailableError,
    PortalUnreachableError,
)
from desktop_app.core.outbox_item import OutboxItem, OutboxState
from desktop_app.sandbox.scenario import Scenario
from desktop_app.services.outbox_service import About, SendProgress
from desktop_app.services.storage.file_lock import FileLock
from tests.faults.outbox.ground import Ground, Workstation
from tests.faults.outbox.line import Line, LineMode, line_to

MIB = 1024 * 1024


def state_of(station: Workstation, item: OutboxItem) -> OutboxItem:
    return station.outbox.find(item.id)


def test_documents_arrive_once_in_the_order_of_acceptance(
    ground: Ground, station: Workstation
) -> None:
    contents = [os.urandom(size) for size in (10, 3 * MIB + 1, MIB, 500)]
    items = [ground.add(station, content) for content in contents]
    seen: list[SendProgress] = []
    report = station.outbox.send(progress=seen.append)
    assert [each.id for each in report.items] == [each.id for each in items]
    assert {each.state for each in report.items} == {OutboxState.DELIVERED}
    assert [ground.deliveries(content) for content in contents] == [1, 1, 1, 1]
    assert (report.stopped_by, report.left) == (None, 0)
    of_second = [each.sent_bytes for each in seen if each.item.id == items[1].id]
    assert of_second == sorted(of_second)
    assert of_second[-1] == len(contents[1])
    assert station.outbox.send().items == ()


@pytest.mark.parametrize(
    "scenario", [Scenario.ANSWER_LOST, Scenario.UPLOAD_CUT, Scenario.TRUNCATED_ANSWER]
)
def test_a_connection_that_breaks_costs_nothing_but_time(
    ground: Ground, station: Workstation, scenario: Scenario
) -> None:
    content = os.urandom(2 * MIB + 5)
    item = ground.add(station, content)
    ground.portal.play(scenario)
    station.outbox.send()
    ground.portal.play(Scenario.NORMAL)
    station.outbox.send()
    assert state_of(station, item).state is OutboxState.DELIVERED
    assert ground.deliveries(content) == 1


def test_a_portal_that_fails_one_document_gets_the_others(
    ground: Ground, station: Workstation
) -> None:
    contents = [os.urandom(20), os.urandom(30)]
    items = [ground.add(station, content) for content in contents]
    ground.portal.play(Scenario.PORTAL_ERROR)
    for _ in range(4):
        report = station.outbox.send()
        assert report.stopped_by is None
    assert {state_of(station, each).state for each in items} == {OutboxState.DELIVERED}
    assert [ground.deliveries(content) for content in contents] == [1, 1]


def test_a_busy_portal_is_left_alone_for_as_long_as_it_asked(
    ground: Ground, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    station = ground.workstation(tmp_path / "h", ground.session_message(), clock=lambda: now)
    content = os.urandom(20)
    item = ground.add(station, content)
    ground.portal.play(Scenario.PORTAL_BUSY)
    report = station.outbox.send()
    assert isinstance(report.stopped_by, PortalUnavailableError)
    assert report.next_try_at is not None
    assert report.next_try_at >= now + timedelta(seconds=5)
    assert station.outbox.page().rests_until == report.next_try_at
    ground.portal.play(Scenario.NORMAL)
    again = station.outbox.send()
    assert isinstance(again.stopped_by, PortalUnavailableError)
    assert (again.stopped_by.retry_after or 0) > 0
    assert ground.deliveries(content) == 0
    now = report.next_try_at
    station.outbox.send()
    assert state_of(station, item).state is OutboxState.DELIVERED
    assert station.outbox.page().rests_until is None
    station.close()


def test_without_network_everything_waits_in_its_order(ground: Ground, tmp_path: Path) -> None:
    message = ground.session_message()
    nowhere = ground.workstation(tmp_path / "h", message, origin="https://127.0.0.1:1")
    items = [ground.add(nowhere, os.urandom(20)) for _ in range(2)]
    report = nowhere.outbox.send()
    assert isinstance(report.stopped_by, PortalUnreachableError)
    first, second = (state_of(nowhere, each) for each in items)
    assert (first.state, first.error_code) == (OutboxState.WAITING, "portal.unreachable")
    assert (second.tries, first.tries, report.left) == (0, 1, 2)
    nowhere.close()


def test_without_a_session_nothing_is_tried(ground: Ground, offline: Workstation) -> None:
    item = ground.add(offline, os.urandom(20))
    report = offline.outbox.send()
    assert isinstance(report.stopped_by, NotSignedInError)
    assert state_of(offline, item).tries == 0


def test_a_session_that_ends_in_mid_round_stops_it(ground: Ground, station: Workstation) -> None:
    items = [ground.add(station, os.urandom(20)) for _ in range(2)]
    ground.portal.play(Scenario.SESSION_EXPIRED)
    report = station.outbox.send()
    assert report.stopped_by is not None
    assert report.stopped_by.code == "session.expired"
    assert report.next_try_at is None
    ground.portal.play(Scenario.NORMAL)
    station.session.begin(ground.session_message(), ground.signer.sha256)
    station.outbox.send()
    assert {state_of(station, each).state for each in items} == {OutboxState.DELIVERED}


def test_what_somebody_else_signed_waits_for_its_signer(
    ground: Ground, station: Workstation
) -> None:
    other = Ground(ground.portal, ground.portal.issue(ground.portal.person(2)))
    theirs, mine = other.add(station, os.urandom(20)), ground.add(station, os.urandom(20))
    report = station.outbox.send()
    assert [each.id for each in report.items] == [mine.id]
    waiting = state_of(station, theirs)
    assert (waiting.state, waiting.error_code) == (OutboxState.WAITING, "outbox.other-person")
    station.session.begin(other.session_message(), other.signer.sha256)
    station.outbox.send()
    assert state_of(station, theirs).state is OutboxState.DELIVERED


def test_a_refused_document_waits_for_a_person(ground: Ground, station: Workstation) -> None:
    revoked = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)))
    content = os.urandom(20)
    item = revoked.add(station, content)
    after = ground.add(station, os.urandom(20))
    ground.portal.revoke(revoked.signer)
    station.outbox.send()
    refused = state_of(station, item)
    assert (refused.state, refused.error_code) == (OutboxState.REFUSED, "document.refused")
    assert refused.error_data == {"detail": "document.signature-invalid"}
    assert not refused.maybe_arrived
    assert state_of(station, after).state is OutboxState.DELIVERED
    with pytest.raises(OutboxMoveError):
        station.outbox.send([item.id])
    assert station.outbox.retry(item.id).state is OutboxState.WAITING
    station.outbox.send()
    assert ground.deliveries(content) == 0
    signed = station.outbox.put_signature(item.id, ground.sign(content))
    assert (signed.state, signed.error_code) == (OutboxState.WAITING, "")
    station.outbox.send()
    assert ground.deliveries(content) == 1


def test_a_certificate_that_ended_meanwhile_has_to_be_replaced(
    ground: Ground, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    station = ground.workstation(tmp_path / "h", ground.session_message(), clock=lambda: now)
    content = os.urandom(MIB + 20)
    item = ground.add(station, content)
    assert item.signer is not None
    now = item.signer.not_after
    report = station.outbox.send()
    expired = state_of(station, item)
    assert (expired.state, expired.error_code) == (OutboxState.EXPIRED, "certificate.expired")
    assert (report.left, station.outbox.health().expired) == (0, 1)
    now = datetime.now(UTC)
    with station.outbox.open_content(item.id) as opened:
        assert opened.read() == content
    renewed = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)))
    signature = ground.portal.detached(renewed.signer, content)
    signed = station.outbox.put_signature(item.id, signature)
    assert (signed.state, signed.error_code) == (OutboxState.WAITING, "")
    station.outbox.send()
    assert state_of(station, item).state is OutboxState.DELIVERED
    assert ground.deliveries(content) == 1
    station.close()


@pytest.fixture
def line(ground: Ground) -> Iterator[Line]:
    with line_to(ground.portal.configuration.port) as opened:
        yield opened


def lose_the_answer(ground: Ground, station: Workstation, line: Line, content: bytes) -> OutboxItem:
    """Let the portal take a document, and the program not learn of it."""
    item = ground.add(station, content)

    def become_deaf(seen: SendProgress) -> None:
        if seen.sent_bytes == len(content):
            line.mode = LineMode.DEAF

    report = station.outbox.send(progress=become_deaf)
    line.mode = LineMode.PASSES
    assert isinstance(report.stopped_by, PortalUnreachableError)
    assert ground.deliveries(content) == 1
    return state_of(station, item)


def test_what_arrived_before_the_certificate_ended_has_arrived(
    ground: Ground, line: Line, tmp_path: Path
) -> None:
    """The portal is asked first, and only then the document would have to be signed again."""
    now, content = datetime.now(UTC), os.urandom(20)
    station = ground.workstation(
        tmp_path / "h", ground.session_message(), clock=lambda: now, origin=line.origin
    )
    item = lose_the_answer(ground, station, line, content)
    assert item.signer is not None
    now = item.signer.not_after
    station.outbox.send()
    assert state_of(station, item).state is OutboxState.DELIVERED
    assert ground.deliveries(content) == 1
    station.close()


def test_a_document_whose_answer_was_lost_is_not_dropped_lightly(
    ground: Ground, line: Line, tmp_path: Path
) -> None:
    station = ground.workstation(tmp_path / "h", ground.session_message(), origin=line.origin)
    first, second = os.urandom(20), os.urandom(30)
    item = lose_the_answer(ground, station, line, first)
    assert (item.state, item.maybe_arrived) == (OutboxState.WAITING, True)
    with pytest.raises(OutboxMaybeArrivedError):
        station.outbox.drop(item.id)
    station.outbox.send()
    assert state_of(station, item).state is OutboxState.DELIVERED
    other = lose_the_answer(ground, station, line, second)
    assert station.outbox.drop(other.id, confirmed=True).state is OutboxState.DROPPED
    assert [ground.deliveries(content) for content in (first, second)] == [1, 1]
    station.close()


def test_a_line_that_is_cut_at_any_part_is_taken_up_again(
    ground: Ground, line: Line, tmp_path: Path
) -> None:
    station = ground.workstation(tmp_path / "h", ground.session_message(), origin=line.origin)
    content = os.urandom(3 * MIB)
    item = ground.add(station, content)
    for part in range(4):

        def cut(seen: SendProgress, at: int = part * MIB) -> None:
            if seen.sent_bytes >= at:
                line.mode = LineMode.CUT

        assert station.outbox.send(progress=cut).stopped_by is not None
        line.mode = LineMode.PASSES
    station.outbox.send()
    assert state_of(station, item).state is OutboxState.DELIVERED
    assert ground.deliveries(content) == 1
    station.close()


def test_a_cancelled_upload_goes_on_where_it_stopped(ground: Ground, station: Workstation) -> None:
    content = os.urandom(4 * MIB)
    item = ground.add(station, content)
    cancel = Cancellation()

    def stop_in_the_middle(seen: SendProgress) -> None:
        if seen.sent_bytes >= 2 * MIB:
            cancel.cancel()

    with pytest.raises(Cancelled):
        station.outbox.send(progress=stop_in_the_middle, cancel=cancel)
    assert state_of(station, item).state is OutboxState.WAITING
    seen: list[int] = []
    station.outbox.send(progress=lambda progress: seen.append(progress.sent_bytes))
    assert seen[1] >= 2 * MIB
    assert ground.deliveries(content) == 1


def first_version(ground: Ground, station: Workstation) -> OutboxItem:
    ground.add(station, os.urandom(40))
    (first,) = station.outbox.send().items
    return first


def replacing(item: OutboxItem) -> About:
    assert item.receipt is not None
    return About(document_id=item.receipt.document_id, base_version=item.receipt.version)


def conflicting(ground: Ground, station: Workstation, tmp_path: Path) -> tuple[OutboxItem, bytes]:
    """Return a document that somebody was faster with, from another computer."""
    first = first_version(ground, station)
    content = os.urandom(50)
    mine = ground.add(station, content, replacing(first))
    elsewhere = ground.workstation(tmp_path / "elsewhere", ground.session_message())
    ground.add(elsewhere, os.urandom(60), replacing(first))
    elsewhere.outbox.send()
    elsewhere.close()
    station.outbox.send()
    return state_of(station, mine), content


def test_a_conflict_shows_both_versions_and_mine_can_win(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    mine, content = conflicting(ground, station, tmp_path)
    assert (mine.state, mine.error_code) == (OutboxState.CONFLICT, "document.conflict")
    assert mine.theirs is not None
    assert (mine.theirs.version, mine.theirs.size, mine.base_version) == (2, 60, 1)
    assert ground.deliveries(content) == 0
    kept = station.outbox.decide(mine.id, keep_mine=True)
    assert (kept.state, kept.base_version, kept.theirs) == (OutboxState.WAITING, 2, None)
    station.outbox.send()
    delivered = state_of(station, mine)
    assert delivered.receipt is not None
    assert delivered.receipt.version == 3
    assert ground.deliveries(content) == 1


def test_a_conflict_can_be_left_to_the_other_version(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    mine, content = conflicting(ground, station, tmp_path)
    assert station.outbox.decide(mine.id, keep_mine=False).state is OutboxState.DROPPED
    station.outbox.send()
    assert ground.deliveries(content) == 0


def test_own_versions_follow_each_other_without_a_conflict(
    ground: Ground, station: Workstation
) -> None:
    first = first_version(ground, station)
    later = [ground.add(station, os.urandom(50), replacing(first)) for _ in range(3)]
    station.outbox.send()
    receipts = [state_of(station, each).receipt for each in later]
    assert [each.version for each in receipts if each] == [2, 3, 4]


def test_a_later_version_does_not_overtake_one_that_hangs(
    ground: Ground, station: Workstation, tmp_path: Path
) -> None:
    mine, _ = conflicting(ground, station, tmp_path)
    assert mine.theirs is not None
    about = About(document_id=mine.document_id, base_version=mine.theirs.version)
    later, other = ground.add(station, os.urandom(51), about), ground.add(station, os.urandom(52))
    station.outbox.send()
    assert state_of(station, later).state is OutboxState.WAITING
    assert state_of(station, other).state is OutboxState.DELIVERED
    station.outbox.decide(mine.id, keep_mine=False)
    station.outbox.send()
    assert state_of(station, later).state is OutboxState.DELIVERED


def test_one_process_sends_at_a_time(ground: Ground, station: Workstation) -> None:
    item = ground.add(station, os.urandom(20))
    lock = FileLock(station.home.folder("outbox") / "sending.lock")
    with lock.held(), pytest.raises(OutboxBusyError):
        station.outbox.send()
    assert state_of(station, item).state is OutboxState.WAITING


def test_a_document_dropped_in_the_middle_of_a_round_is_not_sent(
    ground: Ground, station: Workstation
) -> None:
    contents = [os.urandom(size) for size in (20, 30, 40)]
    items = [ground.add(station, content) for content in contents]

    def drop_the_second(seen: SendProgress) -> None:
        if seen.item.id == items[0].id and seen.sent_bytes == 20:
            station.outbox.drop(items[1].id)

    report = station.outbox.send(progress=drop_the_second)
    assert [each.id for each in report.items] == [items[0].id, items[2].id]
    assert [ground.deliveries(content) for content in contents] == [1, 0, 1]


def test_the_audit_log_tells_what_was_sent_also_when_the_rest_was_cancelled(
    ground: Ground, station: Workstation
) -> None:
    first, second = ground.add(station, os.urandom(20)), ground.add(station, os.urandom(30))
    cancel = Cancellation()

    def stop_at_the_second(seen: SendProgress) -> None:
        if seen.item.id == second.id:
            cancel.cancel()

    with pytest.raises(Cancelled):
        station.outbox.send(progress=stop_at_the_second, cancel=cancel)
    sent = [each for each in station.audit.entries() if each.action == "outbox.send"]
    assert [(each.outcome, each.subject) for each in sent] == [("ok", f"{first.id} {first.sha256}")]
