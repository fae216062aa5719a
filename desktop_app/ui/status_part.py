"""A part of the line at the bottom: long names end in «…» where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

_LEAST_WIDTH = 128


class StatusPart(QPushButton):
    """A button that can be narrower than its words, where it is told so."""

    def __init__(self, *, shrinks: bool) -> None:
        super().__init__()
        if shrinks:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return the icon and the beginning of the words."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _LEAST_WIDTH), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much of the words as there is room for."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        missing = max(self.sizeHint().width() - self.width(), 0)
        if missing:
            metrics = self.fontMetrics()
            room = metrics.horizontalAdvance(option.text) - missing
            option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
