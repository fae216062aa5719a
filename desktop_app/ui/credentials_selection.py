"""Keeps chosen rows, current row and scroll place while the table's layout changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QTableView

from desktop_app.core.credentials import Credential
from desktop_app.ui.credentials_model import CredentialTableModel

_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate


class SelectionMemory(QObject):
    """Remembers by credential what is chosen: a row that a filter hid is chosen again later."""

    changed = Signal()
    """Another row is current, or other rows are chosen."""

    def __init__(self, table: QTableView, model: CredentialTableModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._chosen: frozenset[str] = frozenset()
        self._current = ""
        self._column = 0
        self._moving = False
        selection = table.selectionModel()
        selection.selectionChanged.connect(self._remember)
        selection.currentChanged.connect(self._remember)
        # The view and its selection connected first, so that this restores after them.
        model.layoutAboutToBeChanged.connect(self._begin)
        model.layoutChanged.connect(self._restore)

    def chosen(self) -> tuple[Credential, ...]:
        """Return the chosen credentials in view, from the top."""
        rows: set[int] = set()
        selection = self._table.selectionModel().selection()
        for part in (selection.at(place) for place in range(selection.count())):
            rows.update(range(part.top(), part.bottom() + 1))
        shown = (self._model.credential(self._model.index(row, 0)) for row in sorted(rows))
        return tuple(each for each in shown if each is not None)

    def current(self) -> Credential | None:
        """Return the credential of the current row, None when no row is current."""
        return self._model.credential(self._table.currentIndex())

    @contextmanager
    def place_kept(self) -> Iterator[None]:
        """Keep the topmost row where it is while newer rows come in."""
        bar = self._table.verticalScrollBar()
        top = self._model.credential(self._model.index(self._table.rowAt(0), 0))
        yield
        found = self._model.find([top.id]) if top and bar.value() > 0 else []
        if found:
            bar.setValue(found[0].row())

    def _remember(self) -> None:
        if self._moving:
            return
        current = self.current()
        self._current = current.id if current else ""
        self._column = max(self._table.currentIndex().column(), 0)
        self._chosen = frozenset(each.id for each in self.chosen())
        self.changed.emit()

    def _begin(self) -> None:
        self._moving = True

    def _restore(self) -> None:
        selection = self._table.selectionModel()
        chosen = self._model.find(self._chosen)
        selection.select(_ranges(chosen), QItemSelectionModel.SelectionFlag.Clear | _SELECT)
        current = self._model.find([self._current])
        place = current[0].siblingAtColumn(self._column) if current else QModelIndex()
        selection.setCurrentIndex(place, _KEEP)
        self._moving = False
        self.changed.emit()


def _ranges(indexes: list[QModelIndex]) -> QItemSelection:
    """Join neighbouring rows, so that a hundred thousand chosen rows are one range."""
    selection = QItemSelection()
    first = last = None
    for index in indexes:
        if first is None or last is None or index.row() != last.row() + 1:
            if first is not None and last is not None:
                selection.select(first, last)
            first = index
        last = index
    if first is not None and last is not None:
        selection.select(first, last)
    return selection
