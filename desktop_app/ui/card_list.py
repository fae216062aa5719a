"""Lists of cards: two lines each, and a state on the right by icon and word."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui.theme import LEAD_PIXELS, TEXT_PIXELS, Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 64
_PADDING = 16
_ICON = 20


class CardRole(IntEnum):
    """Roles of the models of such lists beside those of Qt."""

    SECOND_LINE = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 1
    """The state in words."""
    LOOK = Qt.ItemDataRole.UserRole + 2
    """Icon and colour of the state."""
    QUIET = Qt.ItemDataRole.UserRole + 3
    """True when nothing can be done with it: its first line stands back."""


class CardDelegate(QStyledItemDelegate):
    """Paints one card."""

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
        tone = "muted" if index.data(CardRole.QUIET) else "text"
        name = first.adjusted(0, 0, -width - 16, 0)
        self._paint_line(painter, name, str(index.data()), tone, LEAD_PIXELS)
        second, words = first.translated(0, half), str(index.data(CardRole.SECOND_LINE))
        self._paint_line(painter, second, words, "muted", TEXT_PIXELS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), 4, 4)
        painter.restore()

    def _paint_state(self, painter: QPainter, place: QRect, index: AnyIndex) -> int:
        name, tone = index.data(CardRole.LOOK)
        words = str(index.data(CardRole.STATE))
        painter.setFont(self._theme.font(TEXT_PIXELS))
        width = painter.fontMetrics().horizontalAdvance(words) + _ICON + 8
        left = place.right() - width
        icon = QRect(left, place.center().y() - _ICON // 2, _ICON, _ICON)
        self._theme.icon(name, tone).paint(painter, icon)
        painter.setPen(self._theme.color(tone))
        text = QRect(left + _ICON + 8, place.top(), width, place.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        return width

    def _paint_line(
        self, painter: QPainter, place: QRect, words: str, tone: str, pixels: int
    ) -> None:
        painter.setFont(self._theme.font(pixels))
        painter.setPen(self._theme.color(tone))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class CardListView(QListView):
    """Entered and left by Tab, walked by arrows."""

    def __init__(
        self, model: QAbstractItemModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CardDelegate(theme, self))
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.viewport().update)
