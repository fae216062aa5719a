"""The real PC/SC library in front of services that are none: silent, of another version, strict."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from desktop_app.core.readers import Readers, ServiceState
from desktop_app.signing.launch import own_command
from desktop_app.signing.readers import ReaderLimits, look_at_readers

NO_SERVICE, SERVICE_STOPPED = 0x8010001D, 0x8010001E
Serve = Callable[[socket.socket], None]
pytestmark = pytest.mark.skipif(
    not list(Path("/usr/lib").glob("*-linux-gnu/libpcsclite.so.1")), reason="no PC/SC library"
)


@contextmanager
def service(folder: Path, serve: Serve) -> Iterator[Path]:
    """Serve each connection to a socket in a thread of its own."""
    path = folder / "pcscd.comm"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(8)
        threading.Thread(target=_accept, args=(listener, serve), daemon=True).start()
        yield path
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, serve: Serve) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection, serve), daemon=True).start()


def _serve(connection: socket.socket, serve: Serve) -> None:
    with connection, suppress(OSError):
        serve(connection)


def says_nothing(connection: socket.socket) -> None:
    while connection.recv(100):
        pass


def hangs_up(_connection: socket.socket) -> None:
    """What pcscd does with a user whom polkit refuses."""


def is_older(code: int) -> Serve:
    def serve(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(struct.pack("=iiI", 4, 1, code))
        says_nothing(connection)

    return serve


def look(path: Path, limits: ReaderLimits | None = None) -> Readers:
    command = ["env", f"PCSCLITE_CSOCK_NAME={path}", *own_command("--reader-helper")]
    return look_at_readers(command, limits)


def test_a_service_that_says_nothing_is_hung(tmp_path: Path) -> None:
    with service(tmp_path, says_nothing) as path:
        assert look(path, ReaderLimits(context=0.5)).state is ServiceState.HUNG


@pytest.mark.parametrize("code", [NO_SERVICE, SERVICE_STOPPED])
def test_a_service_of_another_version_is_told_from_a_stopped_one(tmp_path: Path, code: int) -> None:
    with service(tmp_path, is_older(code)) as path:
        assert look(path).state is ServiceState.OTHER_VERSION


def test_a_service_that_hangs_up_on_this_user_does_not_permit_him(tmp_path: Path) -> None:
    with service(tmp_path, hangs_up) as path:
        readers = look(path)
    # Which of the two the library says depends on how far it came before the line was cut.
    assert readers.state is ServiceState.NOT_PERMITTED
    assert readers.detail in ("0x8010006A ECONNRESET", "0x8010001D ECONNRESET")
