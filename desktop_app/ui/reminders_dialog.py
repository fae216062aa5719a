"""When to remind of terms, what ends soon, and a calendar file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.credentials import Credential
from desktop_app.core.errors import NmoError
from desktop_app.core.reminders import Reminder
from desktop_app.services.program import Services
from desktop_app.services.reminders import Reminders, days_of, left_words
from desktop_app.services.storage.private_file import write_over
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.credentials_columns import day_text
from desktop_app.ui.save_dialog import ask_where_to_save

_SIZE = (560, 440)
_MOST_LINES = 200


class RemindersDialog(QDialog):
    """Keeps the days when it is accepted."""

    def __init__(
        self,
        services: Services,
        background: Background,
        credentials: Sequence[Credential],
        parent: QWidget,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._credentials = tuple(credentials)
        self._now = now
        self._reminders = Reminders(services.settings)
        self.setWindowTitle(self.tr("Напоминания о сроках"))
        self.resize(*_SIZE)
        self._build()
        self._show_due()

    def accept(self) -> None:
        """Keep the days; stay open when they are not right."""
        reminders, text = self._reminders, self.days.text()
        self._background.start(
            lambda _cancel, _progress: reminders.set_days(days_of(text)),
            done=while_alive(self, lambda _none: QDialog.accept(self)),
            failed=while_alive(self, self._refuse),
        )

    def _build(self) -> None:
        words = QLabel(
            self.tr("За сколько дней до конца срока напоминать. Пустая строка — не напоминать.")
        )
        words.setWordWrap(True)
        self.days = QLineEdit(", ".join(map(str, self._reminders.days())))
        self.days.setAccessibleName(self.tr("Дни до конца срока"))
        self.days.textChanged.connect(lambda _text: self._show_due())
        words.setBuddy(self.days)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setProperty("tone", "fail")
        self.heading = QLabel()
        self.due = QListWidget()
        self.due.setAccessibleName(self.tr("У чего заканчивается срок"))
        self.due.setWordWrap(True)
        self.due.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.calendar = QPushButton(self.tr("Сохранить календарь (.ics)…"))
        self.calendar.setAutoDefault(False)
        self.calendar.setToolTip(self.tr("Сроки всех документов для Outlook, телефона и других"))
        self.calendar.clicked.connect(self._ask_file)
        buttons = QDialogButtonBox()
        keep = buttons.addButton(self.tr("Готово"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setDefault(True)
        buttons.addButton(self.tr("Отмена"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        for widget in (words, self.days, self.error, self.heading):
            column.addWidget(widget)
        column.addWidget(self.due, 1)
        column.addWidget(self.calendar, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(buttons)

    def _show_due(self) -> None:
        try:
            days = days_of(self.days.text())
        except NmoError as error:
            self._show_error(error)
            return
        self.error.clear()
        today = self._now().astimezone().date()
        due = self._reminders.due(self._credentials, today, days)
        self.heading.setText(self.tr("%n заканчиваются", "", len(due)))
        self.due.clear()
        self.due.addItems([self._line(each) for each in due[:_MOST_LINES]])

    def _line(self, reminder: Reminder) -> str:
        left = left_words(reminder, self._services.catalogue, self._services.language)
        return f"{day_text(reminder.ends_on)} · {left} · {reminder.credential.name}"

    def _refuse(self, error: NmoError) -> None:
        self._show_error(error)
        self.days.setFocus()

    def _show_error(self, error: NmoError) -> None:
        message = self._services.catalogue.of_error(error, self._services.language)
        self.error.setText(f"{message.title}. {message.remedy}")

    def _ask_file(self) -> None:
        ask_where_to_save(
            self,
            self.tr("Сохранить календарь"),
            self.tr("Сроки документов НМО.ics"),
            [self.tr("Календарь (*.ics)")],
            self.save_calendar,
        )

    def save_calendar(self, path: Path) -> None:
        """Write the calendar; an existing file is replaced, as the person agreed."""
        services, credentials, now = self._services, self._credentials, self._now()
        days = self._reminders.days()

        def write(_cancel: object, _progress: object) -> None:
            from desktop_app.services.reminder_calendar import (  # noqa: PLC0415 - slow to import
                reminder_calendar,
            )

            content = reminder_calendar(
                credentials, days, services.catalogue, services.language, now
            )
            write_over(path, content)

        saved = self.tr("Календарь сохранён: {path}").format(path=path)
        self._background.start(
            write,
            done=while_alive(self, lambda _none: self.heading.setText(saved)),
            failed=while_alive(self, self._show_error),
        )
