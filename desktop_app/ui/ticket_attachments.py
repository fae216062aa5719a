"""What goes along with a request: pictures of the window, files, the diagnosis after a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.errors.support import TicketTooMuchError
from desktop_app.core.tickets import TicketFile
from desktop_app.services.diagnostics.bundle import SupportBundle, zipped
from desktop_app.services.program import Services
from desktop_app.services.ticket_files import read_ticket_file, ticket_file
from desktop_app.ui.background import Background
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.masked_picture import picture_of

_MOST = 5
_HEIGHT = 64


class TicketAttachments(QWidget):
    """At most five files; nothing is attached that the person has not chosen or seen."""

    failed = Signal(object)
    """An ``NmoError``."""

    def __init__(self, services: Services, background: Background, window: QWidget) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self._window = window
        self.files: list[TicketFile] = []
        self.list = QListWidget()
        self.list.setFixedHeight(_HEIGHT)
        self.list.setAccessibleName(self.tr("Приложено"))
        self.hide_personal = QCheckBox(self.tr("Закрыть личные данные на снимке"))
        self.hide_personal.setChecked(True)
        self.picture_button = QPushButton(self.tr("Снимок окна"))
        self.file_button = QPushButton(self.tr("Файл…"))
        self.diagnosis_button = QPushButton(self.tr("Отчёт диагностики…"))
        self.remove_button = QPushButton(self.tr("Убрать"))
        buttons = QHBoxLayout()
        for button, act in (
            (self.picture_button, self.take_picture),
            (self.file_button, self._ask_file),
            (self.diagnosis_button, self._diagnose),
            (self.remove_button, self._remove),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        column.addWidget(self.hide_personal)
        column.addWidget(self.list)

    def take_picture(self) -> None:
        """Attach a picture of the program's window as it is behind this dialog."""
        account = self._services.login.state().account
        person = "" if account is None else account.full_name
        content = picture_of(
            self._window, person=person, hide_personal=self.hide_personal.isChecked()
        )
        count = sum(each.media_type == "image/png" for each in self.files)
        self._add(f"window-{count + 1}.png", content)

    def show_files(self, files: Iterable[TicketFile]) -> None:
        """Show what was attached before."""
        for file in files:
            self._attach(file)

    def add_file(self, path: Path) -> None:
        """Attach a file that the person chose."""
        self._take(lambda: read_ticket_file(path))

    def _take(self, make: Callable[[], TicketFile]) -> None:
        """Attach what a worker makes: making a picture smaller takes a moment."""
        self._background.start(
            lambda _cancel, _progress: make(),
            done=while_alive(self, self._attach),
            failed=while_alive(self, self.failed.emit),
        )

    def _add(self, name: str, content: bytes) -> None:
        self._take(lambda: ticket_file(name, content))

    def _attach(self, file: TicketFile) -> None:
        if len(self.files) >= _MOST:
            self.failed.emit(TicketTooMuchError(limit=_MOST))
            return
        self.files.append(file)
        size, before = (
            max(1, round(each / 1024)) for each in (len(file.content), file.reduced_from)
        )
        words = self.tr("{name} · {size} КБ")
        if file.reduced_from:
            words = self.tr("{name} · {size} КБ, снимок уменьшен (было {before} КБ)")
        self.list.addItem(words.format(name=file.name, size=size, before=before))

    def _ask_file(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Что приложить"))
        for name in names:
            self.add_file(Path(name))

    def _diagnose(self) -> None:
        services = self._services
        self.diagnosis_button.setEnabled(False)

        def run(cancel: Cancellation, _progress: ProgressListener) -> SupportBundle:
            report = services.diagnostics.last() or services.diagnostics.run(cancel=cancel)
            return services.diagnostics.bundle(report)

        job = self._background.start(
            run,
            done=while_alive(self, self._preview),
            failed=while_alive(self, self.failed.emit),
        )
        job.finished.connect(self._diagnosed)

    def _diagnosed(self) -> None:
        self.diagnosis_button.setEnabled(True)

    def _preview(self, bundle: SupportBundle) -> None:
        services = self._services
        dialog = BundlePreview(bundle, services.catalogue, services.language, self)
        dialog.save_button.setText(self.tr("Приложить"))
        dialog.cancel_button.setText(self.tr("Не прикладывать"))
        dialog.accepted.connect(lambda: self._add("nmo-diagnosis.zip", zipped(bundle)))
        dialog.finished.connect(dialog.deleteLater)
        QTimer.singleShot(0, dialog.open)

    def _remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            del self.files[row]
