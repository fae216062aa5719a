"""Columns of the table of credentials: what each sorts by and which words it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import IntEnum
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QObject

from desktop_app.core.credentials import (
    Check,
    CheckVerdict,
    Credential,
    CredentialStatus,
    VersionState,
)


class Column(IntEnum):
    """Columns in their first order; the person may move and hide them."""

    NAME = 0
    ISSUED = 1
    VALID_FROM = 2
    VALID_UNTIL = 3
    STATUS = 4
    NUMBER = 5
    ORGANISATION = 6
    CHECK = 7
    ACTION = 8
    HOLDER = 9
    """Whose it is; shown in the table of an organisation's people only."""


TEXT_COLUMNS = frozenset({Column.NAME, Column.NUMBER, Column.ORGANISATION, Column.HOLDER})
"""Columns ordered by Russian collation."""

RIGHT_ALIGNED = frozenset({Column.ISSUED, Column.VALID_FROM, Column.VALID_UNTIL, Column.NUMBER})
"""Columns of dates and numbers, aligned to the right in tabular figures."""

_STATUS_ORDER = {
    CredentialStatus.RENEWAL: 0,
    CredentialStatus.EXPIRED: 1,
    CredentialStatus.REVOKED: 2,
    CredentialStatus.IN_CONFIRMATION: 3,
    CredentialStatus.VALID: 4,
}
_VERDICT_ORDER = {
    CheckVerdict.NOT_CONFIRMED: 0,
    CheckVerdict.UNCLEAR: 1,
    CheckVerdict.CONFIRMED: 2,
}


def _check_order(credential: Credential) -> tuple[int, float]:
    if credential.check is None:
        return 3, 0.0
    return _VERDICT_ORDER[credential.check.verdict], credential.check.checked_at.timestamp()


SORT_VALUES: dict[Column, Callable[[Credential], Any]] = {
    Column.NAME: lambda row: row.name,
    Column.ISSUED: lambda row: row.issued_on,
    Column.VALID_FROM: lambda row: row.valid_from,
    Column.VALID_UNTIL: lambda row: row.valid_until or date.max,
    Column.STATUS: lambda row: _STATUS_ORDER[row.status],
    Column.NUMBER: lambda row: row.number,
    Column.ORGANISATION: lambda row: row.organisation,
    Column.CHECK: _check_order,
    Column.HOLDER: lambda row: row.holder,
}
"""What each column orders by: what needs the person first, a missing term last.

``ACTION`` is absent, it has no order.
"""


@lru_cache(maxsize=4096)
def day_text(day: date) -> str:
    """Return a date as ДД.ММ.ГГГГ."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def moment_text(moment: datetime, now: datetime) -> str:
    """Return a moment in local time: the time alone when it is today, else date and time."""
    local = moment.astimezone()
    if local.date() == now.astimezone().date():
        return f"{local:%H:%M}"
    return f"{day_text(local.date())}, {local:%H:%M}"


class CredentialWords(QObject):
    """Words of columns, statuses and verdicts in the language of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles = {
            Column.NAME: self.tr("Название"),
            Column.ISSUED: self.tr("Дата"),
            Column.VALID_FROM: self.tr("Действует с"),
            Column.VALID_UNTIL: self.tr("Действует до"),
            Column.STATUS: self.tr("Статус"),
            Column.NUMBER: self.tr("Номер"),
            Column.ORGANISATION: self.tr("Организация"),
            Column.CHECK: self.tr("Проверено"),
            Column.ACTION: self.tr("Действие"),
            Column.HOLDER: self.tr("Сотрудник"),
        }
        self.statuses = {
            CredentialStatus.VALID: self.tr("Действителен"),
            CredentialStatus.EXPIRED: self.tr("Просрочен"),
            CredentialStatus.IN_CONFIRMATION: self.tr("На подтверждении"),
            CredentialStatus.RENEWAL: self.tr("Требует продления"),
            CredentialStatus.REVOKED: self.tr("Отозван"),
        }
        self.verdicts = {
            CheckVerdict.CONFIRMED: self.tr("Подтверждено"),
            CheckVerdict.NOT_CONFIRMED: self.tr("Не подтверждено"),
            CheckVerdict.UNCLEAR: self.tr("Требуется уточнение"),
        }
        self.reviews = {
            VersionState.ON_REVIEW: self.tr("новый документ на проверке"),
            VersionState.REFUSED: self.tr("новый документ отклонён"),
        }
        self.termless = self.tr("бессрочно")
        self.unchecked = self.tr("Не проверялось")
        self.check = self.tr("Проверить")
        self.checking = self.tr("Проверяется…")
        self.accredited = self.tr("организация аккредитована")
        self.not_accredited = self.tr("аккредитации нет")
        self.opens_document = self.tr("открывает PDF")

    def status_with_review(self, credential: Credential) -> str:
        """Return the status, and what became of a new document that is not in force."""
        status = self.statuses[credential.status]
        review = self.reviews.get(credential.review) if credential.review else None
        return f"{status}, {review}" if review else status

    def until(self, credential: Credential) -> str:
        """Return the end of the term, or the word for a document without one."""
        return day_text(credential.valid_until) if credential.valid_until else self.termless

    def verdict(self, check: Check | None, now: datetime) -> str:
        """Return the verdict with its time, or the words for «never checked»."""
        if check is None:
            return self.unchecked
        return f"{self.verdicts[check.verdict]}, {moment_text(check.checked_at, now)}"
