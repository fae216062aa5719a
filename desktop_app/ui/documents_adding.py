"""Adding files to the outbox: chosen or dropped, looked at first, mended on copies."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.services.checked_files import CheckedFile
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.documents_presenter import DocumentsPresenter
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.theme import Theme


class DocumentsAdding(QObject):
    """Files in order go straight into the list; the others are shown before."""

    def __init__(
        self,
        presenter: DocumentsPresenter,
        services: Services,
        background: Background,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window
        presenter.checked.connect(self._show_checked)

    def ask_files(self) -> None:
        """Let the person choose files."""
        files, _filter = QFileDialog.getOpenFileNames(self._window, self.tr("Добавить файлы"))
        if files:
            self._presenter.add([Path(each) for each in files])

    def ask_folder(self) -> None:
        """Let the person choose a folder."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Добавить папку"))
        if folder:
            self._presenter.add([Path(folder)])

    def ask_cosigned(self) -> None:
        """Let the person choose files that others signed, to sign them as well."""
        title = self.tr("Добавить подписанные другими файлы")
        files, _filter = QFileDialog.getOpenFileNames(self._window, title)
        if files:
            self._presenter.take_up([Path(each) for each in files], lambda: None, to_sign=True)

    def ask_beside(self) -> list[Path]:
        """Let the person choose files that are signed where they lie."""
        title = self.tr("Подписать файлы рядом")
        files, _filter = QFileDialog.getOpenFileNames(self._window, title)
        return [Path(each) for each in files]

    def _show_checked(self, files: Sequence[CheckedFile]) -> None:
        # Copies live until the outbox holds them, encrypted; then nothing of them is left.
        copies, kept = Path(tempfile.mkdtemp(prefix="nmo-files-")), ExitStack()
        kept.callback(shutil.rmtree, copies, ignore_errors=True)
        dialog = FileCheckDialog(
            files, copies, self._services, self._background, self._theme, self._window
        )
        dialog.taken.connect(lambda wanted: self._presenter.take_up(wanted, kept.pop_all().close))
        dialog.destroyed.connect(kept.close)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
