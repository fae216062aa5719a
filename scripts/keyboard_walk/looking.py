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
    QFileDialog,
    QListView,
    QMenu,
    QWidget,
)
from shiboken6 import isValid

_MOST_CELLS = 600
_VIEWS = (QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree)
FILE_NAME = "Имя файла"
"""All that is read of the dialog that asks for a file."""


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
    if asks_for_file():
        # Qt's own dialog: wrappers of its parts would outlive them.
        return [FILE_NAME]
    window = QApplication.activePopupWidget() or QApplication.activeWindow()
    if window is None:
        return []
    return list(dict.fromkeys(_texts_of(QAccessible.queryAccessibleInterface(window))))


def asks_for_file() -> bool:
    """Tell whether a file is asked for, also while the dialog's list of known names covers it."""
    return isinstance(QApplication.activeModalWidget(), QFileDialog)


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


def _texts_of(part: QAccessibleInterface | None) -> Iterator[str]:
    """Walk the accessible tree: wrappers of Qt's own widgets would change who owns them."""
    if part is None or not part.isValid() or part.role() is QAccessible.Role.ScrollBar:
        return
    if part.state().invisible:
        return
    yield from _words_of(part)
    view = part.object() if part.role() in _VIEWS else None
    if isinstance(view, QAbstractItemView):
        yield from _cells(view)
        return
    for number in range(min(part.childCount(), _MOST_CELLS)):
        yield from _texts_of(part.child(number))


def _own_texts(widget: QWidget) -> Iterator[str]:
    interface = _interface(widget)
    if interface is not None:
        yield from _words_of(interface)


def _words_of(part: QAccessibleInterface) -> Iterator[str]:
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        text = str(part.text(kind)).strip()
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
    interface = _interface(widget)
    if interface is None:
        return ""
    if isinstance(widget, QComboBox):
        # On Linux Qt gives the value as its name, and the label as a relation.
        labels = (str(each[0].text(QAccessible.Text.Name)) for each in interface.relations())
        return widget.accessibleName() or next(labels, "")
    return str(interface.text(QAccessible.Text.Name)).strip()


def _interface(widget: QWidget) -> QAccessibleInterface | None:
    return QAccessible.queryAccessibleInterface(widget)
