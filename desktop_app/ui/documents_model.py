"""The rows of the outbox, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop_app.core.outbox_item import OutboxItem
from desktop_app.ui.card_list import AnyIndex, CardRole
from desktop_app.ui.documents_words import DocumentWords


class DocumentModel(QAbstractListModel):
    """Every document of the outbox as far as it was read."""

    def __init__(self, words: DocumentWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.items: tuple[OutboxItem, ...] = ()

    def show_items(self, items: Sequence[OutboxItem]) -> None:
        """Show these; rows that only changed are painted anew and stay chosen."""
        shown = tuple(items)
        if shown == self.items:
            return
        if [each.id for each in shown] == [each.id for each in self.items]:
            self.items = shown
            self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self.items = shown
        self.endResetModel()

    def row_of(self, identifier: str) -> int:
        """Return the row of a document, or -1."""
        return next((row for row, each in enumerate(self.items) if each.id == identifier), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of documents."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a document by role."""
        item, words = self.items[index.row()], self._words
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words.title(item)
            case CardRole.SECOND_LINE | Qt.ItemDataRole.ToolTipRole:
                return words.second_line(item)
            case CardRole.STATE:
                return words.state(item)
            case CardRole.LOOK:
                return words.look(item)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ". ".join((words.title(item), words.state(item), words.second_line(item)))
        return None
