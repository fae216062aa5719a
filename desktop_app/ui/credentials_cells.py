"""What each cell of the table answers: words, alignment, tone, and what is spoken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from desktop_app.core.credentials import CheckVerdict, Credential, CredentialStatus
from desktop_app.ui.credentials_columns import (
    RIGHT_ALIGNED,
    SORT_VALUES,
    Column,
    CredentialWords,
    day_text,
)


class CredentialRole(IntEnum):
    """Roles of this model beside those of Qt."""

    ROW = int(Qt.ItemDataRole.UserRole)
    """The ``Credential`` itself."""
    SORT = ROW + 1
    """The value that the column orders by."""
    TONE = ROW + 2
    """Name of the colour token of a state: ok, warn, fail, info or muted."""
    ENABLED = ROW + 3
    """True for a cell that does something now when it is activated."""


STATUS_TONES = {
    CredentialStatus.VALID: "ok",
    CredentialStatus.RENEWAL: "warn",
    CredentialStatus.EXPIRED: "fail",
    CredentialStatus.REVOKED: "fail",
    CredentialStatus.IN_CONFIRMATION: "info",
}
VERDICT_TONES = {
    CheckVerdict.CONFIRMED: "ok",
    CheckVerdict.NOT_CONFIRMED: "fail",
    CheckVerdict.UNCLEAR: "warn",
}

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def current_time() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def alignment_of(column: Column) -> Qt.AlignmentFlag:
    """Return how a column is aligned: dates and numbers to the right."""
    return _RIGHT if column in RIGHT_ALIGNED else _LEFT


class CredentialCells:
    """Answers for one credential and column, by role."""

    def __init__(self, words: CredentialWords, now: Callable[[], datetime]) -> None:
        self.words = words
        self.checking: frozenset[str] = frozenset()
        """Ids of the credentials whose «Проверить» is under way."""
        self.can_check = True
        """False while nobody is signed in or a check runs already."""
        self._now = now
        self._tabular = QFont()
        self._tabular.setFeature(QFont.Tag("tnum"), 1)
        self.answers: dict[int, Callable[[Credential, Column], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): self.text,
            int(Qt.ItemDataRole.ToolTipRole): self._tool_tip,
            int(Qt.ItemDataRole.TextAlignmentRole): lambda _row, column: alignment_of(column),
            int(Qt.ItemDataRole.FontRole): self._font,
            int(Qt.ItemDataRole.AccessibleTextRole): self.spoken,
            CredentialRole.ROW: lambda row, _column: row,
            CredentialRole.SORT: self._sort_value,
            CredentialRole.TONE: self._tone,
            CredentialRole.ENABLED: self._enabled,
        }
        """What answers each role; a role that is absent has no answer."""

    def text(self, row: Credential, column: Column) -> str:
        """Return the words that a cell shows."""
        match column:
            case Column.NAME | Column.NUMBER | Column.ORGANISATION | Column.HOLDER:
                return str(SORT_VALUES[column](row))
            case Column.ISSUED:
                return day_text(row.issued_on)
            case Column.VALID_FROM:
                return day_text(row.valid_from)
            case Column.VALID_UNTIL:
                return self.words.until(row)
            case Column.STATUS:
                return self.words.statuses[row.status]
            case Column.CHECK:
                return self.words.verdict(row.check, self._now())
            case Column.ACTION:
                return self.words.checking if row.id in self.checking else self.words.check

    def spoken(self, row: Credential, column: Column) -> str:
        """Return what a screen reader says of a cell."""
        text = self.text(row, column)
        match column:
            case Column.ACTION:
                return f"{text}: {row.name}"
            case Column.NUMBER if row.has_document:
                return f"{text}, {self.words.opens_document}"
            case Column.ORGANISATION:
                return f"{text}, {self._accreditation(row)}"
            case _:
                return text

    def _tool_tip(self, row: Credential, column: Column) -> str | None:
        match column:
            case Column.NAME:
                return row.name
            case Column.ORGANISATION:
                return self.spoken(row, column)
            case Column.NUMBER:
                return self.spoken(row, column)
            case Column.CHECK if row.check is not None:
                return "\n".join(filter(None, (self.text(row, column), row.check.reason)))
            case _:
                return None

    def _accreditation(self, row: Credential) -> str:
        words = self.words
        return words.accredited if row.organisation_accredited else words.not_accredited

    def _font(self, _row: Credential, column: Column) -> QFont | None:
        return self._tabular if column in RIGHT_ALIGNED else None

    def _sort_value(self, row: Credential, column: Column) -> Any:
        value_of = SORT_VALUES.get(column)
        return value_of(row) if value_of else None

    def _tone(self, row: Credential, column: Column) -> str | None:
        match column:
            case Column.STATUS:
                return STATUS_TONES[row.status]
            case Column.CHECK:
                return VERDICT_TONES[row.check.verdict] if row.check else "muted"
            case Column.ORGANISATION:
                return "ok" if row.organisation_accredited else "muted"
            case _:
                return None

    def _enabled(self, row: Credential, column: Column) -> bool:
        if column == Column.ACTION:
            return self.can_check and row.id not in self.checking
        return column == Column.NUMBER and row.has_document
