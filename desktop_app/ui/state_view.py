"""What fills a page that has nothing to show: an icon, words and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme

_ICON_PIXELS = 40
_TEXT_WIDTH = 520


class StateView(QWidget):
    """Empty, loading, offline or failed: each says what it is and what can be done."""

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
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        for widget in (self.icon, self.title, self.text, self.button):
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
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._action = action
        self.button.setText(button_text or "")
        self.button.setVisible(bool(button_text))

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


def _centred(widget: QWidget) -> QHBoxLayout:
    """Centre without the namespace ``Qt``: its first use takes 12 ms before the first paint."""
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(widget)
    row.addStretch()
    return row
