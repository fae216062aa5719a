"""«Перед подписью»: what is wrong with files that are about to be added, and mending on copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.services.checked_files import CheckedFile, mend_files
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.file_check_model import FileCheckModel
from desktop_app.ui.theme import Theme

_SIZE = (760, 560)
_DETAILS_HEIGHT = 150


class FileCheckDialog(QDialog):
    """A file that nothing can be done about is not added; the reason is named."""

    taken = Signal(object)
    """The ``Path``s to take up: files as they are and mended copies."""

    def __init__(
        self,
        files: Sequence[CheckedFile],
        copies: Path,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._copies = copies
        self._job: Job | None = None
        self.model = FileCheckModel(services.catalogue, services.language, self)
        self.setWindowTitle(self.tr("Проверка файлов"))
        self.setModal(True)
        self.resize(*_SIZE)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Файлы"))
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self._build()
        self._show(files)
        self.list.setFocus()

    def reject(self) -> None:
        """Stop mending; close when nothing is under way."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def _build(self) -> None:
        heading = QLabel(self.tr("Посмотрите перед подписью"))
        heading.setObjectName("heading")
        self.summary = _label("muted")
        self.details = _label()
        box = QFrame()
        box.setProperty("panel", "raised")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.details)
        inner.addStretch()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(box)
        self.area.setFixedHeight(_DETAILS_HEIGHT)
        self.area.setAccessibleName(self.tr("Что найдено в файле"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for widget in (heading, self.summary):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.area)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.mend_button = QPushButton()
        self.mend_button.clicked.connect(self._mend)
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.cancel_button.clicked.connect(self.reject)
        self.take_button = QPushButton()
        self.take_button.setProperty("primary", "true")
        self.take_button.clicked.connect(self._take)
        row = QHBoxLayout()
        row.addWidget(self.mend_button)
        row.addStretch()
        for button in (self.cancel_button, self.take_button):
            row.addWidget(button)
        for button in (self.mend_button, self.cancel_button, self.take_button):
            button.setAutoDefault(False)
        self.take_button.setDefault(True)
        return row

    def _show(self, files: Sequence[CheckedFile]) -> None:
        self.model.show_files(files)
        if not self.list.currentIndex().isValid():
            troubled = (row for row, each in enumerate(files) if self.model.messages(each))
            self.list.setCurrentIndex(self.model.index(next(troubled, 0)))
        self._show_chosen()
        fit, mendable = self._fit(), [each for each in files if each.can_be_mended]
        words = self.tr("Файлов: {count}. Можно добавить: {fit}, нельзя: {unfit}.")
        unfit = len(files) - len(fit)
        self.summary.setText(words.format(count=len(files), fit=len(fit), unfit=unfit))
        mend = self.tr("Исправить на копии ({count})").format(count=len(mendable))
        self.mend_button.setText(mend)
        self.mend_button.setVisible(bool(mendable))
        self.take_button.setText(self.tr("Добавить ({count})").format(count=len(fit)))
        self._permit()

    def _fit(self) -> list[CheckedFile]:
        return [each for each in self.model.files if each.fits]

    def _permit(self) -> None:
        idle = self._job is None
        self.mend_button.setEnabled(idle)
        self.take_button.setEnabled(idle and bool(self._fit()))

    def _show_chosen(self) -> None:
        row = self.list.currentIndex().row()
        if row < 0:
            return
        file = self.model.files[row]
        done = self.model.done(file)
        lines = [self.tr("На копии исправлено: {done}.").format(done=done)] if done else []
        found = self.model.messages(file)
        lines += [f"{each.title}. {each.text} {each.remedy}".strip() for each in found]
        if file.is_signed and file.examination.mends:
            lines.append(self.tr("Рядом лежит подпись: изменённая копия к ней не подойдёт."))
        self.details.setText("\n\n".join(lines) or self.tr("Замечаний нет."))
        self.area.setAccessibleDescription(self.details.text())

    def _mend(self) -> None:
        services, files, copies = self._services, self.model.files, self._copies

        def mend(cancel: Cancellation, progress: ProgressListener) -> tuple[CheckedFile, ...]:
            return mend_files(services.file_doctor, files, copies, progress, cancel)

        self._job = self._background.start(
            mend,
            done=while_alive(self, self._show),
            failed=while_alive(self, self._show_failure),
            progress=while_alive(self, self._show_progress),
        )
        self._job.finished.connect(self._end)
        self._permit()

    def _show_progress(self, progress: Progress) -> None:
        words = self.tr("Исправляем: {done} из {total} · {name}")
        self.summary.setText(
            words.format(done=progress.done + 1, total=progress.total, name=progress.item)
        )

    def _show_failure(self, error: NmoError) -> None:
        message = self._services.catalogue.of_error(error, self._services.language)
        self.details.setText(f"{message.title}. {message.text} {message.remedy}")

    def _end(self) -> None:
        self._job = None
        self._show(self.model.files)
        self.take_button.setFocus()

    def _take(self) -> None:
        self.taken.emit(tuple(each.path for each in self._fit()))
        self.accept()


def _label(tone: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if tone:
        label.setProperty("tone", tone)
    return label
