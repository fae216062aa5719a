"""Lines of a journal as a table: small, in the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class JournalRows:
    """Titles and cells as people read them."""

    titles: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()


class JournalTableModel(QAbstractTableModel):
    """Shows what it is given."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = JournalRows()

    def show_rows(self, shown: JournalRows) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._shown.titles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell; a pointer that rests on it shows them whole."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._shown.rows[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, to the left as its cells."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._shown.titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown.titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
