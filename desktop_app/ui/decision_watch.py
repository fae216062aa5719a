"""Tells what portal and operator decided: beside the clock, and in the window for as long."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop_app.core.accounts import SessionState
from desktop_app.core.decisions import Decision, decision_text
from desktop_app.core.message_format import time_text
from desktop_app.services.decisions import DECISIONS_BESIDE_CLOCK
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.decision_switch import DecisionSwitch
from desktop_app.ui.notifications import Notifications
from desktop_app.ui.register_panel import scrolled, words_label

_AFTER_LOGIN_MILLISECONDS = 5_000
_AGAIN_MILLISECONDS = 15 * 60 * 1000
_NAMED = 3
_SIZE = (560, 360)


class DecisionWatch(QObject):
    """Looks while somebody is signed in; what cannot be asked now is asked later."""

    told = Signal(int)
    """How many decisions the person has not looked at."""
    answered = Signal()
    """The person pressed the message beside the clock."""

    def __init__(
        self,
        services: Services,
        background: Background,
        notifications: Notifications,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._window = window
        self._unseen = 0
        self._turn = 0
        self._notifications = notifications
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def take_session(self, session: SessionState) -> None:
        """Begin to look, or stop; nothing of the person before is told any more."""
        self._turn += 1
        self._tell_unseen(0)
        if session.account is None:
            self._timer.stop()
        else:
            self._timer.start(_AFTER_LOGIN_MILLISECONDS)

    def look(self) -> None:
        """Ask what was decided."""
        self._timer.setInterval(_AGAIN_MILLISECONDS)
        turn = self._turn
        self._background.start(
            lambda cancel, _progress: self._services.decisions.look(cancel),
            done=while_alive(self, lambda fresh: self._take(fresh) if turn == self._turn else None),
        )

    def show_list(self) -> None:
        """Show every decision that was found, newest first."""
        self._tell_unseen(0)
        self._background.start(
            lambda _cancel, _progress: self._services.decisions.known(),
            done=while_alive(self, self._open),
        )

    def _take(self, fresh: tuple[Decision, ...]) -> None:
        if not fresh:
            return
        self._tell_unseen(self._unseen + len(fresh))
        if self._services.settings.get(DECISIONS_BESIDE_CLOCK):
            lines = [self._words(each) for each in fresh[:_NAMED]]
            if len(fresh) > _NAMED:
                lines.append(self.tr("и ещё {count}").format(count=len(fresh) - _NAMED))
            title = self.tr("Решения портала")
            self._notifications.show(title, "\n".join(lines), self.answered.emit)

    def _open(self, decisions: tuple[Decision, ...]) -> None:
        dialog = QDialog(self._window)
        dialog.setWindowTitle(self.tr("Решения портала"))
        dialog.resize(*_SIZE)
        language = self._services.language
        lines = (f"{time_text(each.found_at, language)}  {self._words(each)}" for each in decisions)
        text = words_label()
        text.setText("\n".join(lines) or self.tr("Новых решений не было."))
        beside_clock = DecisionSwitch(self._services.settings)
        beside_clock.toggled.connect(lambda on: self._keep(beside=on))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        column.addWidget(scrolled(text, dialog.windowTitle()), 1)
        column.addWidget(beside_clock)
        column.addWidget(buttons)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, *, beside: bool) -> None:
        settings = self._services.settings
        self._background.start(
            lambda _cancel, _progress: settings.set(DECISIONS_BESIDE_CLOCK, beside)
        )

    def _tell_unseen(self, count: int) -> None:
        self._unseen = count
        self.told.emit(count)

    def _words(self, decision: Decision) -> str:
        return decision_text(decision, self._services.catalogue, self._services.language)
