"""The rows of a diagnosis: groups from cause to effect, each with its checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.diagnostics import CheckResult
from desktop_app.services.diagnostics.profiles import GROUPS, group_of
from desktop_app.ui.diagnostics_words import STATE_LOOKS, DiagnosisWords, is_trouble

AnyIndex = QModelIndex | QPersistentModelIndex


class DiagnosisRole(IntEnum):
    """Roles of this model beside those of Qt."""

    CHECK = Qt.ItemDataRole.UserRole
    """Identifier of the check; an empty string for the heading of a group."""


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """What a row shows; the heading of a group has ``title`` alone."""

    title: str
    check: str = ""
    second_line: str = ""
    """The state in a word, and what was found or what is checked, whichever is not the title."""
    look: tuple[str, str] = ("", "")
    """Icon and colour."""


class DiagnosisModel(QAbstractListModel):
    """Rows are there before their results are, so that nothing jumps."""

    def __init__(self, words: DiagnosisWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._checks: list[str] = []
        self._results: dict[str, CheckResult] = {}
        self._rows: list[DiagnosisRow] = []
        self._only_troubles = False

    @property
    def done(self) -> int:
        """How many checks have a result."""
        return len(self._results)

    @property
    def total(self) -> int:
        """How many checks there are, shown or not."""
        return len(self._checks)

    @property
    def troubles(self) -> int:
        """How many checks a person should look at."""
        return sum(is_trouble(result) for result in self._results.values())

    def plan(self, checks: Sequence[str]) -> None:
        """Show checks that wait for their turn."""
        self._results.clear()
        self._checks = sorted(checks, key=_rank)
        self._lay_out()

    def take(self, result: CheckResult) -> None:
        """Show what a check came to."""
        known = result.id in self._checks
        self._results[result.id] = result
        if not known:
            self._checks = sorted((*self._checks, result.id), key=_rank)
        if not known or self._only_troubles:
            self._lay_out()
        else:
            place = next(n for n, row in enumerate(self._rows) if row.check == result.id)
            self._rows[place] = self._row(result.id)
            index = self.index(place)
            self.dataChanged.emit(index, index)

    def show_only_troubles(self, only: bool) -> None:
        """Hide what is in order, or show everything."""
        self._only_troubles = only
        self._lay_out()

    def result(self, identifier: str) -> CheckResult | None:
        """Return what a check came to, None while it waits."""
        return self._results.get(identifier)

    def row(self, number: int) -> DiagnosisRow:
        """Return what a row shows, without a way through Qt: for whoever paints it."""
        return self._rows[number]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows, headings of groups too."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings of groups are not chosen."""
        if self._rows[index.row()].check:
            return super().flags(index)
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row by role."""
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case DiagnosisRole.CHECK:
                return row.check
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.title}. {row.second_line}" if row.check else row.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.title}\n{row.second_line}" if row.check else None
        return None

    def _row(self, identifier: str) -> DiagnosisRow:
        result = self._results.get(identifier)
        look = STATE_LOOKS[result.status if result else None]
        second = self._words.second_line(identifier, result) if result else self.tr("ждёт очереди")
        return DiagnosisRow(self._words.heading(identifier, result), identifier, second, look)

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._rows = list(self._shown())
        self.endResetModel()

    def _shown(self) -> Iterator[DiagnosisRow]:
        group = ""
        for identifier in self._checks:
            if self._only_troubles and not is_trouble(self._results.get(identifier)):
                continue
            if group_of(identifier) != group:
                group = group_of(identifier)
                yield DiagnosisRow(self._words.group(group))
            yield self._row(identifier)


def _rank(identifier: str) -> tuple[int, str]:
    group = group_of(identifier)
    return (GROUPS.index(group) if group in GROUPS else len(GROUPS), identifier)
