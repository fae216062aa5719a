"""Progress of a batch of documents, each with its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Message
from desktop_app.core.errors import NmoError
from desktop_app.services.batch_signing import TokenGone
from desktop_app.services.program import Services
from desktop_app.services.signing_batch import DocumentState, Outcome, SigningBatch
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.theme import Theme

_SIZE = (640, 480)
_LOOKS = {
    DocumentState.WAITING: ("clock", "muted"),
    DocumentState.SIGNED: ("circle-check", "ok"),
    DocumentState.FAILED: ("circle-x", "fail"),
}


class BatchDialog(QDialog):
    """Shows what ``batch`` holds whenever it is told to; closing it while it runs cancels."""

    pause_wanted = Signal(bool)
    cancel_wanted = Signal()
    again_wanted = Signal()
    """Sign what has no signature yet, with the PIN anew."""
    go_on_wanted = Signal()
    """The token is back: ask for its PIN."""

    def __init__(
        self, names: Sequence[str], services: Services, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._names = tuple(names)
        self._running = False
        self.has_result = False
        self.batch: SigningBatch[Any] | None = None
        self.setWindowTitle(self.tr("Подписание документов"))
        self.setModal(True)
        self.resize(*_SIZE)
        self._build()
        self.show_waiting()
        theme.changed.connect(self._paint)

    def reject(self) -> None:
        """Cancel what runs; close what does not."""
        if self._running:
            self.cancel_button.setEnabled(False)
            self.cancel_wanted.emit()
        else:
            super().reject()

    def show_waiting(self) -> None:
        """Nothing is signed yet: the PIN is being asked for."""
        self._running = self.has_result = False
        self.message.clear()
        self.notice.clear()
        self.summary.setText(self.tr("Ждём PIN"))
        self._offer(self.cancel_button)

    def show_running(self) -> None:
        """The token is open and signs."""
        self._running = True
        self.message.clear()
        self.notice.clear()
        self.pause_button.setChecked(False)
        self.cancel_button.setEnabled(True)
        self._offer(self.pause_button, self.cancel_button)
        self.show_batch()

    def show_batch(self) -> None:
        """Show how far the batch is."""
        if self.batch is None:
            return
        outcomes = self.batch.outcomes
        signed = self.batch.count(DocumentState.SIGNED)
        words = self.tr("Подписано: {signed} из {total}")
        self.summary.setText(words.format(signed=signed, total=len(outcomes)))
        self.bar.setValue(len(outcomes) - self.batch.count(DocumentState.WAITING))
        for row, outcome in enumerate(outcomes):
            self._show_outcome(self.list.item(row), outcome)

    def _paint(self) -> None:
        """Take the icons in the colours in force."""
        outcomes = self.batch.outcomes if self.batch else ()
        for row in range(self.list.count()):
            state = outcomes[row].state if outcomes else DocumentState.WAITING
            self.list.item(row).setIcon(self._theme.icon(*_LOOKS[state]))

    def show_gone(self, gone: TokenGone) -> None:
        """The token was taken out; the batch waits for it."""
        self._offer(self.go_on_button, self.cancel_button)
        self.go_on_button.setEnabled(False)
        language = self._services.language
        self.message.show_message(
            self._services.catalogue.message(gone.code, gone.data(), language)
        )

    def show_back(self) -> None:
        """The token is back; its PIN is needed."""
        self.go_on_button.setEnabled(True)
        self.go_on_button.setFocus()

    def show_result(self, error: NmoError | None) -> None:
        """The batch has ended, by ``error`` or because nothing is left to try."""
        self._running, self.has_result = False, True
        self.message.clear()
        self.notice.clear()
        self.show_batch()
        if error is not None:
            self.message.show_message(self._message(error))
        left = self.batch is None or self.batch.count(DocumentState.SIGNED) < len(self._names)
        self.close_button.setDefault(True)
        self._offer(*([self.again_button] if left else []), self.close_button)
        if error is None and not left:
            self.summary.setText(self.tr("Подписаны все документы: %n", "", len(self._names)))
        (self.again_button if left else self.close_button).setFocus()

    def show_remark(self, message: Message) -> None:
        """Say what else is to be known of a batch that has ended."""
        view = self.message if message.code else self.notice
        view.show_message(message)

    def _build(self) -> None:
        self.summary = QLabel()
        self.summary.setObjectName("heading")
        self.bar = QProgressBar()
        self.bar.setRange(0, len(self._names))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Сколько документов позади"))
        self.message = MessageView(self._theme, "warn")
        self.notice = MessageView(self._theme, "info")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Документы"))
        self.list.setTabKeyNavigation(False)
        for name in self._names:
            entry = QListWidgetItem(name)
            entry.setIcon(self._theme.icon(*_LOOKS[DocumentState.WAITING]))
            self.list.addItem(entry)
        self.pause_button = self._button(self.tr("Пауза"))
        self.pause_button.setCheckable(True)
        self.pause_button.toggled.connect(self._hold)
        self.cancel_button = self._button(self.tr("Отменить"))
        self.cancel_button.clicked.connect(self.reject)
        self.go_on_button = self._button(self.tr("Продолжить"))
        self.go_on_button.setProperty("primary", "true")
        self.go_on_button.clicked.connect(self.go_on_wanted)
        self.again_button = self._button(self.tr("Подписать неудавшиеся"))
        self.again_button.clicked.connect(self.again_wanted)
        self.close_button = self._button(self.tr("Закрыть"))
        self.close_button.setProperty("primary", "true")
        self.close_button.clicked.connect(self.accept)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch()
        for button in self._buttons():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for widget in (self.summary, self.bar, self.message, self.notice):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.pause_button,
            self.go_on_button,
            self.again_button,
            self.cancel_button,
            self.close_button,
        )

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        return button

    def _offer(self, *offered: QPushButton) -> None:
        for button in self._buttons():
            button.setVisible(button in offered)

    def _hold(self, held: bool) -> None:
        self.pause_button.setText(self.tr("Продолжить") if held else self.tr("Пауза"))
        self.pause_wanted.emit(held)

    def _show_outcome(self, entry: QListWidgetItem, outcome: Outcome[Any]) -> None:
        words = {
            DocumentState.WAITING: self.tr("ждёт"),
            DocumentState.SIGNED: self.tr("подписан"),
            DocumentState.FAILED: self.tr("не подписан"),
        }[outcome.state]
        why = f": {self._message(outcome.error).title}" if outcome.error is not None else ""
        text = f"{outcome.document.name} — {words}{why}"
        if entry.text() != text:
            entry.setText(text)
            entry.setIcon(self._theme.icon(*_LOOKS[outcome.state]))
            entry.setData(Qt.ItemDataRole.ToolTipRole, text)

    def _message(self, error: NmoError) -> Message:
        return self._services.catalogue.of_error(error, self._services.language)
