"""A child process that answers one line per request and can be killed at any moment."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from desktop_app.core.cancellation import Cancellation

_log = logging.getLogger(__name__)
_CHUNK = 65536
_SHORT_LINE = 4000
_NEWLINE = 0x0A
_LOGGED_LINE = 2000
_UNASKED_LINES = 16
_POLL_SECONDS = 0.05
_IDLE_SECONDS = 0.5
_END_SECONDS = 1.0


class ProcessError(Exception):
    """The process did not answer; it is dead now."""


class ProcessCrashed(ProcessError):  # noqa: N818 - these three are outcomes; callers make errors of them
    """The process ended, or closed its output, before it answered."""

    def __init__(self, exit_status: int) -> None:
        super().__init__(f"ended with {exit_status}")
        self.exit_status = exit_status
        """Exit code; a negative value is the number of a signal."""


class ProcessHung(ProcessError):  # noqa: N818
    """The process did not answer within the time limit and was killed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer in {seconds} s")
        self.seconds = seconds
        """The time limit."""


class ProcessNonsense(ProcessError):  # noqa: N818
    """The process answered too long a line, a cut one, or one that nobody asked for."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
        """What was wrong with the answer."""


class LineProcess:
    """Run ``arguments`` and exchange lines with it; answers come in the order of the requests.

    ``environment`` comes on top of ours. The child is spawned in a session of its own, so that
    Ctrl+C in our terminal does not reach it and a kill takes its children too. Its stderr goes
    to the log. After any exception of a request the process is dead: start another.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        max_line: int = 4 * 1024 * 1024,
    ) -> None:
        self._max_line = max_line
        self._lock = threading.Lock()
        self._lines: queue.SimpleQueue[bytes | ProcessNonsense | None] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[bytes | bytearray | None] = queue.SimpleQueue()
        self._process = _start(arguments, {**os.environ, **(environment or {})})
        self._stdin, self._stdout, self._stderr = _pipes(self._process)
        self._unanswered = 0
        self._closed = False
        self._threads = [
            threading.Thread(target=work, daemon=True, name=f"{work.__name__} of {arguments[-1]}")
            for work in (self._write_lines, self._read, self._log_stderr)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def alive(self) -> bool:
        """True while the process runs and may be asked."""
        return not self._closed and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid

    def request(
        self, line: bytes | bytearray, timeout_seconds: float, cancel: Cancellation | None = None
    ) -> bytes:
        """Send ``line`` (without its end) and return the answer's line without its end.

        Raises ``ProcessCrashed``, ``ProcessHung``, ``ProcessNonsense``, or ``Cancelled`` when
        ``cancel`` was asked for meanwhile; each leaves the process dead.
        """
        with self._lock:
            self.send(line)
            return self.receive(timeout_seconds, cancel)

    def send(self, line: bytes | bytearray) -> None:
        """Send a line that ``receive`` gets the answer to; earlier ones may still be unanswered.

        ``line`` must stay as it is until then. These two are for one caller at a time. Raises
        as ``request`` does.
        """
        with self._dead_after_errors():
            if not self._unanswered:
                self._refuse_unasked()
            self._write_soon(line)
            self._unanswered += 1

    def receive(self, timeout_seconds: float, cancel: Cancellation | None = None) -> bytes:
        """Return the answer to the oldest unanswered line. Raises as ``request`` does."""
        with self._dead_after_errors():
            answer = self._answer(self._wait(timeout_seconds, cancel))
            self._unanswered -= 1
            return answer

    def close(self) -> None:
        """End the process: close its input, and kill it if it does not end in a second."""
        self._end(patience_seconds=_END_SECONDS)

    @contextlib.contextmanager
    def _dead_after_errors(self) -> Iterator[None]:
        try:
            yield
        except BaseException:  # Ctrl+C too: an answer that nobody took would be the next one's.
            self._end(patience_seconds=0)
            raise

    def _refuse_unasked(self) -> None:
        if not self._lines.empty():
            self._answer(self._lines.get())
            raise ProcessNonsense("a line that nobody asked for")

    def _write_soon(self, line: bytes | bytearray) -> None:
        """Write a short line at once; what may fill the pipe is written by a thread.

        A child that has answered everything has read it all, so that a short line fits.
        """
        if len(line) > _SHORT_LINE or self._unanswered:
            self._outgoing.put(line)
            return
        with contextlib.suppress(OSError, ValueError):  # Reading tells what became of the child.
            self._write(line)

    def _wait(
        self, timeout_seconds: float, cancel: Cancellation | None
    ) -> bytes | ProcessNonsense | None:
        deadline = time.monotonic() + timeout_seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ProcessHung(timeout_seconds)
            if cancel is not None:
                cancel.checkpoint()
            # In slices also without ``cancel``: on Windows Ctrl+C does not end a wait.
            slice_seconds = _IDLE_SECONDS if cancel is None else _POLL_SECONDS
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=min(left, slice_seconds))

    def _answer(self, line: bytes | ProcessNonsense | None) -> bytes:
        if isinstance(line, ProcessNonsense):
            raise line
        if line is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise ProcessCrashed(self._process.wait(_END_SECONDS))
            raise ProcessNonsense("closed its output and went on running")
        return line

    def _write(self, line: bytes | bytearray) -> None:
        whole = bytearray(line)
        whole.append(_NEWLINE)
        with memoryview(whole) as rest:
            sent = 0
            while sent < len(whole):
                sent += self._stdin.write(rest[sent:])
        whole[:] = bytes(len(whole))  # It may have held a PIN.

    def _write_lines(self) -> None:
        with contextlib.suppress(OSError), self._stdin:
            while (line := self._outgoing.get()) is not None:
                self._write(line)

    def _read(self) -> None:
        pending = bytearray()
        with self._stdout:
            while chunk := self._stdout.read(_CHUNK):
                pending += chunk
                while (end := pending.find(b"\n")) >= 0:
                    self._lines.put(bytes(pending[:end]))
                    del pending[: end + 1]
                if len(pending) > self._max_line or self._lines.qsize() > _UNASKED_LINES:
                    self._lines.put(ProcessNonsense("output over the limit"))
                    return
        if pending:
            self._lines.put(ProcessNonsense("half a line"))
        self._lines.put(None)

    def _log_stderr(self) -> None:
        with self._stderr:
            while chunk := self._stderr.read(_CHUNK):
                for line in chunk.splitlines():
                    text = line[:_LOGGED_LINE].decode("utf-8", "replace")
                    _log.debug("process %d: %s", self._process.pid, text)

    def _end(self, patience_seconds: float) -> None:
        self._closed = True
        self._outgoing.put(None)
        try:
            self._process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            _kill(self._process)
            self._process.wait()
        for thread in self._threads:
            thread.join(_END_SECONDS)


def _start(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        arguments,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        creationflags=_no_console(),
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    assert process.stdin is not None  # noqa: S101 - all three pipes were asked for
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    return process.stdin, process.stdout, process.stderr


def _no_console() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
