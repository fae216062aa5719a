"""Asking the PDF worker, and what the program checks of its answers by itself."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.signatures import PadesLockedError, PadesUnreadableError
from desktop_app.core.errors.state import WorkerFailedError
from desktop_app.signing.decoding import decode_json
from desktop_app.signing.launch import own_command
from desktop_app.signing.line_process import LineProcess, ProcessCrashed, ProcessError, ProcessHung
from desktop_app.signing.pdf_questions import PdfAnswer, PdfQuestion, PdfSignature

TIME_LIMIT_SECONDS = 60.0
_START_SECONDS = 20.0
_MAX_LINE = 128 << 20
_READY = b"{}"


class PdfFiles:
    """Asks the worker, starting it when needed; it stays for the next question.

    PDFs come from strangers, so that the worker is killed when it runs over its time limit.
    """

    def __init__(self, timeout_seconds: float = TIME_LIMIT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        self._lock = threading.Lock()
        self._worker: LineProcess | None = None

    def signatures(
        self, path: Path, cancel: Cancellation | None = None
    ) -> tuple[PdfSignature, ...]:
        """Return the signatures of a PDF; raises as ``read`` does."""
        return self.read(path, cancel).signatures

    def read(self, path: Path, cancel: Cancellation | None = None) -> PdfAnswer:
        """Return the signatures of a PDF and what stands in it for its later readers.

        Raises ``PadesUnreadableError``, ``WorkerFailedError``.
        """
        return self._ask(PdfQuestion(str(path.absolute())), cancel)

    def prepare(
        self,
        path: Path,
        target: Path,
        *,
        reserved_bytes: int,
        digest: str,
        signer: str,
        cancel: Cancellation | None = None,
    ) -> tuple[int, int]:
        """Write ``target``, a copy with an empty signature; return the place of its CMS.

        Raises ``PadesLockedError``, ``PadesUnreadableError``, ``WorkerFailedError``.
        """
        question = PdfQuestion(
            str(path.absolute()), str(target.absolute()), reserved_bytes, digest, signer
        )
        return self._ask(question, cancel).gap

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    def _ask(self, question: PdfQuestion, cancel: Cancellation | None) -> PdfAnswer:
        line = msgspec.json.encode(question)
        with self._lock:
            try:
                raw = self._running_worker().request(line, self._timeout_seconds, cancel)
                answer = decode_json(raw, PdfAnswer)
            except (ProcessHung, ProcessCrashed) as error:
                raise PadesUnreadableError(question.path, "too-complex") from error
            except (ProcessError, msgspec.DecodeError) as error:
                raise WorkerFailedError(worker="pdf", detail=str(error)) from error
        if answer.failure == "locked":
            raise PadesLockedError(question.path)
        if answer.failure:
            raise PadesUnreadableError(question.path, answer.failure)
        return answer

    def _running_worker(self) -> LineProcess:
        if self._worker is None or not self._worker.alive:
            try:
                self._worker = LineProcess(own_command("--pdf-worker"), max_line=_MAX_LINE)
                self._worker.request(_READY, _START_SECONDS)
            except (OSError, ProcessError) as error:
                raise WorkerFailedError(worker="pdf", detail=str(error)) from error
        return self._worker
