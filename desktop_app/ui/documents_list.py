"""The list of the outbox: two lines each, its state by icon and word."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.outbox_item import OutboxItem
from desktop_app.ui.documents_model import AnyIndex, DocumentModel, DocumentRole
from desktop_app.ui.theme import LEAD_PIXELS, TEXT_PIXELS, Theme

_ROW_HEIGHT = 64
_PADDING = 16
_ICON = 20


class DocumentDelegate(QStyledItemDelegate):
    """Paints a document as a card of two lines with its state on the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the fixed height of a card."""
        return QSize(200, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the card."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.color("selection"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        inside = place.adjusted(_PADDING, 8, -_PADDING, -8)
        half = inside.height() // 2
        first = QRect(inside.left(), inside.top(), inside.width(), half)
        width = self._paint_state(painter, first, index)
        self._paint_line(painter, first.adjusted(0, 0, -width - 16, 0), str(index.data()), "text")
        second = first.translated(0, half)
        self._paint_line(painter, second, str(index.data(DocumentRole.SECOND_LINE)), "muted")
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), 4, 4)
        painter.restore()

    def _paint_state(self, painter: QPainter, place: QRect, index: AnyIndex) -> int:
        name, tone = index.data(DocumentRole.LOOK)
        words = str(index.data(DocumentRole.STATE))
        painter.setFont(self._theme.font(TEXT_PIXELS))
        width = painter.fontMetrics().horizontalAdvance(words) + _ICON + 8
        left = place.right() - width
        icon = QRect(left, place.center().y() - _ICON // 2, _ICON, _ICON)
        self._theme.icon(name, tone).paint(painter, icon)
        painter.setPen(self._theme.color(tone))
        text = QRect(left + _ICON + 8, place.top(), width, place.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        return width

    def _paint_line(self, painter: QPainter, place: QRect, words: str, tone: str) -> None:
        painter.setFont(self._theme.font(LEAD_PIXELS if tone == "text" else TEXT_PIXELS))
        painter.setPen(self._theme.color(tone))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class DocumentListView(QListView):
    """Entered and left by Tab, walked by arrows; several are chosen with Shift and Ctrl."""

    chosen_changed = Signal()

    def __init__(self, model: DocumentModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(DocumentDelegate(theme, self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Документы"))
        selection = self.selectionModel()
        selection.selectionChanged.connect(self._tell)
        selection.currentChanged.connect(self._tell)
        theme.changed.connect(self.viewport().update)

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
