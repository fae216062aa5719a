"""A network line to the portal that a test can cut or make deaf; it sees ciphertext only."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from enum import Enum


class LineMode(Enum):
    """What the line does with bytes."""

    PASSES = "passes"
    DEAF = "deaf"
    """Questions arrive; the connection ends instead of bringing the answer."""
    CUT = "cut"
    """Connections end at the next byte, and none is made."""


class Line:
    """Forwards from a port of its own to the portal's."""

    def __init__(self, port: int) -> None:
        self.mode = LineMode.PASSES
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept)
        self._threads: list[threading.Thread] = []
        self._ends: list[socket.socket] = []
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"https://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self.mode = LineMode.CUT
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.mode is LineMode.CUT:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._target))
            self._ends += [near, far]
            for source, sink, answers in ((near, far, False), (far, near, True)):
                thread = threading.Thread(target=self._pump, args=(source, sink, answers))
                thread.start()
                self._threads.append(thread)

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if self.mode is LineMode.CUT or (answers and self.mode is LineMode.DEAF):
                    break
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        if answers:
            source.close()
            sink.close()


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    """Open a line for the length of the block."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
