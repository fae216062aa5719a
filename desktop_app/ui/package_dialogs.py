"""Documents that travel to another computer on a medium: handing over and taking in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import PassphraseDiffersError
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.services.outbox_service import PackageReport
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.pin_field import PinField
from desktop_app.ui.theme import Theme

_WIDTH = 560


class PackageDialog(QDialog):
    """What both ways have in common: a heading, fields, a failure that stays in the dialog."""

    done_with = Signal(object)
    """The ``PackageReport``."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._job: Job | None = None
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.message = MessageView(theme)
        self.go_button = QPushButton()
        self.go_button.setProperty("primary", "true")
        self.go_button.setDefault(True)
        self.go_button.clicked.connect(self._go)
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)

    def reject(self) -> None:
        """Stop what runs; close when nothing does."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Forget what was typed."""
        for field in self.findChildren(PinField):
            field.wipe()
        super().done(result)

    def _lay_out(self, heading: str, text: str, *parts: QWidget) -> None:
        lead, what = QLabel(heading), QLabel(text)
        lead.setObjectName("heading")
        what.setProperty("tone", "muted")
        for label in (lead, what):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for widget in (lead, what, *parts, self.message):
            column.addWidget(widget)
        column.addLayout(row)

    def _go(self) -> None:
        """Do what the primary button says."""

    def _run(self, call: Callable[[Cancellation], PackageReport]) -> None:
        self.message.clear()
        self._job = self._background.start(
            lambda cancel, _progress: call(cancel),
            done=while_alive(self, self._finish),
            failed=while_alive(self, self._fail),
        )
        self._job.finished.connect(self._end)
        self.go_button.setEnabled(False)

    def _finish(self, report: PackageReport) -> None:
        self._job = None
        self.done_with.emit(report)
        self.accept()

    def _fail(self, error: NmoError) -> None:
        self.message.show_message(self._services.catalogue.of_error(error, self._services.language))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            # Wrapped words need a height that a hint for any width does not know.
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _end(self) -> None:
        self._job = None
        self.go_button.setEnabled(True)


class HandOverDialog(PackageDialog):
    """Documents that were handed over are not sent from here any more."""

    def __init__(
        self,
        waiting: int,
        chosen: Sequence[OutboxItem],
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(services, background, theme, parent)
        self._chosen = tuple(chosen)
        self.setWindowTitle(self.tr("Передать на носитель"))
        place = self._place()
        self.phrase = PinField(self.tr("&Кодовая фраза"))
        self.again = PinField(self.tr("Кодовая фраза ещё &раз"))
        self.plain = QCheckBox(self.tr("Без фразы: документы прочтёт любой, у кого носитель"))
        self.plain.toggled.connect(self._permit)
        for edit in (self.folder, self.phrase.edit, self.again.edit):
            edit.textChanged.connect(self._permit)
        count = len(self._chosen) or waiting
        self.go_button.setText(self.tr("Передать ({count})").format(count=count))
        self._lay_out(
            self.tr("Передать документы на другой компьютер: %n", "", count),
            self.tr(
                "Подписанные документы лягут в новую папку на носителе. Отправит их тот "
                "компьютер, где их возьмут с носителя; отсюда они больше не уйдут."
            ),
            place,
            self.phrase,
            self.again,
            self.plain,
        )
        self._permit()

    def _place(self) -> QWidget:
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Папка на носителе"))
        self.folder.setPlaceholderText(self.tr("Папка на носителе"))
        self.browse_button = QPushButton(self.tr("Выбрать…"))
        self.browse_button.setAutoDefault(False)
        self.browse_button.clicked.connect(self._browse)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse_button)
        return place

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Папка на носителе"))
        if folder:
            self.folder.setText(folder)

    def _permit(self) -> None:
        plain = self.plain.isChecked()
        for field in (self.phrase, self.again):
            field.setEnabled(not plain)
        given = plain or bool(self.phrase.edit.text() and self.again.edit.text())
        self.go_button.setEnabled(bool(self.folder.text().strip()) and given)

    def _go(self) -> None:
        if not self.plain.isChecked() and self.phrase.edit.text() != self.again.edit.text():
            self._fail(PassphraseDiffersError())
            self.again.wipe()
            self.again.setFocus()
            return
        services, folder = self._services, Path(self.folder.text().strip())
        phrase = None if self.plain.isChecked() else self.phrase.edit.text()
        chosen = [each.id for each in self._chosen]
        self._run(
            lambda cancel: services.outbox.export(folder, chosen, passphrase=phrase, cancel=cancel)
        )

    def _end(self) -> None:
        super()._end()
        self._permit()


class TakeInDialog(PackageDialog):
    """Asks for the passphrase of a folder that was handed over."""

    def __init__(
        self,
        folder: Path,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(services, background, theme, parent)
        self._folder = folder
        self.setWindowTitle(self.tr("Взять с носителя"))
        self.phrase = PinField(self.tr("&Кодовая фраза"))
        self.phrase.edit.textChanged.connect(self._permit)
        self.go_button.setText(self.tr("Взять документы"))
        self._lay_out(
            self.tr("Введите кодовую фразу"),
            self.tr("Её задали, когда передавали документы. Папка: {folder}").format(
                folder=folder.name
            ),
            self.phrase,
        )
        self._permit()
        self.phrase.setFocus()

    def _permit(self) -> None:
        self.go_button.setEnabled(bool(self.phrase.edit.text()))

    def _go(self) -> None:
        services, folder, phrase = self._services, self._folder, self.phrase.edit.text()
        self._run(
            lambda cancel: services.outbox.import_package(folder, passphrase=phrase, cancel=cancel)
        )

    def _fail(self, error: NmoError) -> None:
        super()._fail(error)
        self.phrase.wipe()
        self.phrase.setFocus()

    def _end(self) -> None:
        super()._end()
        self._permit()
