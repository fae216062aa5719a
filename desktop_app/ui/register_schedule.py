"""Comparing with ФРМР by itself, when somebody is signed in and it is time to."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.accounts import SessionState
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import REGISTER_SYNC_DAYS
from desktop_app.ui.background import Background

_AFTER_LOGIN_MILLISECONDS = 15_000
"""First comes what the person signed in for."""
_AGAIN_MILLISECONDS = 60 * 60 * 1000


class RegisterSchedule(QObject):
    """A comparison that fails is tried again an hour later; the page says what is known."""

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.compare)

    def take_session(self, session: SessionState) -> None:
        """Begin to look at the clock, or stop."""
        if session.account is None:
            self._timer.stop()
        else:
            self._timer.start(_AFTER_LOGIN_MILLISECONDS)

    def compare(self) -> None:
        """Compare when it is time to."""
        self._timer.setInterval(_AGAIN_MILLISECONDS)
        if self._services.settings.get(REGISTER_SYNC_DAYS):
            self._background.start(
                lambda cancel, _progress: self._services.registers.sync.run_if_due((), cancel)
            )
