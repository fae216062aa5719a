"""What somebody sees or hears of the window: only through its accessible texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QListView,
    QMenu,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

_MOST_CELLS = 600


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the keyboard is."""

    name: str
    kind: str
    """The class of the widget: for complaints."""
    place: int
    """Tells two stops apart."""
    fault: str
    """What is wrong with it; empty when nothing is."""


def stop() -> Stop | None:
    """Return where the keyboard is now; None when no part of the window has it."""
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        action = popup.activeAction()
        name = action.text().replace("&", "") if action is not None else popup.title()
        return Stop(name, "QMenu", id(action), "")
    widget = QApplication.focusWidget() or popup
    if widget is None:
        return None
    fault = ""
    name = _name(widget)
    if not name and popup is None:
        fault = "без имени"
    elif widget.visibleRegion().isEmpty():
        fault = "не видно на экране"
    return Stop(name, type(widget).__name__, id(widget), fault)


def texts() -> list[str]:
    """Return the accessible texts of the window that the person is in."""
    popup = QApplication.activePopupWidget()
    window = popup or QApplication.activeWindow()
    return list(dict.fromkeys(_texts_of(window))) if window is not None else []


def current_texts() -> str:
    """Return what stands at the keyboard: name, value, description, or the current row."""
    widget = QApplication.focusWidget()
    if widget is None:
        return ""
    if isinstance(widget, QAbstractItemView):
        return " · ".join(_row_texts(widget))
    return " · ".join(_own_texts(widget))


def current_cell() -> str:
    """Return what the current cell of the list or table at the keyboard says."""
    widget = QApplication.focusWidget()
    if not isinstance(widget, QAbstractItemView) or not widget.currentIndex().isValid():
        return ""
    at = widget.currentIndex()
    return " · ".join(_index_texts(widget, at.row(), at.column()))


class FocusRing:
    """Compares each stop as it looks with the keyboard and after it left."""

    def __init__(self) -> None:
        self._widget: QWidget | None = None
        self._image = QImage()

    def look(self) -> str:
        """Note the stop that has the keyboard; return which one before it looked the same."""
        widget, image = self._widget, self._image
        now = QApplication.focusWidget()
        if now is widget or isinstance(now, QMenu):
            return ""
        self._widget = now
        self._image = now.grab().toImage() if now is not None else QImage()
        if widget is None or not isValid(widget) or not widget.isVisible():
            return ""
        if not widget.isEnabled() or widget.grab().toImage() != image:
            return ""
        return f"{type(widget).__name__} «{_name(widget)}»"


def _texts_of(window: QWidget) -> Iterator[str]:
    if isinstance(window, QMenu):
        yield from (action.text().replace("&", "") for action in window.actions())
    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window:
            yield from _own_texts(widget)
            if isinstance(widget, QAbstractItemView):
                yield from _cells(widget)


def _own_texts(widget: QWidget) -> Iterator[str]:
    interface = _interface(widget)
    if interface is None or isinstance(widget, QScrollBar):
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        text = str(interface.text(kind)).strip()
        if text:
            yield text


def _cells(view: QAbstractItemView) -> Iterator[str]:
    if view.model() is not None:
        columns = _columns(view)
        for row in range(min(view.model().rowCount(QModelIndex()), _MOST_CELLS // columns)):
            for column in range(columns):
                yield from _index_texts(view, row, column)


def _row_texts(view: QAbstractItemView) -> Iterator[str]:
    row = view.currentIndex().row()
    for column in range(_columns(view) if row >= 0 else 0):
        yield from _index_texts(view, row, column)


def _columns(view: QAbstractItemView) -> int:
    return 1 if isinstance(view, QListView) else max(1, view.model().columnCount(QModelIndex()))


def _index_texts(view: QAbstractItemView, row: int, column: int) -> Iterator[str]:
    index = view.model().index(row, column, QModelIndex())
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
    if spoken:
        yield str(spoken)


def _name(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        # On Linux Qt gives the value as its name, and the label as a relation.
        labels = (each for each in widget.window().findChildren(QLabel) if each.buddy() is widget)
        return widget.accessibleName() or next((each.text() for each in labels), "")
    interface = _interface(widget)
    return str(interface.text(QAccessible.Text.Name)).strip() if interface is not None else ""


def _interface(widget: QWidget) -> QAccessibleInterface | None:
    return QAccessible.queryAccessibleInterface(widget)
