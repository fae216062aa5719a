"""Reminds of terms that end soon: beside the clock where there is a place, else in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.credentials import Credential
from desktop_app.core.reminders import Reminder
from desktop_app.services.program import Services
from desktop_app.services.reminders import Reminders, left_words
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.reminders_dialog import RemindersDialog

_HOUR_MILLISECONDS = 3_600_000
_NAMED = 3

Notify = Callable[[str, str], bool]
"""Shows title and text beside the clock; False where that cannot be."""


class CredentialReminding(QObject):
    """Looks at each new table, and once an hour as long as the window is open."""

    reminded = Signal(str)
    """Words for the window, where nothing can be shown beside the clock."""
    failed = Signal(object)
    """``NmoError``"""

    def __init__(
        self,
        services: Services,
        background: Background,
        page: QWidget,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(page)
        self._services = services
        self._background = background
        self._page = page
        self.notify: Notify = lambda _title, _text: False
        """Tells beside the clock; the window gives it its icon there."""
        self._now = now
        self._credentials: Sequence[Credential] = ()
        self._reminders = Reminders(services.settings)
        self._hourly = QTimer(self)
        self._hourly.setInterval(_HOUR_MILLISECONDS)
        self._hourly.timeout.connect(self._look)

    def take_rows(self, credentials: Sequence[Credential]) -> None:
        """Remind of what is new since the last time."""
        self._credentials = credentials
        self._hourly.start()
        self._look()

    def show_dialog(self) -> None:
        """Show what ends soon, when to remind, and the way to a calendar."""
        dialog = RemindersDialog(
            self._services, self._background, self._credentials, self._page, self._now
        )
        dialog.accepted.connect(self._look)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look(self) -> None:
        reminders, rows = self._reminders, tuple(self._credentials)
        today = self._now().astimezone().date()
        self._background.start(
            lambda _cancel, _progress: reminders.fresh(rows, today),
            done=while_alive(self, self._tell),
            failed=while_alive(self, self.failed.emit),
        )

    def _tell(self, fresh: tuple[Reminder, ...]) -> None:
        if not fresh:
            return
        title = self.tr("Заканчивается срок документов: {count}").format(count=len(fresh))
        lines = [self._line(each) for each in fresh[:_NAMED]]
        if len(fresh) > _NAMED:
            lines.append(self.tr("и ещё {count}").format(count=len(fresh) - _NAMED))
        if not self.notify(title, "\n".join(lines)):
            self.reminded.emit(f"{title}. {'; '.join(lines)}")

    def _line(self, reminder: Reminder) -> str:
        left = left_words(reminder, self._services.catalogue, self._services.language)
        return f"{reminder.credential.name}: {left}"
