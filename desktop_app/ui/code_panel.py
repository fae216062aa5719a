"""Entering a code from a message: where it went, how long it works, sending it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.confirmations import SentCode

_DIGITS = 6
_FIELD_WIDTH = 160
_TICK_MILLISECONDS = 1000


def _now() -> datetime:
    return datetime.now(UTC)


class CodePanel(QWidget):
    """Without a code under way it offers to send one; then it takes the digits."""

    send_wanted = Signal()
    code_entered = Signal(str)

    def __init__(self, clock: Callable[[], datetime] = _now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._sent: SentCode | None = None
        self._running = False
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.caption = QLabel(self.tr("Код из сообщения"))
        self.field = QLineEdit()
        self.field.setMaxLength(_DIGITS)
        self.field.setFixedWidth(_FIELD_WIDTH)
        self.field.setAccessibleName(self.caption.text())
        self.caption.setBuddy(self.field)
        self.send_button = QPushButton(self.tr("Получить код"))
        self.again_button = QPushButton()
        self.confirm_button = QPushButton(self.tr("Подтвердить"))
        self.confirm_button.setProperty("primary", "true")
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._show)
        self._build()
        self._show()

    def show_sent(self, sent: SentCode) -> None:
        """Take the digits of a code that was sent."""
        self._sent = sent
        self.field.clear()
        self._timer.start()
        self._show()
        self.field.setFocus()

    def clear(self) -> None:
        """Offer to send a code anew."""
        self._sent = None
        self._timer.stop()
        self.field.clear()
        self._show()

    def show_running(self, *, running: bool) -> None:
        """While the portal is asked nothing can be pressed."""
        self._running = running
        self._show()

    def _build(self) -> None:
        for button in (self.send_button, self.again_button, self.confirm_button):
            button.setAutoDefault(False)
        self.send_button.clicked.connect(self.send_wanted)
        self.again_button.clicked.connect(self.send_wanted)
        self.confirm_button.clicked.connect(self._enter)
        self.field.returnPressed.connect(self._enter)
        self.field.textChanged.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (self.field, self.confirm_button, self.again_button, self.send_button):
            row.addWidget(widget)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.caption)
        column.addLayout(row)

    def _enter(self) -> None:
        if self.confirm_button.isEnabled() and self._sent is not None:
            self.code_entered.emit(self.field.text())

    def _show(self, *_: object) -> None:
        sent, text = self._sent, self.field.text()
        for widget in (self.told, self.caption, self.field, self.again_button, self.confirm_button):
            widget.setVisible(sent is not None)
        self.send_button.setVisible(sent is None)
        self.send_button.setEnabled(not self._running)
        whole = len(text) == _DIGITS and text.isascii() and text.isdigit()
        self.confirm_button.setEnabled(whole and not self._running)
        if sent is not None:
            self._show_times(sent)

    def _show_times(self, sent: SentCode) -> None:
        now = self._clock()
        if now >= sent.expires_at:
            words = self.tr("Время кода вышло. Запросите новый.")
        else:
            words = self.tr("Код отправлен: {address}. Он действует до {until}.").format(
                address=sent.address, until=f"{sent.expires_at.astimezone():%H:%M}"
            )
        self.told.setText(words)
        seconds = int((sent.resend_at - now).total_seconds())
        self.again_button.setEnabled(seconds <= 0 and not self._running)
        self.again_button.setText(
            self.tr("Отправить ещё раз")
            if seconds <= 0
            else self.tr("Отправить ещё раз через {seconds} с").format(seconds=seconds)
        )
