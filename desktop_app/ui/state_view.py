"""What fills a page that has nothing to show: an icon, words and one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Message

_ICON_PIXELS = 40
_TEXT_WIDTH = 520


class StateView(QWidget):
    """Empty, loading, offline or failed: each says what it is and what can be done."""

    failure_shown = Signal(str)
    """Code of the error that is shown from now on."""
    why_wanted = Signal()
    """«Почему так?» was pressed; it is there after ``offer_why`` only."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = "info"
        self._action: Callable[[], object] | None = None
        self.icon = QLabel()
        self.icon.setProperty("centred", "true")
        self.title = self._words("heading")
        self.text = self._words("")
        self.text.setProperty("tone", "muted")
        self.code = self._words("")
        self.code.setProperty("tone", "muted")
        self.code.hide()
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        self.why = QPushButton(self.tr("Почему так?"))
        self.why.setProperty("flat", "true")
        self.why.setToolTip(self.tr("Открыть диагностику на том, что это объясняет"))
        self.why.clicked.connect(self.why_wanted)
        self.why.hide()
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        for widget in (self.icon, self.title, self.text, self.code, self.button, self.why):
            column.addLayout(_centred(widget))
        column.addStretch(3)
        theme.changed.connect(self._paint_icon)

    def show_state(
        self,
        icon: str,
        title: str,
        text: str,
        button_text: str | None = None,
        action: Callable[[], object] | None = None,
    ) -> None:
        """Show a state; without ``button_text`` there is no button."""
        self._icon_name = icon
        self._paint_icon()
        self.title.setText(title)
        self.text.setText(text)
        self.code.hide()
        self.why.hide()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._action = action
        self.button.setText(button_text or "")
        self.button.setVisible(bool(button_text))

    def show_error(
        self, icon: str, message: Message, button_text: str, action: Callable[[], object]
    ) -> None:
        """Show an error of the catalogue; its words and its code can be selected."""
        text = " ".join(filter(None, (message.text, message.remedy)))
        self.show_state(icon, message.title, text, button_text, action)
        self.show_code(message.code)

    def show_code(self, code: str) -> None:
        """Add the code of the error that is shown; words and code can be selected."""
        self.code.setText(code)
        self.code.show()
        for label in (self.text, self.code):
            _make_selectable(label)
        self.failure_shown.emit(code)

    def offer_why(self, code: str) -> None:
        """Offer the diagnosis that explains ``code``, while that error is still shown."""
        self.why.setVisible(not self.code.isHidden() and self.code.text() == code)

    def _words(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setMinimumWidth(_TEXT_WIDTH)
        label.setMaximumWidth(_TEXT_WIDTH)
        label.setProperty("centred", "true")
        return label

    def _paint_icon(self) -> None:
        icon = self._theme.icon(self._icon_name, "muted", _ICON_PIXELS)
        self.icon.setPixmap(icon.pixmap(_ICON_PIXELS, _ICON_PIXELS))

    def _act(self) -> None:
        if self._action is not None:
            self._action()


def _make_selectable(label: QLabel) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415 - its first use takes 12 ms

    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    # Selectable text must not become a stop of the Tab key.
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def _centred(widget: QWidget) -> QHBoxLayout:
    """Centre without the namespace ``Qt``: its first use takes 12 ms before the first paint."""
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(widget)
    row.addStretch()
    return row
