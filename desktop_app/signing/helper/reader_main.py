"""The reader helper: reads questions from stdin, asks the smart-card service, writes answers."""

from __future__ import annotations

import errno
import os
import queue
import socket
import sys
import threading

import msgspec

from desktop_app.signing.decoding import decode_json
from desktop_app.signing.helper.smart_cards import SmartCards
from desktop_app.signing.reader_protocol import (
    SUCCESS,
    ConnectAnswer,
    HelloAnswer,
    LookAnswer,
    ReaderOperation,
    ReaderRequest,
    StartAnswer,
)

_SOCKET_OF_PCSCD = "/run/pcscd/pcscd.comm"
_SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
_SOCKET_SECONDS = 2.0
_HANG_UP_SECONDS = 0.3
_NOT_STARTED = 0x80100003

Answer = HelloAnswer | StartAnswer | LookAnswer | ConnectAnswer


class ReaderQuestions:
    """Answers questions with one context of the service; ``library`` names another library."""

    def __init__(self, library: str = "") -> None:
        self._library = library
        self._cards: SmartCards | None = None

    def answer(self, request: ReaderRequest) -> Answer:
        """Answer one question."""
        if request.operation is ReaderOperation.HELLO:
            return HelloAnswer(ready=True)
        if request.operation is ReaderOperation.START:
            return self._start()
        if request.operation is ReaderOperation.LOOK:
            return self._cards.look() if self._cards else LookAnswer(_NOT_STARTED)
        return self._cards.connect(request.reader) if self._cards else ConnectAnswer(_NOT_STARTED)

    def _start(self) -> StartAnswer:
        try:
            cards = SmartCards(self._library)
        except OSError:
            return StartAnswer(library_loaded=False)
        code = cards.establish()
        if code != SUCCESS:
            return _refused(code)
        self._cards = cards
        return StartAnswer(library_loaded=True)


def run_reader_helper(library: str = "") -> int:
    """Answer questions until stdin closes and return the exit code.

    Another thread asks the service, so that a helper whose program is gone ends even when the
    service hangs.
    """
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_serve, args=(lines, library), daemon=True).start()
    for line in sys.stdin.buffer:
        lines.put(line)
    return 0


def _serve(lines: queue.SimpleQueue[bytes], library: str) -> None:
    questions = ReaderQuestions(library)
    try:
        while True:
            request = decode_json(lines.get(), ReaderRequest)
            sys.stdout.buffer.write(msgspec.json.encode(questions.answer(request)) + b"\n")
            sys.stdout.buffer.flush()
    finally:  # Whatever went wrong: without this thread nobody would answer.
        os._exit(2)


def _refused(code: int) -> StartAnswer:
    """Tell why the service cannot be had; pcsc-lite has one code for all reasons."""
    if sys.platform != "linux":
        return StartAnswer(library_loaded=True, code=code)
    error = _socket_error(os.environ.get(_SOCKET_VARIABLE, _SOCKET_OF_PCSCD))
    return StartAnswer(library_loaded=True, code=code, socket_error=error, socket_answers=not error)


def _socket_error(path: str) -> str:
    """Return why the service's socket cannot be used, or an empty string where it can.

    A service that does not permit this user takes the call and hangs up (``ECONNRESET``); one
    that does waits for our first words.
    """
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(_SOCKET_SECONDS)
        try:
            probe.connect(path)
            return "ECONNRESET" if _hangs_up(probe) else ""
        except OSError as error:
            return errno.errorcode.get(error.errno or 0, type(error).__name__)


def _hangs_up(probe: socket.socket) -> bool:
    probe.settimeout(_HANG_UP_SECONDS)
    try:
        return not probe.recv(1)
    except TimeoutError:
        return False
