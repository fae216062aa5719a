"""Signing one thing after another with one login: what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import PinError, TokenError
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport
from desktop_app.services.storage.audit_log import AuditLog

T = TypeVar("T")


class SigningWork:
    """Once the token failed, the rest fails with the same error, untried."""

    def __init__(
        self, audit: AuditLog, progress: ProgressListener, cancel: Cancellation | None
    ) -> None:
        self._audit = audit
        self._progress = progress
        self._cancel = cancel
        self._lost: NmoError | None = None
        self._signed: list[SignedFile] = []
        self._failed: list[FailedFile] = []

    def run(
        self,
        items: Sequence[T],
        sign: Callable[[T], SignedFile],
        path_of: Callable[[T], Path],
    ) -> SigningReport:
        """Call ``sign`` for each item; keep what became of it in the audit log.

        Raises ``Cancelled``; what ``sign`` raises stands in the report.
        """
        try:
            for done, item in enumerate(items):
                self._progress(Progress(done, len(items), path_of(item).name))
                self._try(item, sign, path_of)
        finally:
            self._audit.record_all(self._lines())
        self._progress(Progress(len(items), len(items)))
        return SigningReport(tuple(self._signed), tuple(self._failed))

    def _try(self, item: T, sign: Callable[[T], SignedFile], path_of: Callable[[T], Path]) -> None:
        if self._cancel is not None:
            self._cancel.checkpoint()
        try:
            if self._lost is not None:
                raise self._lost
            self._signed.append(sign(item))
        except NmoError as error:
            if isinstance(error, TokenError | PinError):
                self._lost = error
            self._failed.append(FailedFile(path_of(item), error))

    def _lines(self) -> list[tuple[str, str, str]]:
        return [
            *(("file.sign", "ok", f"{each.file.name} {each.digest}") for each in self._signed),
            *(("file.sign", each.error.code, each.file.name) for each in self._failed),
        ]
