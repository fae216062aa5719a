"""The field that a PIN is typed into, with «Показать» and the keyboard hint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop_app.core.pin import Pin
from desktop_app.ui.keyboard_hint import KeyboardHint

_LONGEST = 128


class PinField(QWidget):
    """Shows dots; gives the PIN away once and wipes itself."""

    def __init__(self, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = QLabel(caption or self.tr("&PIN-код токена"))
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(_LONGEST)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.edit.setAccessibleName(self.caption.text().replace("&", ""))
        self.caption.setBuddy(self.edit)
        self.shown = QCheckBox(self.tr("П&оказать"))
        self.shown.toggled.connect(self._show)
        self.hint = KeyboardHint(self.edit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.caption, 0, 0, 1, 2)
        grid.addWidget(self.edit, 1, 0)
        grid.addWidget(self.shown, 1, 1)
        grid.addWidget(self.hint, 2, 0, 1, 2)
        self.setFocusProxy(self.edit)

    def take(self) -> Pin:
        """Return the PIN and empty the field, its undo history too."""
        pin = Pin(self.edit.text())
        self.wipe()
        return pin

    def wipe(self) -> None:
        """Empty the field."""
        self.edit.setText("")
        self.shown.setChecked(False)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
