"""Which rows the table shows and in which order: stable orders, a narrowing filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.ui.credentials_columns import SORT_VALUES, Column
from desktop_app.ui.credentials_rows import CredentialRows, folded


@dataclass(frozen=True, slots=True)
class CredentialFilter:
    """What a row must satisfy to be shown."""

    statuses: frozenset[CredentialStatus] | None = None
    """Statuses that pass; None lets all pass."""
    text: str = ""
    """Each word of it must stand in some column; case and ё/е do not count."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for, folded."""
        return tuple(folded(self.text).split())

    def narrows(self, other: CredentialFilter) -> bool:
        """Return True when every row that passes this filter surely passes ``other``."""
        if other.statuses not in (None, self.statuses):
            return False
        return all(any(old in new for new in self.words) for old in other.words)


class VisibleOrder:
    """Places of the rows in view, in order.

    Ordering by one column keeps the order so far among equal rows, in both directions, so
    that ordering by name and then by status shows the names in order within each status.
    """

    def __init__(self, rows: CredentialRows) -> None:
        self._rows = rows
        self._whole: Sequence[int] = range(len(rows))
        self._passing: Sequence[int] = self._whole
        self._history: dict[Column, bool] = {}
        self._filter = CredentialFilter()
        self._outdated = False
        self.visible: Sequence[int] = self._whole

    def rows_of(self, places: set[int]) -> dict[int | None, int]:
        """Return the shown row of each place that is in view; None is never a key."""
        if not places:
            return {}
        return {place: row for row, place in enumerate(self.visible) if place in places}

    def set_rows(self, rows: CredentialRows) -> None:
        """Take newer rows; order and filter stay."""
        self._rows = rows
        self._whole = range(len(rows))
        for column, descending in self._history.items():
            self._sort(column, descending)
        self._look_at(range(len(rows)))

    def order_by(self, column: Column, *, descending: bool) -> None:
        """Order the rows by ``column``; a column without order changes nothing."""
        if column not in SORT_VALUES:
            return
        self._history.pop(column, None)
        self._history[column] = descending
        self._sort(column, descending)
        self._show()

    def set_filter(self, wanted: CredentialFilter) -> None:
        """Show only rows that pass ``wanted``; looks only at passing rows when it narrows."""
        narrower = wanted.narrows(self._filter) and not self._outdated
        self._filter = wanted
        self._look_at(self._passing if narrower else range(len(self._rows)))

    def row_changed(self) -> None:
        """Note that a row has other texts now: it stays where it is until the next filter."""
        self._outdated = True

    def _sort(self, column: Column, descending: bool) -> None:
        ranks = self._rows.ranks(column)
        self._whole = sorted(self._whole, key=ranks.__getitem__, reverse=descending)

    def _look_at(self, places: Sequence[int]) -> None:
        """Find the rows that pass among ``places``, which stand as in the source.

        In that order the texts lie one after another in memory: in the order of another
        column the same search takes four times as long.
        """
        statuses, credentials = self._filter.statuses, self._rows.credentials
        if statuses is not None:
            places = [place for place in places if credentials[place].status in statuses]
        texts = self._rows.texts
        for word in self._filter.words:
            places = [place for place in places if word in texts[place]]
        self._passing = places
        self._outdated = False
        self._show()

    def _show(self) -> None:
        if len(self._passing) == len(self._whole):
            self.visible = self._whole
            return
        if not self._history:
            self.visible = self._passing
            return
        passes = bytearray(len(self._whole))
        for place in self._passing:
            passes[place] = 1
        self.visible = list(compress(self._whole, map(passes.__getitem__, self._whole)))


def count_statuses(credentials: Sequence[Credential], statuses: frozenset[CredentialStatus]) -> int:
    """Return how many credentials have one of ``statuses``."""
    return sum(row.status in statuses for row in credentials)
