"""Hints beside a PIN field: Caps Lock and a keyboard layout that is not Latin."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget


class KeyboardHint(QLabel):
    """Watches a field; Caps Lock is inferred from a letter's case, as Qt has no question for it."""

    def __init__(self, field: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "warn")
        self.setWordWrap(True)
        self._caps = False
        field.installEventFilter(self)
        QGuiApplication.inputMethod().localeChanged.connect(self._tell)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each key press of the field; nothing is swallowed."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            text = event.text()
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if text.isalpha():
                self._caps = text.isupper() != shift
            elif event.key() == Qt.Key.Key_CapsLock:
                self._caps = not self._caps
            self._tell(cyrillic=any("\u0400" <= letter <= "\u04ff" for letter in text))
        return super().eventFilter(watched, event)

    def _tell(self, *_: object, cyrillic: bool = False) -> None:
        hints = []
        if self._caps:
            hints.append(self.tr("Включён Caps Lock."))
        if cyrillic or QGuiApplication.inputMethod().locale().name().startswith("ru"):
            hints.append(self.tr("Раскладка русская: буквы PIN обычно латинские."))
        self.setText(" ".join(hints))
