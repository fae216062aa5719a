"""What the reader helper says of a real pcscd with a virtual reader."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.readers import Reader, Readers, ServiceState
from desktop_app.services.diagnostics.devices.processes import clients_of_the_service
from desktop_app.services.diagnostics.devices.service_setup import linux_service
from desktop_app.services.diagnostics.machine import ThisMachine
from desktop_app.signing.launch import own_command
from desktop_app.signing.readers import look_at_readers
from tests.modules.provisioned import Provisioned
from tests.modules.reader_connection import exclusive_connection
from tests.modules.watching import until

pytestmark = [
    pytest.mark.xdist_group("system-modules"),
    pytest.mark.modules,
    pytest.mark.system,
    pytest.mark.timeout(300),
]
READER = "Virtual Reader 00 00"
ATR = "3B951381018073FF01000B"
SOCKET = Path("/run/pcscd/pcscd.comm")
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
LOOK = "from desktop_app.signing.readers import *; import msgspec, sys;"
TELL = "sys.stdout.buffer.write(msgspec.json.encode(look_at_readers()))"


def first_reader() -> Reader:
    return look_at_readers().readers[0]


def seen(condition: Callable[[Reader], bool]) -> bool:
    return until(lambda: condition(first_reader()), 10)


@contextmanager
def taken_out(card: Provisioned) -> Iterator[None]:
    card.tell_card("eject")
    assert seen(lambda reader: not reader.present)
    try:
        yield
    finally:
        card.tell_card("mute", "off")
        card.tell_card("eject")
        card.tell_card("insert")
        assert seen(lambda reader: reader.present and not reader.mute)


def as_nobody() -> Readers:
    """Look as a user without rights; the helper inherits the account."""
    done = subprocess.run(
        [*NOBODY, sys.executable, "-c", LOOK + TELL],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Readers)


def test_a_card_in_order_is_seen_with_its_answer_to_reset(card: Provisioned) -> None:
    readers = look_at_readers()
    assert readers.state is ServiceState.OK
    reader = readers.readers[0]
    assert (reader.name, reader.present, reader.atr) == (READER, True, ATR)
    assert reader.answers
    assert not any((reader.mute, reader.exclusive, reader.refusal))


def test_looking_leaves_the_card_as_it_was(card: Provisioned) -> None:
    card.tell_card("reset-pin")
    before = card.tell_card("status")
    for _ in range(3):
        look_at_readers()
    assert card.tell_card("status") == before


def test_a_card_that_was_taken_out_and_comes_back_is_told(card: Provisioned) -> None:
    with taken_out(card):
        reader = first_reader()
        assert not reader.present
        assert not reader.atr
    assert first_reader().atr == ATR


def test_a_card_that_does_not_answer_is_mute(card: Provisioned) -> None:
    with taken_out(card):
        card.tell_card("mute", "on")
        card.tell_card("insert")
        assert seen(lambda reader: reader.present)
        assert first_reader().mute


def test_a_card_that_another_program_holds_is_told(card: Provisioned) -> None:
    with exclusive_connection(READER):
        reader = first_reader()
        assert reader.exclusive
        assert reader.answers
    assert not first_reader().exclusive


def test_a_program_that_uses_the_service_is_named(card: Provisioned) -> None:
    with exclusive_connection(READER):
        own_name = Path("/proc/self/comm").read_text().strip()
        assert own_name in clients_of_the_service(ThisMachine())


def test_a_stopped_service_is_told_and_its_return_too(card: Provisioned) -> None:
    card.stop_reader_service()
    try:
        readers = look_at_readers()
        setup = linux_service(ThisMachine(), frozenset())
    finally:
        card.start_reader_service()
    assert readers.state is ServiceState.STOPPED
    assert readers.detail == "0x8010001D ENOENT"
    assert (setup.installed, setup.running) == (True, False)
    assert until(lambda: bool(look_at_readers().readers), 10)


def test_a_dead_service_that_left_its_socket_is_stopped(card: Provisioned) -> None:
    card.stop_reader_service()
    try:
        leave = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
        subprocess.run([sys.executable, "-c", leave, SOCKET], check=True)
        readers = look_at_readers()
    finally:
        card.start_reader_service()
    assert (readers.state, readers.detail) == (ServiceState.STOPPED, "0x8010001D ECONNREFUSED")


@pytest.mark.parametrize("place", [SOCKET, SOCKET.parent])
def test_a_user_whom_rights_keep_out_is_not_permitted(card: Provisioned, place: Path) -> None:
    mode = place.stat().st_mode
    place.chmod(0o700)
    try:
        readers = as_nobody()
    finally:
        place.chmod(mode)
    assert readers.state is ServiceState.NOT_PERMITTED
    assert "EACCES" in readers.detail


def test_another_user_sees_the_card_while_rights_let_him(card: Provisioned) -> None:
    assert seen(lambda reader: reader.present)
    readers = as_nobody()
    assert readers.state is ServiceState.OK
    assert readers.readers[0].atr == ATR


def test_a_computer_without_the_library_is_told_so(tmp_path: Path) -> None:
    readers = look_at_readers(own_command("--reader-helper", str(tmp_path / "libpcsclite.so.1")))
    assert readers == Readers(ServiceState.NO_LIBRARY)


def test_the_setup_of_a_running_service_is_seen(card: Provisioned) -> None:
    setup = linux_service(ThisMachine(), frozenset())
    assert setup.installed
    assert setup.running
    assert setup.may_use
    assert "0a89:0030" in setup.driver_ids
    assert setup.driver_version
    assert setup.version
