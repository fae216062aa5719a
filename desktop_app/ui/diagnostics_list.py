"""The list of checks: state by icon and word, what is checked, what was found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui.diagnostics_model import (
    AnyIndex,
    DiagnosisModel,
    DiagnosisRole,
    DiagnosisRow,
)
from desktop_app.ui.theme import LEAD_PIXELS, TEXT_PIXELS, Theme

_ROW_HEIGHT = 52
_GROUP_HEIGHT = 36
_PADDING = 12
_ICON = 20


class DiagnosisDelegate(QStyledItemDelegate):
    """Paints a check in two lines beside its icon, and a group as a heading."""

    def __init__(self, model: DiagnosisModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height of a check or of a heading."""
        return QSize(200, _ROW_HEIGHT if self._model.row(index.row()).check else _GROUP_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect
        row = self._model.row(index.row())
        if not row.check:
            self._paint_heading(painter, place.adjusted(_PADDING, 8, -_PADDING, 0), row.title)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(place, self._theme.color("selection"))
            self._paint_check(painter, place.adjusted(_PADDING, 6, -_PADDING, -6), row)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), 4, 4)
        painter.restore()

    def _paint_heading(self, painter: QPainter, place: QRect, title: str) -> None:
        painter.setFont(self._theme.font(LEAD_PIXELS))
        painter.setPen(self._theme.color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_check(self, painter: QPainter, place: QRect, row: DiagnosisRow) -> None:
        name, tone = row.look
        icon = QRect(place.left(), place.center().y() - _ICON // 2, _ICON, _ICON)
        self._theme.icon(name, tone).paint(painter, icon)
        inside = place.adjusted(_ICON + _PADDING, 0, 0, 0)
        half = inside.height() // 2
        lines = (
            (row.title, "text", inside.top()),
            (row.second_line, tone, inside.top() + half),
        )
        painter.setFont(self._theme.font(TEXT_PIXELS))
        for words, colour, top in lines:
            painter.setPen(self._theme.color(colour if colour != "ok" else "muted"))
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, inside.width()
            )
            line = QRect(inside.left(), top, inside.width(), half)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


class DiagnosisListView(QListView):
    """Entered and left by Tab, walked by arrows."""

    check_chosen = Signal(str)
    """Identifier of the check whose details are wanted; empty where there is none."""

    def __init__(self, model: DiagnosisModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(DiagnosisDelegate(model, theme, self))
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Проверки"))
        self.selectionModel().currentChanged.connect(self._tell)
        theme.changed.connect(self.viewport().update)

    def chosen(self) -> str:
        """Return the identifier of the chosen check, or an empty string."""
        return _check_of(self.currentIndex())

    def choose(self, check: str) -> None:
        """Choose a check, else the first one that is shown."""
        model = self.model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        found = [index for index in rows if _check_of(index) == check and check]
        others = [index for index in rows if _check_of(index)]
        index = next(iter((*found, *others)), QModelIndex())
        self.setCurrentIndex(index)
        self._tell(index)

    def _tell(self, index: QModelIndex, *_: object) -> None:
        self.check_chosen.emit(_check_of(index))


def _check_of(index: QModelIndex) -> str:
    return str(index.data(DiagnosisRole.CHECK) or "") if index.isValid() else ""
