"""What the page «Вход» shows while the person is in the browser."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme

_ICON_PIXELS = 20


class BrowserWaiting(QFrame):
    """Says that the program waits; the address can be copied where no browser opened."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._address = ""
        self.setProperty("panel", "info")
        self._icon = QLabel()
        self.title = QLabel(self.tr("Закончите вход в браузере"))
        self.title.setProperty("scale", "lead")
        self.text = QLabel(
            self.tr(
                "Введите логин и пароль Госуслуг на странице, которая открылась в браузере: "
                "программа их не видит. Когда закончите, вернитесь сюда, вход произойдёт сам."
            )
        )
        for label in (self.title, self.text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.copy_button = QPushButton(self.tr("Скопировать адрес"))
        self.copy_button.setToolTip(self.tr("Если браузер не открылся, вставьте адрес в него сами"))
        self.copy_button.clicked.connect(self._copy)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._paint)
        self._paint()
        self.hide()

    def show_address(self, address: str) -> None:
        """Say that the browser has opened this address."""
        self._address = address
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.text.text())
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)

    def _paint(self) -> None:
        icon = self._theme.icon("external-link", "info", _ICON_PIXELS)
        self._icon.setPixmap(icon.pixmap(_ICON_PIXELS, _ICON_PIXELS))
