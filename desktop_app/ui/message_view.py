"""A message of the catalogue: what happened, why, what to do, and the code for support."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Message
from desktop_app.ui.theme import Theme

_ICONS = {"fail": "circle-x", "warn": "triangle-alert", "info": "info"}
_ICON_PIXELS = 20


class MessageView(QFrame):
    """Hidden until there is a message; its text can be selected and copied."""

    failure_shown = Signal(str)
    """Code of the message that is shown from now on."""
    why_wanted = Signal()
    """«Почему так?» was pressed; it is there after ``offer_why`` only."""

    def __init__(self, theme: Theme, tone: str = "fail", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self.setProperty("panel", tone)
        self._icon = QLabel()
        self.title, self.text, self.remedy, self.code = (_words() for _ in range(4))
        self.title.setProperty("scale", "lead")
        self.code.setProperty("tone", "muted")
        column = QVBoxLayout()
        column.setSpacing(4)
        for label in (self.title, self.text, self.remedy, self.code):
            column.addWidget(label)
        self.why = QPushButton(self.tr("Почему так?"))
        self.why.setToolTip(self.tr("Открыть диагностику на том, что это объясняет"))
        self.why.clicked.connect(self.why_wanted)
        self.why.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._paint)
        self._paint()
        self.hide()

    def show_message(self, message: Message) -> None:
        """Show a message and tell screen readers."""
        self.why.hide()
        self.title.setText(message.title)
        self.text.setText(message.text)
        self.remedy.setText(message.remedy)
        self.code.setText(message.code)
        for label in (self.text, self.remedy, self.code):
            label.setVisible(bool(label.text()))
        self.setAccessibleName(message.title)
        self.setAccessibleDescription(f"{message.text} {message.remedy}")
        self.show()
        self.failure_shown.emit(message.code)

    def offer_why(self, code: str) -> None:
        """Offer the diagnosis that explains ``code``, while that message is still shown."""
        self.why.setVisible(self.code.text() == code)

    def clear(self) -> None:
        """Show nothing."""
        self.hide()

    def _paint(self) -> None:
        icon = self._theme.icon(_ICONS[self._tone], self._tone, _ICON_PIXELS)
        self._icon.setPixmap(icon.pixmap(_ICON_PIXELS, _ICON_PIXELS))


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    # Selectable text must not become a stop of the Tab key.
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
