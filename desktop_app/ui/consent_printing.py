"""The consent on paper: saved as a PDF or printed, beside the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.services.program import Services
from desktop_app.services.storage.private_file import write_over
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.save_dialog import ask_where_to_save
from desktop_app.ui.table_printing import choose_printer, print_pdf

Work = Callable[[Cancellation, ProgressListener], None]
AskPrinter = Callable[[QWidget, Callable[[QPrinter], None]], None]


def _choose_upright(window: QWidget, then: Callable[[QPrinter], None]) -> None:
    choose_printer(window, then, QPageLayout.Orientation.Portrait)


class ConsentPrinting(QObject):
    """One paper at a time; the portal is asked anew for each."""

    started = Signal()
    saved = Signal(object)
    """``Path`` of the file that was written."""
    printed = Signal()
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self,
        services: Services,
        background: Background,
        window: QWidget,
        ask_printer: AskPrinter = _choose_upright,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._window = window
        self._ask_printer = ask_printer
        self._job: Job | None = None

    def ask_file(self) -> None:
        """Ask for a file, then write the PDF."""
        title, name = self.tr("Сохранить согласие"), self.tr("Согласие ЕГИСЗ") + ".pdf"
        ask_where_to_save(self._window, title, name, ["PDF (*.pdf)"], self.save)

    def save(self, path: Path) -> None:
        """Write the PDF; the dialog has asked whether an existing file may be replaced."""

        def work(cancel: Cancellation, _progress: ProgressListener) -> None:
            content = self._paper(cancel)
            cancel.checkpoint()
            write_over(path, content)

        self._start(work, lambda _none: self.saved.emit(path))

    def ask_printer(self) -> None:
        """Ask for a printer, then print the pages of the PDF."""
        self._ask_printer(self._window, self._print)

    def cancel(self) -> None:
        """Stop what is under way; nothing is told of it any more."""
        if self._job is not None:
            self._job.cancel()

    def _print(self, printer: QPrinter) -> None:
        services = self._services

        def work(cancel: Cancellation, progress: ProgressListener) -> None:
            print_pdf(self._paper(cancel), printer, services.papers, cancel, progress)

        self._start(work, lambda _none: self.printed.emit())

    def _paper(self, cancel: Cancellation) -> bytes:
        services = self._services
        return services.consent.paper(services.catalogue, services.language, cancel)

    def _start(self, work: Work, done: Callable[[None], object]) -> None:
        if self._job is not None:
            return
        self._job = self._background.start(
            work,
            done=while_alive(self, lambda none: self._end(lambda: done(none))),
            failed=while_alive(self, lambda error: self._end(lambda: self.failed.emit(error))),
            cancelled=lambda: while_alive(self, self._end)(lambda: None),
        )
        self.started.emit()

    def _end(self, tell: Callable[[], object]) -> None:
        self._job = None
        tell()
