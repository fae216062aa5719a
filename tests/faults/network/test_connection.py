"""What keeps a connection from being made is told apart, each within its time."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.diagnostics.machine import RecordedMachine
from tests.faults.network.conftest import Place
from tests.faults.network.servers import silent


def test_a_closed_port_is_told(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        seen = place.diagnose(f"https://localhost:{taken.getsockname()[1]}")
    assert seen.failures == [("NET-04", "network.refused")]
    assert seen.finding("NET-04").evidence["host"] == "localhost"


def test_a_server_that_takes_the_connection_and_is_silent_is_given_up_in_time(
    place: Place,
) -> None:
    seen = place.diagnose(f"https://localhost:{place.listen(silent)}")
    assert seen.failures == [("NET-04", "network.no-answer")]
    assert seen.seconds < 10


def test_a_network_without_a_way_is_told(place: Place) -> None:
    """The system refuses to connect to the broadcast address: nothing leaves the computer."""
    seen = place.diagnose("https://255.255.255.255")
    assert seen.failures == [("NET-04", "network.unreachable")]


def test_a_name_that_is_none_is_told_without_asking_anybody(place: Place) -> None:
    seen = place.diagnose("https://" + "a" * 64)
    assert seen.failures == [("NET-02", "network.name-not-found")]
    assert seen.results["NET-04"].status is CheckStatus.SKIP


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("127.0.0.1 localhost clinic.test\n10.0.0.9\tPortal-host # ours\n", True),
        ("# 10.0.0.9 portal-host\n10.0.0.9 portal-host.test other\n", False),
        ("\n\x00\xff broken\n10.0.0.9\n", False),
    ],
    ids=["named", "commented-out", "damaged"],
)
def test_a_name_in_the_hosts_file_is_noticed(
    place: Place, tmp_path: Path, lines: str, found: bool
) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/hosts").write_bytes(lines.encode("latin-1"))
    place.machine = RecordedMachine("linux", tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        seen = place.diagnose("https://portal-host", address)  # Only a proxy would resolve it.
    assert (("NET-03", "network.hosts-file") in seen.failures) is found
