"""Handing documents over on a medium and taking them in, from the page «Документы»."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.outbox_item import OutboxItem, OutboxState
from desktop_app.services.outbox_service import PackageReport
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.package_dialogs import HandOverDialog, TakeInDialog
from desktop_app.ui.theme import Theme


class DocumentsCarrying(QObject):
    """Says in one sentence what became of it."""

    said = Signal(str)
    """What was handed over or taken in."""
    failed = Signal(object)
    """An ``NmoError``: the folder cannot be read."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window

    def hand_over(self, waiting: int, chosen: Sequence[OutboxItem]) -> None:
        """Hand over the chosen documents that wait to be sent, or all where none is chosen."""
        wanted = [each for each in chosen if each.state is OutboxState.WAITING]
        dialog = HandOverDialog(
            waiting, wanted, self._services, self._background, self._theme, self._window
        )
        dialog.done_with.connect(self._say_handed_over)
        self._open(dialog)

    def take_in(self) -> None:
        """Let the person choose the folder that was handed over, and take it in."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Папка с документами"))
        if folder:
            self.take_in_from(Path(folder))

    def take_in_from(self, folder: Path) -> None:
        """Take a folder in, after its passphrase where it has one."""
        services = self._services

        def look(cancel: Cancellation, _progress: ProgressListener) -> PackageReport | None:
            if services.outbox.package_is_sealed(folder):
                return None
            return services.outbox.import_package(folder, passphrase=None, cancel=cancel)

        def show(report: PackageReport | None) -> None:
            if report is not None:
                self._say_taken_in(report)
            else:
                self._ask_phrase(folder)

        self._background.start(look, done=show, failed=self.failed.emit)

    def _ask_phrase(self, folder: Path) -> None:
        dialog = TakeInDialog(folder, self._services, self._background, self._theme, self._window)
        dialog.done_with.connect(self._say_taken_in)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say_handed_over(self, report: PackageReport) -> None:
        words = self.tr("Передано документов: {count}. Папка: {folder}")
        self.said.emit(words.format(count=len(report.items), folder=report.folder))

    def _say_taken_in(self, report: PackageReport) -> None:
        words = self.tr("Взято документов: {count}, уже были здесь: {known}")
        self.said.emit(words.format(count=len(report.items), known=len(report.known)))
