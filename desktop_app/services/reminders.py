"""Reminders before a term ends: when the person wants them, and which were shown already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.credentials import Credential
from desktop_app.core.errors.inputs import ReminderDaysError
from desktop_app.core.reminders import LONGEST_DAYS, Reminder, due_reminders
from desktop_app.services.storage.settings import Setting, SettingsStore

_MOST_DAYS = 10


def _are_days(values: list[str]) -> bool:
    return len(values) <= _MOST_DAYS and all(_is_day(each) for each in values)


def _is_day(value: object) -> bool:
    is_number = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 5
    return is_number and int(str(value)) <= LONGEST_DAYS


REMINDER_DAYS: Final = Setting("reminders.days", ["180", "90", "30", "7"], _are_days)
"""Days before the end of a term; empty: no reminders."""
REMINDERS_SHOWN: Final = Setting("reminders.shown", list[str](), lambda _value: True)
"""Keys of the reminders that were shown."""


class Reminders:
    """What the settings say about reminders."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings

    def days(self) -> tuple[int, ...]:
        """Return the days before the end, the longest first."""
        return tuple(
            sorted({int(each) for each in self._settings.get(REMINDER_DAYS)}, reverse=True)
        )

    def set_days(self, days: Iterable[int]) -> None:
        """Keep other days; none turns the reminders off.

        Raises ``ReminderDaysError`` and ``StateError`` when settings cannot be written.
        """
        texts = [str(each) for each in sorted(set(days), reverse=True)]
        if not _are_days(texts):
            raise ReminderDaysError(longest=LONGEST_DAYS, most=_MOST_DAYS)
        self._settings.set(REMINDER_DAYS, texts)

    def due(
        self, credentials: Iterable[Credential], today: date, days: Sequence[int] | None = None
    ) -> tuple[Reminder, ...]:
        """Return the reminders due on ``today``, the nearest end first."""
        return due_reminders(credentials, today, self.days() if days is None else days)

    def fresh(self, credentials: Iterable[Credential], today: date) -> tuple[Reminder, ...]:
        """Return the due reminders that were not shown yet, and note them as shown.

        A term that was extended, and a nearer threshold, are reminders of their own. Raises
        ``StateError`` when settings cannot be written.
        """
        due = self.due(credentials, today)
        shown = self._settings.get(REMINDERS_SHOWN)
        fresh = tuple(each for each in due if each.key not in shown)
        keys = [each.key for each in due]
        if keys != shown:
            self._settings.set(REMINDERS_SHOWN, keys)
        return fresh


def left_words(reminder: Reminder, catalogue: Catalogue, language: str) -> str:
    """Return how long the term still lasts, or since when it is over."""
    days = reminder.days_left
    code = "reminder.today" if days == 0 else "reminder.left" if days > 0 else "reminder.over"
    return catalogue.phrase(code, language, days=abs(days))


def days_of(text: str) -> tuple[int, ...]:
    """Return the days of «180, 90 30». Raises ``ReminderDaysError``."""
    parts = text.replace(",", " ").replace(";", " ").split()
    if not all(_is_day(part) for part in parts):
        raise ReminderDaysError(longest=LONGEST_DAYS, most=_MOST_DAYS)
    return tuple(sorted({int(part) for part in parts}, reverse=True))
