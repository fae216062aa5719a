"""«Заменить документ»: a file is chosen, looked at, and goes on review at the portal."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.credentials import CredentialVersion
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.checked_files import CheckedFile, check_files
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.theme import Theme
from desktop_app.ui.versions_dialog import VersionsDialog


class CredentialReplacing(QObject):
    """A file in order is sent at once; another one is shown first, and mended on a copy."""

    told = Signal(str)
    """Words for the line below the table."""
    replaced = Signal()
    """The portal has the new file."""
    open_wanted = Signal(object)
    """``Path`` of a version's PDF."""
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self, services: Services, background: Background, theme: Theme, page: QWidget
    ) -> None:
        super().__init__(page)
        self._services = services
        self._background = background
        self._theme = theme
        self._page = page

    def ask_file(self, credential_id: str) -> None:
        """Let the person choose the new PDF."""
        dialog = QFileDialog(self._page, self.tr("Новый документ"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Документ PDF (*.pdf)"), self.tr("Все файлы (*)")])
        dialog.fileSelected.connect(lambda file: self.take(credential_id, Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, credential_id: str, file: Path) -> None:
        """Look at a file, then send it, or show what is wrong with it."""
        self.told.emit(self.tr("Смотрим файл…"))
        services = self._services
        self._background.start(
            lambda cancel, progress: check_files(services.file_doctor, [file], progress, cancel),
            done=while_alive(self, lambda found: self._looked_at(credential_id, found)),
            failed=while_alive(self, self.failed.emit),
        )

    def show_history(self, credential_id: str, name: str) -> None:
        """Show every file that the document has been."""
        dialog = VersionsDialog(
            self._services, self._background, self._theme, credential_id, name, self._page
        )
        dialog.open_wanted.connect(self.open_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _looked_at(self, credential_id: str, found: Sequence[CheckedFile]) -> None:
        if found and all(each.examination.status is CheckStatus.OK for each in found):
            self._send(credential_id, found[0].path, lambda: None)
            return
        self.told.emit("")
        # A mended copy lives until the portal has it; then nothing of it is left.
        copies, kept = Path(tempfile.mkdtemp(prefix="nmo-files-")), ExitStack()
        kept.callback(shutil.rmtree, copies, ignore_errors=True)
        dialog = FileCheckDialog(
            found, copies, self._services, self._background, self._theme, self._page
        )
        dialog.taken.connect(
            lambda files: self._send(credential_id, files[0], kept.pop_all().close)
        )
        dialog.destroyed.connect(kept.close)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _send(self, credential_id: str, file: Path, sent: Callable[[], object]) -> None:
        self.told.emit(self.tr("Отправляем документ…"))
        service = self._services.credentials
        job = self._background.start(
            lambda cancel, _progress: service.replace(credential_id, file, cancel),
            done=while_alive(self, self._was_sent),
            failed=while_alive(self, self.failed.emit),
        )
        job.finished.connect(sent)

    def _was_sent(self, version: CredentialVersion) -> None:
        self.replaced.emit()
        words = self.tr(
            "Версия {number} на проверке. Пока реестр не подтвердит её, действует прежний документ."
        )
        self.told.emit(words.format(number=version.number))
