"""A spoilt database or file costs no accepted document, and sends none twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.core.errors.state import DatabaseSetAsideError
from desktop_app.core.outbox_item import OutboxState
from tests.faults.outbox.ground import Ground, Workstation


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4000] = os.urandom(3900)
    path.write_bytes(content)


def test_a_spoilt_database_is_set_aside_and_what_waited_comes_back(
    ground: Ground, tmp_path: Path
) -> None:
    station = ground.workstation(tmp_path / "h", ground.session_message())
    contents = [os.urandom(size) for size in (100, 200_000, 50)]
    sent = ground.add(station, contents[0])
    folder = station.home.folder("outbox")
    (sealed,) = folder.glob("*.sealed")
    bytes_of_sent = sealed.read_bytes()
    station.outbox.send()
    waiting = [ground.add(station, content) for content in contents[1:]]
    # As if the power went before the content of what had arrived was removed.
    sealed.write_bytes(bytes_of_sent)
    station.close()
    spoil(station.home.outbox_database)

    again = ground.workstation(tmp_path / "h")
    page = again.outbox.page()
    assert isinstance(page.finding, DatabaseSetAsideError)
    assert Path(page.finding.kept_as).exists()
    assert [each.id for each in reversed(page.items)] == [sent.id, *(each.id for each in waiting)]
    assert {each.state for each in page.items} == {OutboxState.WAITING}
    again.outbox.send()
    assert {each.state for each in again.outbox.page().items} == {OutboxState.DELIVERED}
    assert [ground.deliveries(content) for content in contents] == [1, 1, 1]
    again.close()


def test_a_spoilt_content_is_told_and_holds_up_nothing_else(
    ground: Ground, station: Workstation
) -> None:
    lost = ground.add(station, os.urandom(100))
    (sealed,) = station.home.folder("outbox").glob("*.sealed")
    other = ground.add(station, os.urandom(120))
    sealed.write_bytes(sealed.read_bytes()[:-1])
    report = station.outbox.send()
    assert [each.state for each in report.items] == [OutboxState.REFUSED, OutboxState.DELIVERED]
    assert report.items[0].error_code == "outbox.content-lost"
    assert station.outbox.drop(lost.id).state is OutboxState.DROPPED
    assert station.outbox.find(other.id).receipt is not None


def test_a_missing_content_shows_in_the_health_of_the_outbox(
    ground: Ground, offline: Workstation
) -> None:
    ground.add(offline, os.urandom(100))
    (sealed,) = offline.home.folder("outbox").glob("*.sealed")
    sealed.unlink()
    assert offline.outbox.health().content_lost == 1


@pytest.mark.parametrize("name", ["secrets.json", "cabinet.sqlite3"])
def test_what_else_is_spoilt_does_not_reach_the_documents(
    ground: Ground, tmp_path: Path, name: str
) -> None:
    """Without its key the outbox keeps what it has, and says what it can."""
    station = ground.workstation(tmp_path / "h")
    item = ground.add(station, os.urandom(100))
    station.close()
    (station.home.data / name).write_bytes(b"{}" if name == "secrets.json" else b"no database" * 9)
    again = ground.workstation(tmp_path / "h")
    (shown,) = again.outbox.page().items
    assert (shown.id, shown.state) == (item.id, OutboxState.WAITING)
    assert shown.readable is (name != "secrets.json")
    again.close()
