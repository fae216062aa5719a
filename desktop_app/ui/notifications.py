"""Messages beside the clock, where the system has such a place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

_SHOWN_MILLISECONDS = 15_000


class Notifications(QObject):
    """The program's one icon beside the clock; it is there from the first message on."""

    def __init__(self, icon: QIcon, window: QWidget) -> None:
        super().__init__(window)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None
        self._answer: Callable[[], object] = window.showNormal
        self.menu = QMenu(window)
        """What the icon leads to, whatever it told last."""

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Add a line to the icon's menu."""
        self.menu.addAction(words).triggered.connect(lambda _checked: act())

    def show(self, title: str, text: str, answer: Callable[[], object]) -> bool:
        """Show a message; ``answer`` is done when the person presses it or the icon.

        Returns False where the system has no place for it.
        """
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return False
        self._answer = answer
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setContextMenu(self.menu)
            self._tray.messageClicked.connect(self.press)
            self._tray.activated.connect(self._activate)
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, text, self._icon, _SHOWN_MILLISECONDS)
        return True

    def press(self) -> None:
        """Do what the last message leads to."""
        self._answer()

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.press()
