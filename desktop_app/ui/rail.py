"""The rail on the left: one checkable button per page, by text and icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.page_table import PageKey, PageRow
from desktop_app.ui.theme import Theme

_WIDTH = 240
_DIGITS = "123456789"


class Rail(QFrame):
    """Navigation; ``chosen`` carries the ``PageKey``."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, rows: Sequence[PageRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(_WIDTH)
        self._theme = theme
        self._rows = {row.key: row for row in rows}
        self.brand = QLabel()
        self.brand.setProperty("scale", "lead")
        self.brand.setContentsMargins(14, 0, 0, 0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(4)
        column.addWidget(self.brand)
        column.addSpacing(12)
        self.shortcuts = _shortcuts([row.key for row in rows])
        """What opens each page by key; a page beyond the digits has none."""
        self.buttons = {row.key: self._button(row) for row in rows}
        for button in self.buttons.values():
            column.addWidget(button)
        column.addStretch()
        theme.changed.connect(self._paint)
        self._paint()

    def show_count(self, key: PageKey, count: int) -> None:
        """Say on a page's button how many things wait there for the person; 0 says nothing."""
        name = self._rows[key].title
        words = self.tr("{name}, ждут вас: {count}").format(name=name, count=count)
        self.buttons[key].setText(f"{name} ({count})" if count else name)
        self.buttons[key].setAccessibleName(words if count else name)

    def choose(self, key: PageKey) -> None:
        """Mark a page as the shown one."""
        self.buttons[key].setChecked(True)

    def _button(self, row: PageRow) -> QPushButton:
        keys = self.shortcuts.get(row.key, "")
        button = QPushButton(row.title)
        button.setCheckable(True)
        button.setProperty("rail", "true")
        button.setIconSize(QSize(20, 20))
        button.setToolTip(f"{row.title} ({keys})" if keys else row.title)
        button.setAccessibleName(row.title)
        button.clicked.connect(lambda: self.chosen.emit(row.key))
        self._group.addButton(button)
        if keys:
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        return button

    def _paint(self) -> None:
        for key, button in self.buttons.items():
            button.setIcon(self._theme.icon(self._rows[key].icon, "text"))


def _shortcuts(keys: Sequence[PageKey]) -> dict[PageKey, str]:
    """Return Ctrl+1…9 for the first pages and Ctrl+0 for the last one, the way out of trouble."""
    shortcuts = {key: f"Ctrl+{digit}" for key, digit in zip(keys, _DIGITS, strict=False)}
    if len(keys) > len(_DIGITS):
        shortcuts[keys[-1]] = "Ctrl+0"
    return shortcuts
