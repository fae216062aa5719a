"""Table model of the credentials: small, ordered by index lists, quick at 100,000 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.credentials import CheckOutcome, Credential
from desktop_app.ui.credentials_cells import CredentialCells, alignment_of, current_time
from desktop_app.ui.credentials_columns import Column, CredentialWords
from desktop_app.ui.credentials_order import CredentialFilter, VisibleOrder
from desktop_app.ui.credentials_rows import CredentialRows

AnyIndex = QModelIndex | QPersistentModelIndex


_CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_NO_PARENT = QModelIndex()


class CredentialTableModel(QAbstractTableModel):
    """The credentials in view.

    Ordering, filtering and newer data change the layout and carry every persistent index
    along, so that selection and current row stay on the same credentials.
    """

    def __init__(
        self,
        words: CredentialWords,
        parent: QObject | None = None,
        now: Callable[[], datetime] = current_time,
    ) -> None:
        super().__init__(parent)
        self.words = words
        self._rows = CredentialRows((), words)
        self._order = VisibleOrder(self._rows)
        self.cells = CredentialCells(words, now)

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many rows are in view."""
        return 0 if parent.isValid() else len(self._order.visible)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every cell can be chosen; none is edited in place."""
        return _CELL if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what ``role`` asks of a cell; unknown roles cost one look-up."""
        answer = self.cells.answers.get(role)
        if answer is None or not index.isValid():
            return None
        row = self._rows.credentials[self._order.visible[index.row()]]
        return answer(row, Column(index.column()))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column and how it is aligned."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words.titles[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(Column(section))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; rows with equal values keep the order that they have."""
        descending = order == Qt.SortOrder.DescendingOrder
        with self._layout_change():
            self._order.order_by(Column(column), descending=descending)

    def set_filter(self, wanted: CredentialFilter) -> None:
        """Show only the rows that pass."""
        with self._layout_change():
            self._order.set_filter(wanted)

    def set_rows(self, rows: CredentialRows) -> None:
        """Show newer rows in the order and under the filter that are set."""
        with self._layout_change():
            self._rows = rows
            self._order.set_rows(rows)

    def take_checks(self, outcomes: Iterable[CheckOutcome]) -> None:
        """Show newer checks where their rows stand; these rows wait for nothing any more."""
        arrived = {outcome.credential_id: outcome.check for outcome in outcomes}
        for credential_id, check in arrived.items():
            place = self._rows.place(credential_id)
            if place is not None and check is not None:
                self._rows.put(place, replace(self._rows.credentials[place], check=check))
        self._order.row_changed()
        self.cells.checking -= arrived.keys()
        self._announce(arrived)

    def set_checking(self, credential_ids: Iterable[str]) -> None:
        """Mark the rows whose «Проверить» is under way."""
        before, self.cells.checking = self.cells.checking, frozenset(credential_ids)
        self._announce(before ^ self.cells.checking)

    def permit_checks(self, *, permitted: bool) -> None:
        """Turn the action of every row on or off."""
        if permitted == self.cells.can_check:
            return
        self.cells.can_check = permitted
        if self.rowCount():
            last = self.index(self.rowCount() - 1, Column.ACTION)
            self.dataChanged.emit(self.index(0, Column.ACTION), last)

    @property
    def credentials(self) -> list[Credential]:
        """Every credential, in view or not, in the portal's order."""
        return self._rows.credentials

    def in_view(self) -> list[Credential]:
        """Return the credentials in view, in order."""
        credentials = self._rows.credentials
        return [credentials[place] for place in self._order.visible]

    def credential(self, index: AnyIndex) -> Credential | None:
        """Return the credential of a row, None for no row."""
        if not index.isValid():
            return None
        return self._rows.credentials[self._order.visible[index.row()]]

    def find(self, credential_ids: Iterable[str]) -> list[QModelIndex]:
        """Return the first cell of each named credential that is in view, from the top."""
        places = {self._rows.place(each) for each in credential_ids}
        rows = self._order.rows_of({place for place in places if place is not None})
        return [self.index(row, 0) for row in sorted(rows.values())]

    def _announce(self, credential_ids: Iterable[str]) -> None:
        for index in self.find(credential_ids):
            self.dataChanged.emit(index, index.siblingAtColumn(Column.ACTION))

    @contextmanager
    def _layout_change(self) -> Iterator[None]:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        owners = [self._rows.credentials[self._order.visible[index.row()]].id for index in before]
        yield
        places = {owner: self._rows.place(owner) for owner in set(owners)}
        rows = self._order.rows_of({place for place in places.values() if place is not None})
        after = [
            self._moved(rows.get(places[owner]), index.column())
            for index, owner in zip(before, owners, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _moved(self, row: int | None, column: int) -> QModelIndex:
        return QModelIndex() if row is None else self.createIndex(row, column)
