"""Real servers and a real proxy on loopback, each as faulty as a test wants it."""

from __future__ import annotations

import contextlib
import select
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from cryptography import x509

from tests.certificates.authority import Issued, Wanted

_SECONDS = 8.0
Speak = Callable[[socket.socket], None]


@contextlib.contextmanager
def listening(speak: Speak) -> Iterator[int]:
    """Let ``speak`` have each connection to a free port; wait for all of them at the end."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(_SECONDS)
            with contextlib.suppress(OSError):  # The other side went away: it may.
                speak(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def leaf(authority: Issued, *names: str, **wanted: object) -> Issued:
    """Issue a server's certificate."""
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    more = wanted.pop("extensions", ())
    assert isinstance(more, tuple)
    return authority.issue(Wanted(names[0], extensions=(alternatives, *more), **wanted))  # type: ignore[arg-type]  # fields of Wanted


def server_context(folder: Path, own: Issued, *above: Issued) -> ssl.SSLContext:
    """Return a server's context that shows its own certificate and those above."""
    file = folder / f"{own.certificate.serial_number}.pem"
    file.write_bytes(b"".join((own.key_pem, own.pem, *(each.pem for each in above))))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def head_of(connection: socket.socket) -> bytes:
    """Read the head of a request."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(4096)
        if not part:
            break
        received += part
    return received


def http_date() -> str:
    """Return this moment as servers tell it."""
    return format_datetime(datetime.now(UTC), usegmt=True)


@dataclass
class Site:
    """An https server; ``received`` is what clients sent over TLS."""

    context: ssl.SSLContext
    date: Callable[[], str | None] = http_date
    received: bytes = b""

    def speak(self, connection: socket.socket) -> None:
        with self.context.wrap_socket(connection, server_side=True) as tls:
            head = head_of(tls)
            self.received += head
            date = self.date()
            if head:
                line = f"Date: {date}\r\n" if date is not None else ""
                tls.sendall(f"HTTP/1.1 404 Not Found\r\n{line}Content-Length: 0\r\n\r\n".encode())


@dataclass
class InterceptingProxy:
    """A CONNECT proxy; with an authority it opens the connections that go through it.

    ``opened`` is what it read in the clear, ``asked`` the heads of the requests to it.
    """

    folder: Path
    authority: Issued | None = None
    shows_root: bool = True
    asked: list[bytes] = field(default_factory=list)
    opened: bytes = b""

    def speak(self, connection: socket.socket) -> None:
        head = head_of(connection)
        self.asked.append(head)
        host, _, port = head.split(b" ")[1].decode().rpartition(":")
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", int(port)), _SECONDS) as onward:
            if self.authority is None:
                _pump(connection, onward)
            else:
                self._open(connection, onward, host)

    def _open(self, connection: socket.socket, onward: socket.socket, host: str) -> None:
        assert self.authority is not None
        above = (self.authority,) if self.shows_root else ()
        context = server_context(self.folder, leaf(self.authority, host), *above)
        blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        blind.check_hostname = False
        blind.verify_mode = ssl.CERT_NONE
        with (
            context.wrap_socket(connection, server_side=True) as inner,
            blind.wrap_socket(onward, server_hostname=host) as outer,
        ):
            head = head_of(inner)
            self.opened += head
            outer.sendall(head)
            while part := outer.recv(4096):
                inner.sendall(part)


def _pump(one: socket.socket, other: socket.socket) -> None:
    while True:
        ready, _, _ = select.select([one, other], [], [], _SECONDS)
        for source in ready:
            part = source.recv(4096)
            if not part:
                return
            (other if source is one else one).sendall(part)
        if not ready:
            return


def answering(reply: bytes) -> Speak:
    """Return a server that answers every head with ``reply`` and closes."""

    def speak(connection: socket.socket) -> None:
        head_of(connection)
        connection.sendall(reply)

    return speak


def silent(connection: socket.socket) -> None:
    """Take a connection and say nothing until the other side leaves."""
    while connection.recv(4096):
        pass
