"""What the page «Документы» reads and does: the outbox beside the UI thread."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.documents import DocumentKind
from desktop_app.core.outbox_item import OutboxItem, OutboxMove
from desktop_app.core.papers import Paper
from desktop_app.services.checked_files import CheckedFile, check_files
from desktop_app.services.outbox_intake import Intake, take_up
from desktop_app.services.outbox_service import About, OutboxPage, SendReport
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job

PAGE = 200
"""Documents that are read at a time."""
_KINDS = {
    "consent": DocumentKind.CONSENT,
    "registration": DocumentKind.REGISTRATION,
    "replacement": DocumentKind.REPLACEMENT,
    "request": DocumentKind.APPEAL,
}
"""What the paper of a template is for, by the template's name."""


class DocumentsPresenter(QObject):
    """Reads the list again after each change."""

    page_read = Signal(object)
    """The ``OutboxPage``."""
    failed = Signal(object)
    """An ``NmoError``: the outbox cannot be opened or read."""
    action_failed = Signal(object)
    """An ``NmoError``: what the person asked for was not done."""
    round_ended = Signal(object)
    """The ``SendReport`` of a sending that was asked for."""
    checked = Signal(object)
    """``CheckedFile``s, one of them not in order: nothing was taken up yet."""
    intake_ended = Signal(object)
    """The ``Intake``."""
    progressed = Signal(object)
    """``Progress`` of what the person asked for."""
    busy_changed = Signal(bool)

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._limit = PAGE
        self._reading: Job | None = None
        self._again = False
        self._working: Job | None = None

    @property
    def busy(self) -> bool:
        """True while something that the person asked for is done."""
        return self._working is not None

    def refresh(self) -> None:
        """Read the list; while it is being read, read it once more afterwards."""
        if self._reading is not None:
            self._again = True
            return
        services, limit = self._services, self._limit
        self._reading = self._background.start(
            lambda _cancel, _progress: services.outbox.page(limit=limit),
            done=self._read,
            failed=self.failed.emit,
        )
        self._reading.finished.connect(self._read_again)

    def more(self) -> None:
        """Read older documents, too."""
        self._limit += PAGE
        self.refresh()

    def cancel(self) -> None:
        """Stop what the person asked for."""
        if self._working is not None:
            self._working.cancel()

    def add(self, places: Sequence[Path]) -> None:
        """Look at files and folders, and take them up when all is in order."""
        services = self._services

        def look(
            cancel: Cancellation, progress: ProgressListener
        ) -> Intake | tuple[CheckedFile, ...]:
            files = check_files(services.file_doctor, places, progress, cancel)
            if any(each.examination.status is not CheckStatus.OK for each in files):
                return files
            return take_up(services.outbox, places, progress, cancel)

        self._work(look, self._end_look)

    def take_up(
        self, files: Sequence[Path], then: Callable[[], object], *, to_sign: bool = False
    ) -> None:
        """Take files up as they are; ``then`` is called on the worker, whatever came of it.

        With ``to_sign`` what others signed waits for one's own signature.
        """
        services = self._services

        def take(cancel: Cancellation, progress: ProgressListener) -> Intake:
            try:
                return take_up(services.outbox, files, progress, cancel, to_sign=to_sign)
            finally:
                then()

        self._work(take, self._end_look)

    def keep(self, paper: Paper, done: Callable[[OutboxItem], object]) -> None:
        """Take a written paper up, to be signed."""
        services = self._services

        def keep_paper(_cancel: Cancellation, _progress: ProgressListener) -> OutboxItem:
            about = About(_KINDS.get(paper.template, DocumentKind.OTHER), paper.title)
            return services.outbox.add_unsigned(
                lambda: io.BytesIO(paper.content), paper.file_name, about
            )

        self._work(keep_paper, done)

    def act(self, item: OutboxItem, move: OutboxMove, *, confirmed: bool = False) -> None:
        """Do what the button of a move says; signing is not done here."""
        services = self._services

        def call(cancel: Cancellation, _progress: ProgressListener) -> object:
            outbox = services.outbox
            match move:
                case OutboxMove.BEGIN:
                    return outbox.send([item.id], cancel=cancel)
                case OutboxMove.RETRY | OutboxMove.TAKE_BACK:
                    return outbox.retry(item.id)
                case OutboxMove.KEEP_MINE | OutboxMove.TAKE_THEIRS:
                    keep_mine = move is OutboxMove.KEEP_MINE
                    return outbox.decide(item.id, keep_mine=keep_mine)
                case OutboxMove.DROP:
                    return outbox.drop(item.id, confirmed=confirmed)
                case _:
                    raise ValueError(move)

        self._work(call, self._end_action)

    def _work(
        self, call: Callable[[Cancellation, ProgressListener], object], done: Callable[..., object]
    ) -> None:
        if self._working is not None:
            return
        self._working = self._background.start(
            call, done=done, failed=self.action_failed.emit, progress=self._progress
        )
        self._working.finished.connect(self._end_work)
        self.busy_changed.emit(True)

    def _progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)

    def _end_work(self) -> None:
        self._working = None
        self.busy_changed.emit(False)
        self.refresh()

    def _end_look(self, found: Intake | tuple[CheckedFile, ...]) -> None:
        if isinstance(found, Intake):
            self.intake_ended.emit(found)
        else:
            self.checked.emit(found)

    def _end_action(self, outcome: object) -> None:
        if isinstance(outcome, SendReport):
            self._end_round(outcome)

    def _read(self, page: OutboxPage) -> None:
        self.page_read.emit(page)

    def _read_again(self) -> None:
        self._reading = None
        if self._again:
            self._again = False
            self.refresh()

    def _end_round(self, report: SendReport) -> None:
        self.round_ended.emit(report)
