"""Saving and printing a table beside the UI thread: one at a time, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.data_table import DataTable
from desktop_app.services.exports.steps import Steps
from desktop_app.services.exports.table_files import TableFormat, write_table
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.save_dialog import ask_where_to_save
from desktop_app.ui.table_printing import choose_printer, print_table

Make = Callable[[], DataTable]
"""Composes the table; called on a worker's thread."""
AskPrinter = Callable[[QWidget, Callable[[QPrinter], None]], None]


class TableExporting(QObject):
    """One export at a time."""

    started = Signal()
    progressed = Signal(object)
    """``Progress`` in rows, or in pages when printing."""
    saved = Signal(object)
    """``Path`` of the file that was written."""
    printed = Signal()
    cancelled = Signal()
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self,
        services: Services,
        background: Background,
        window: QWidget,
        ask_printer: AskPrinter = choose_printer,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._window = window
        self._ask_printer = ask_printer
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        """True while a file is written or pages are printed."""
        return self._job is not None

    def menu(self, name: Callable[[], str], view: Callable[[], Make], parent: QWidget) -> QMenu:
        """Return the menu of kinds; ``view`` takes what is on show when one is chosen."""
        menu = QMenu(parent)
        for kind, words in self._kinds().items():
            menu.addAction(words, self._saver(kind, name, view))
        menu.addSeparator()
        self.print_action = QAction(self.tr("Печать…"), menu)
        self.print_action.triggered.connect(lambda: self.print_view(view()))
        menu.addAction(self.print_action)
        return menu

    def ask_file(self, kind: TableFormat, name: str, make: Make) -> None:
        """Ask for a file, then write it."""
        suffix = "csv" if kind is TableFormat.PLAIN_CSV else kind.value
        ask_where_to_save(
            self._window,
            self.tr("Сохранить таблицу"),
            f"{name}.{suffix}",
            [f"{suffix.upper()} (*.{suffix})"],
            lambda file: self.save(kind, file, make),
        )

    def save(self, kind: TableFormat, path: Path, make: Make) -> None:
        """Write a file; the dialog has asked whether an existing one may be replaced."""

        def write(cancel: Cancellation, progress: ProgressListener) -> None:
            write_table(make(), path, kind, Steps(progress, cancel), replace=True)

        self._start(write, lambda _none: self.saved.emit(path))

    def print_view(self, make: Make) -> None:
        """Ask for a printer, then print the pages of the PDF."""
        self._ask_printer(self._window, lambda printer: self._print(printer, make))

    def cancel(self) -> None:
        """Stop; no file is left."""
        if self._job is not None:
            self._job.cancel()

    def _print(self, printer: QPrinter, make: Make) -> None:
        papers = self._services.papers

        def work(cancel: Cancellation, progress: ProgressListener) -> None:
            print_table(make(), printer, papers, cancel, progress)

        self._start(work, lambda _none: self.printed.emit())

    def _start(
        self,
        work: Callable[[Cancellation, ProgressListener], None],
        done: Callable[[None], object],
    ) -> None:
        if self.running:
            return
        self._job = self._background.start(
            work,
            done=while_alive(self, lambda none: self._end(lambda: done(none))),
            failed=while_alive(self, lambda error: self._end(lambda: self.failed.emit(error))),
            progress=while_alive(self, self.progressed.emit),
            cancelled=lambda: while_alive(self, self._end)(self.cancelled.emit),
        )
        self.started.emit()

    def _end(self, tell: Callable[[], object]) -> None:
        self._job = None
        tell()

    def _saver(
        self, kind: TableFormat, name: Callable[[], str], view: Callable[[], Make]
    ) -> Callable[[], None]:
        return lambda: self.ask_file(kind, name(), view())

    def _kinds(self) -> dict[TableFormat, str]:
        return {
            TableFormat.XLSX: self.tr("Excel (XLSX)…"),
            TableFormat.PDF: self.tr("PDF…"),
            TableFormat.CSV: self.tr("CSV для Excel…"),
            TableFormat.PLAIN_CSV: self.tr("CSV для программ, без BOM…"),
        }
