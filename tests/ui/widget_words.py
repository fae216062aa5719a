"""Every word that a window shows or tells a screen reader, widget by widget."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def words_of(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Return the words of a window and of everything in it, hidden parts too."""
    for widget in (window, *window.findChildren(QWidget)):
        for words in (*_common(widget), *_own(widget)):
            if words:
                yield widget, words


def _common(widget: QWidget) -> Iterator[str]:
    yield widget.windowTitle()
    yield widget.toolTip()
    yield widget.statusTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield from (action.text() for action in widget.actions() if isinstance(action, QAction))


def _own(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox():
            yield widget.title()
        case QLineEdit():
            yield widget.placeholderText()
            yield widget.text()
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))
        case QTabWidget():
            yield from (widget.tabText(tab) for tab in range(widget.count()))
        case QAbstractItemView() if widget.model() is not None:
            yield from _of_model(widget.model())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    # Qt hides columnCount of a list, which has one column.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(QModelIndex())):
            index = model.index(row, column)
            yield from (str(index.data(role) or "") for role in _ROLES)
