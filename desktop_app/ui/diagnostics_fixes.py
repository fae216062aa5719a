"""The fixes that were carried out here, each with its way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import NmoError
from desktop_app.services.diagnostics.fixing import AppliedFix
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.diagnostics_words import DiagnosisWords, changes_text
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.theme import Theme

_SIZE = (640, 480)
_DETAILS_HEIGHT = 110


class FixesDialog(QDialog):
    """Newest first; what was taken back leaves the list."""

    changed = Signal(str)
    """Identifier of the check to carry out again."""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._words = DiagnosisWords(services.catalogue, services.language)
        self._fixes: tuple[AppliedFix, ...] = ()
        self._job: Job | None = None
        self.setWindowTitle(self.tr("Исправления"))
        self.setModal(True)
        self.resize(*_SIZE)
        self._build(theme)
        self._read()

    def reject(self) -> None:
        """Close, unless a change is being taken back."""
        if self._job is None:
            super().reject()

    def _build(self, theme: Theme) -> None:
        heading = QLabel(self.tr("Что программа исправила здесь"))
        heading.setObjectName("heading")
        self.empty = QLabel(self.tr("Исправлений, которые можно отменить, нет."))
        self.empty.setWordWrap(True)
        self.error = MessageView(theme)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Исправления"))
        self.list.currentRowChanged.connect(self._show)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setFixedHeight(_DETAILS_HEIGHT)
        self.details.setAccessibleName(self.tr("Что было изменено"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(self.error)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.list, 1)
        column.addWidget(self.details)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.undo_button = QPushButton(self.tr("Отменить изменение"))
        self.undo_button.setAutoDefault(False)
        self.undo_button.clicked.connect(self._undo)
        self.close_button = QPushButton(self.tr("Закрыть"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.undo_button)
        row.addWidget(self.close_button)
        return row

    def _read(self) -> None:
        services = self._services
        self._show_fixes(())
        self._background.start(
            lambda _cancel, _progress: services.diagnostics.applied_fixes(),
            done=while_alive(self, self._show_fixes),
            failed=while_alive(self, self._show_error),
        )

    def _show_fixes(self, fixes: tuple[AppliedFix, ...]) -> None:
        self._fixes = tuple(each for each in fixes if each.undo is not None)
        self.list.clear()
        for each in self._fixes:
            when = each.applied_at.astimezone().strftime("%d.%m.%Y %H:%M")
            self.list.addItem(f"{when} · {self._words.fix(each.plan).title}")
        for widget in (self.list, self.details, self.undo_button):
            widget.setVisible(bool(self._fixes))
        self.empty.setVisible(not self._fixes)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        chosen = self._fixes[row] if 0 <= row < len(self._fixes) else None
        self.details.setPlainText(changes_text(chosen.plan, self._words) if chosen else "")
        self.undo_button.setEnabled(chosen is not None and self._job is None)

    def _undo(self) -> None:
        row = self.list.currentRow()
        if self._job is not None or not 0 <= row < len(self._fixes):
            return
        applied, services = self._fixes[row], self._services
        self.error.clear()
        self.undo_button.setEnabled(False)
        self.close_button.setEnabled(False)
        self._job = self._background.start(
            lambda _cancel, _progress: services.diagnostics.undo_fix(applied.id),
            done=lambda _none: self._undone(applied),
            failed=self._show_error,
        )

    def _undone(self, applied: AppliedFix) -> None:
        self._stop()
        self._read()
        self.changed.emit(applied.plan.check)

    def _stop(self) -> None:
        self._job = None
        self.close_button.setEnabled(True)

    def _show_error(self, error: NmoError) -> None:
        self._stop()
        self.error.show_message(self._services.catalogue.of_error(error, self._services.language))
        self._show(self.list.currentRow())
