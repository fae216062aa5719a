"""Asks the worker: pictures of pages, what is in a file, a mended copy."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import error_from
from desktop_app.core.errors.state import WorkerFailedError
from desktop_app.core.page_pictures import PagePictures
from desktop_app.services.pdf.facts import PdfFacts
from desktop_app.services.pdf.messages import (
    Answer,
    Drawn,
    DrawPages,
    Failed,
    LookAt,
    Mended,
    MendFile,
    PdfSource,
    Question,
    Ready,
    Seen,
)
from desktop_app.signing.decoding import decode_json
from desktop_app.signing.launch import own_command
from desktop_app.signing.line_process import LineProcess, ProcessError

_MAX_ANSWER = 256 * 1024 * 1024
"""Bytes of one answer: twenty pages of pictures."""
_Wanted = TypeVar("_Wanted", Ready, Drawn, Seen, Mended)


def _command() -> Sequence[str]:
    return own_command("--page-worker")


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """Time limits in seconds; past them the worker is killed."""

    start: float = 30.0
    draw: float = 30.0
    look: float = 60.0
    mend: float = 180.0


class PdfWorkshop:
    """One worker for all questions, started when needed, one question at a time.

    A file that makes it crash or hang costs that worker; the next question starts another.
    """

    def __init__(
        self, limits: PdfLimits | None = None, command: Sequence[str] | None = None
    ) -> None:
        self._limits = limits or PdfLimits()
        self._command = command or _command()
        self._lock = threading.Lock()
        self._worker: LineProcess | None = None

    def draw(
        self,
        source: PdfSource,
        first: int = 1,
        count: int = 1,
        width: int = 1000,
        cancel: Cancellation | None = None,
    ) -> PagePictures:
        """Return pictures of pages, ``width`` pixels wide, with the digest of what was drawn.

        Raises ``PdfUnreadableError``, ``PdfPasswordError``, ``FileUnreadableError``,
        ``FileTooLargeError``, ``WorkerFailedError``, ``Cancelled``.
        """
        asked = DrawPages(source, first, count, width)
        return self._ask(Question(asked, self._limits.draw), Drawn, cancel).pictures

    def look(self, source: PdfSource, cancel: Cancellation | None = None) -> PdfFacts:
        """Return what is in a file; that it does not open is a fact, too.

        Raises ``FileUnreadableError``, ``FileTooLargeError``, ``WorkerFailedError``,
        ``Cancelled``.
        """
        return self._ask(Question(LookAt(source), self._limits.look), Seen, cancel).facts

    def mend(self, asked: MendFile, cancel: Cancellation | None = None) -> None:
        """Write a mended copy.

        Raises ``MendRefusedError`` and what ``draw`` raises.
        """
        self._ask(Question(asked, self._limits.mend), Mended, cancel)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    def _ask(
        self, question: Question, wanted: type[_Wanted], cancel: Cancellation | None
    ) -> _Wanted:
        with self._lock:
            worker = self._running_worker()
            try:
                line = worker.request(msgspec.json.encode(question), question.seconds, cancel)
                answer: Answer = decode_json(line, Answer)
            except (ProcessError, msgspec.DecodeError) as error:
                raise WorkerFailedError(worker="pages", detail=str(error)) from error
        if isinstance(answer, Failed):
            raise error_from(answer.code, dict(answer.data))
        if not isinstance(answer, wanted):
            raise WorkerFailedError(worker="pages", detail=type(answer).__name__)
        return answer

    def _running_worker(self) -> LineProcess:
        if self._worker is None or not self._worker.alive:
            try:
                self._worker = LineProcess(self._command, max_line=_MAX_ANSWER)
                ready = Question(Ready(), self._limits.start)
                self._worker.request(msgspec.json.encode(ready), ready.seconds)
            except (OSError, ProcessError) as error:
                raise WorkerFailedError(worker="pages", detail=str(error)) from error
        return self._worker
