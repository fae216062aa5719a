"""Paints the cells of the table: states as icon and words, numbers as links, the action."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.credentials import CheckVerdict, Credential, CredentialStatus
from desktop_app.ui.credentials_cells import CredentialRole
from desktop_app.ui.credentials_columns import Column
from desktop_app.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

PADDING = 8
ICON_SIDE = 16
_GAP = 6
_BUTTON_INSET = 4
_RADIUS = 6

STATUS_ICONS = {
    CredentialStatus.VALID: "circle-check",
    CredentialStatus.RENEWAL: "refresh-cw",
    CredentialStatus.EXPIRED: "circle-x",
    CredentialStatus.REVOKED: "ban",
    CredentialStatus.IN_CONFIRMATION: "clock",
}
VERDICT_ICONS = {
    CheckVerdict.CONFIRMED: "circle-check",
    CheckVerdict.NOT_CONFIRMED: "circle-x",
    CheckVerdict.UNCLEAR: "circle-help",
}


def icon_of(credential: Credential, column: Column) -> str:
    """Return the name of the icon that goes with a cell's words, empty for none."""
    match column:
        case Column.STATUS:
            return STATUS_ICONS[credential.status]
        case Column.CHECK if credential.check is not None:
            return VERDICT_ICONS[credential.check.verdict]
        case Column.ORGANISATION if credential.organisation_accredited:
            return "badge-check"
        case _:
            return ""


class CredentialDelegate(QStyledItemDelegate):
    """Paints words over the view's own background; the current cell has a ring."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint background, then the cell by its column, then the ring of the current cell."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, focused = cell.text, bool(cell.state & QStyle.StateFlag.State_HasFocus)
        cell.text = ""
        cell.state &= ~QStyle.StateFlag.State_HasFocus
        cell.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(cell.font)
        if index.column() == Column.ACTION:
            self._paint_action(painter, cell, index, text)
        else:
            self._paint_words(painter, cell, index, text)
        if focused:
            self._paint_ring(painter, cell.rect)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size that shows the words whole, for fitting a column to its contents."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * PADDING + ICON_SIDE + _GAP, size.height())

    def _paint_words(
        self, painter: QPainter, cell: QStyleOptionViewItem, index: AnyIndex, text: str
    ) -> None:
        place = cell.rect.adjusted(PADDING, 0, -PADDING, 0)
        tone = index.data(CredentialRole.TONE)
        icon = icon_of(index.data(CredentialRole.ROW), Column(index.column()))
        if icon:
            self._theme.icon(icon, tone).paint(painter, self._icon_place(place))
            place.setLeft(place.left() + ICON_SIDE + _GAP)
        painter.setPen(self._ink(cell, index, tone))
        if index.column() == Column.NUMBER and index.data(CredentialRole.ENABLED):
            font = painter.font()
            font.setUnderline(True)
            painter.setFont(font)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, cell.displayAlignment, shown)

    def _ink(self, cell: QStyleOptionViewItem, index: AnyIndex, tone: str | None) -> QColor:
        if index.column() == Column.NUMBER and index.data(CredentialRole.ENABLED):
            return self._theme.color("accent")
        if index.column() in (Column.STATUS, Column.CHECK) and tone:
            return self._theme.color(tone)
        return cell.palette.color(QPalette.ColorRole.Text)

    def _paint_action(
        self, painter: QPainter, cell: QStyleOptionViewItem, index: AnyIndex, text: str
    ) -> None:
        enabled = bool(index.data(CredentialRole.ENABLED))
        button = cell.rect.adjusted(_BUTTON_INSET, _BUTTON_INSET, -_BUTTON_INSET, -_BUTTON_INSET)
        if enabled:
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.setBrush(self._theme.color("raised"))
            painter.drawRoundedRect(button, _RADIUS, _RADIUS)
        painter.setPen(self._theme.color("accent" if enabled else "muted"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, button.width())
        painter.drawText(button, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_ring(self, painter: QPainter, place: QRect) -> None:
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(1, 1, -2, -2), _RADIUS, _RADIUS)

    def _icon_place(self, place: QRect) -> QRect:
        top = place.top() + (place.height() - ICON_SIDE + 1) // 2
        return QRect(place.left(), top + 1, ICON_SIDE, ICON_SIDE)
