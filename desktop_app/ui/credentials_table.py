"""The table itself: walked by arrows, left by Tab, with cells that act by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop_app.ui.credentials_cells import CredentialRole
from desktop_app.ui.credentials_columns import Column
from desktop_app.ui.credentials_model import CredentialTableModel
from desktop_app.ui.credentials_selection import SelectionMemory

ROW_HEIGHT = 36
_ACTIVATING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CredentialTableView(QTableView):
    """Rows chosen as wholes; the current cell moves by arrows and acts by Space or Enter."""

    check_requested = Signal(str)
    """Id of the credential whose «Проверить» cell was activated."""
    document_requested = Signal(str)
    """Id of the credential whose number was activated."""
    menu_requested = Signal(QPoint)
    """Global place where the menu of the chosen rows belongs."""

    def __init__(self, model: CredentialTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._credentials = model
        self._pressed = QPersistentModelIndex()
        self.setModel(model)
        self.setColumnHidden(Column.HOLDER, True)
        self.setAccessibleName(self.tr("Сертификаты"))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self.memory = SelectionMemory(self, model)
        self.copy_rows = self._copy_action(
            self.tr("Копировать строки"), QKeySequence.StandardKey.Copy, self._rows_text
        )
        self.copy_cell = self._copy_action(
            self.tr("Копировать ячейку"), QKeySequence("Ctrl+Shift+C"), self._cell_text
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Activate the current cell by Space or Enter, walk by arrows."""
        index = self.currentIndex()
        if event.key() in _ACTIVATING and not event.modifiers() and self._acts(index):
            self.activate(index)
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the button went down."""
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Activate a cell that acts when the button went down and up on it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        clicked = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if clicked and self._pressed == index and self._acts(index):
            self.activate(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over cells that act."""
        super().mouseMoveEvent(event)
        acts = self._acts(self.indexAt(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu: at the mouse, or below the current cell for the menu key."""
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft()
        if self.memory.chosen():
            self.menu_requested.emit(self.viewport().mapToGlobal(place))

    def activate(self, index: QModelIndex) -> None:
        """Do what a cell does: check the credential or open its document."""
        credential = self._credentials.credential(index)
        if credential is None:
            return
        if index.column() == Column.ACTION:
            self.check_requested.emit(credential.id)
        else:
            self.document_requested.emit(credential.id)

    def _acts(self, index: QModelIndex) -> bool:
        return bool(self._credentials.data(index, CredentialRole.ENABLED))

    def _copy_action(
        self, text: str, keys: QKeySequence | QKeySequence.StandardKey, words: Callable[[], str]
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: QGuiApplication.clipboard().setText(words()))
        self.addAction(action)
        return action

    def _rows_text(self) -> str:
        """Return the chosen rows as lines of tab-separated columns, as they stand on screen."""
        header, text = self.horizontalHeader(), self._credentials.cells.text
        places = (Column(header.logicalIndex(place)) for place in range(header.count()))
        columns = [c for c in places if c != Column.ACTION and not header.isSectionHidden(c)]
        rows = self.memory.chosen()
        return "\n".join("\t".join(text(row, column) for column in columns) for row in rows)

    def _cell_text(self) -> str:
        return str(self.currentIndex().data() or "")
