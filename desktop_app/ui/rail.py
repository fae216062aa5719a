"""The rail on the left: one checkable button per page, by text and icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme

_WIDTH = 240


class Rail(QFrame):
    """Navigation; ``chosen`` carries the number of the page."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(_WIDTH)
        self._theme = theme
        self._icons = tuple(icons)
        self._names: tuple[str, ...] = ()
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
        self.buttons = tuple(self._button(number) for number in range(len(icons)))
        for button in self.buttons:
            column.addWidget(button)
        column.addStretch()
        self._group.idClicked.connect(self.chosen)
        theme.changed.connect(self._paint)
        self._paint()

    def name_pages(self, brand: str, names: Sequence[str]) -> None:
        """Put words on the buttons; ``&`` is shown as it is."""
        self.brand.setText(brand)
        self._names = tuple(names)
        for number, (button, name) in enumerate(zip(self.buttons, names, strict=True), 1):
            button.setText(name.replace("&", "&&"))
            button.setToolTip(f"{name} (Ctrl+{number})")
            button.setAccessibleName(name)

    def show_count(self, number: int, count: int) -> None:
        """Say on a page's button how many things wait there for the person; 0 says nothing."""
        name = self._names[number]
        words = self.tr("{name}, ждут вас: {count}").format(name=name, count=count)
        self.buttons[number].setText(f"{name} ({count})" if count else name)
        self.buttons[number].setAccessibleName(words if count else name)

    def choose(self, number: int) -> None:
        """Mark a page as the shown one."""
        self.buttons[number].setChecked(True)

    def _button(self, number: int) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setProperty("rail", "true")
        button.setIconSize(QSize(20, 20))
        self._group.addButton(button, number)
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
        shortcut.activated.connect(button.click)
        return button

    def _paint(self) -> None:
        for button, name in zip(self.buttons, self._icons, strict=True):
            button.setIcon(self._theme.icon(name, "text"))
