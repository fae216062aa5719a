"""The list of the outbox: what is chosen in it, and what its details are wanted of."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.outbox_item import OutboxItem
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.documents_model import DocumentModel
from desktop_app.ui.theme import Theme


class DocumentListView(CardListView):
    """Several documents are chosen with Shift and Ctrl."""

    chosen_changed = Signal()

    def __init__(self, model: DocumentModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self._model = model
        self.setSelectionMode(CardListView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(self.tr("Документы"))
        selection = self.selectionModel()
        selection.selectionChanged.connect(self._tell)
        selection.currentChanged.connect(self._tell)

    def chosen(self) -> tuple[OutboxItem, ...]:
        """Return the chosen documents from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._model.items[row] for row in rows)

    def current(self) -> OutboxItem | None:
        """Return the document whose details are wanted."""
        index = self.currentIndex()
        return self._model.items[index.row()] if index.isValid() else None

    def show_items(self, items: tuple[OutboxItem, ...]) -> None:
        """Show these and keep the current one; without one the first is chosen."""
        before = self.current()
        rows = len(self._model.items)
        self._model.show_items(items)
        if not self.currentIndex().isValid() or len(items) != rows:
            row = self._model.row_of(before.id) if before else 0
            self.setCurrentIndex(self._model.index(max(row, 0), 0))
        self._tell()

    def choose(self, identifier: str) -> None:
        """Choose one document, where it is shown."""
        row = self._model.row_of(identifier)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, 0))

    def _tell(self, *_: object) -> None:
        self.chosen_changed.emit()
