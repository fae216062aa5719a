"""Table model of the credentials: small, ordered by index lists, quick at 100,000 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from desktop_app.core.credentials import CheckVerdict, Credential, CredentialStatus
from desktop_app.ui.credentials_columns import (
    RIGHT_ALIGNED,
    SORT_VALUES,
    Column,
    CredentialWords,
    day_text,
)
from desktop_app.ui.credentials_order import CredentialFilter, VisibleOrder
from desktop_app.ui.credentials_rows import CredentialRows

AnyIndex = QModelIndex | QPersistentModelIndex


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
_CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_NO_PARENT = QModelIndex()


def _now() -> datetime:
    return datetime.now(UTC)


class CredentialTableModel(QAbstractTableModel):
    """The credentials in view.

    Ordering, filtering and newer data change the layout and carry every persistent index
    along, so that selection and current row stay on the same credentials.
    """

    def __init__(
        self,
        words: CredentialWords,
        parent: QObject | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(parent)
        self.words = words
        self._now = now
        self._rows = CredentialRows((), words)
        self._order = VisibleOrder(self._rows)
        self._checking: frozenset[str] = frozenset()
        self._tabular = QFont()
        self._tabular.setFeature(QFont.Tag("tnum"), 1)
        self._answers: dict[int, Callable[[Credential, Column], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): self.text,
            int(Qt.ItemDataRole.ToolTipRole): self._tool_tip,
            int(Qt.ItemDataRole.TextAlignmentRole): self._alignment,
            int(Qt.ItemDataRole.FontRole): self._font,
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken,
            CredentialRole.ROW: lambda row, _column: row,
            CredentialRole.SORT: self._sort_value,
            CredentialRole.TONE: self._tone,
            CredentialRole.ENABLED: self._enabled,
        }

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
        answer = self._answers.get(role)
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
            return _RIGHT if Column(section) in RIGHT_ALIGNED else _LEFT
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

    def replace(self, credential: Credential) -> None:
        """Show a newer state of a known credential where it stands."""
        if self._rows.replace(credential) is not None:
            self._order.row_changed()
            self._announce({credential.id})

    def set_checking(self, credential_ids: Iterable[str]) -> None:
        """Mark the rows whose «Проверить» is under way."""
        before, self._checking = self._checking, frozenset(credential_ids)
        self._announce(before ^ self._checking)

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

    def text(self, row: Credential, column: Column) -> str:
        """Return the words that a cell shows."""
        match column:
            case Column.NAME:
                return row.name
            case Column.ISSUED:
                return day_text(row.issued_on)
            case Column.VALID_FROM:
                return day_text(row.valid_from)
            case Column.VALID_UNTIL:
                return self.words.until(row)
            case Column.STATUS:
                return self.words.statuses[row.status]
            case Column.NUMBER:
                return row.number
            case Column.ORGANISATION:
                return row.organisation
            case Column.CHECK:
                return self.words.verdict(row.check, self._now())
            case Column.ACTION:
                return self.words.checking if row.id in self._checking else self.words.check

    def _spoken(self, row: Credential, column: Column) -> str:
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
                return self._spoken(row, column)
            case Column.NUMBER:
                return self._spoken(row, column)
            case Column.CHECK if row.check is not None:
                return "\n".join(filter(None, (self.text(row, column), row.check.reason)))
            case _:
                return None

    def _accreditation(self, row: Credential) -> str:
        words = self.words
        return words.accredited if row.organisation_accredited else words.not_accredited

    def _alignment(self, _row: Credential, column: Column) -> Qt.AlignmentFlag:
        return _RIGHT if column in RIGHT_ALIGNED else _LEFT

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
            return row.id not in self._checking
        return column == Column.NUMBER and row.has_document

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
