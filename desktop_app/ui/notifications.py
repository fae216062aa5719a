"""Messages beside the clock, where the system has such a place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

_SHOWN_MILLISECONDS = 15_000


class Notifications(QObject):
    """The icon beside the clock; it is there from the first message on."""

    clicked = Signal()
    """The person answered a message, or pressed the icon."""

    def __init__(self, icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, text: str) -> bool:
        """Show a message; False where the system has no place for it."""
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(lambda _reason: self.clicked.emit())
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, text, self._icon, _SHOWN_MILLISECONDS)
        return True
