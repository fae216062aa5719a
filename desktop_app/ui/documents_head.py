"""Title, counts and the buttons of the page «Документы»."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme


class DocumentsHead(QWidget):
    """One primary action: sign what has no signature."""

    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._busy = False
        self._wanted = 0
        heading = QLabel(title)
        heading.setObjectName("title")
        self.facts = QLabel()
        self.facts.setProperty("tone", "muted")
        self.new_button = QPushButton(self.tr("Новый документ"))
        self.add_button = QPushButton(self.tr("Добавить"))
        self.sign_button = QPushButton(self.tr("Подписать и отправить"))
        self.sign_button.setProperty("primary", "true")
        self.more_button = QPushButton(self.tr("Показать ещё"))
        self.stop_button = QPushButton(self.tr("Остановить"))
        for button in (self.more_button, self.stop_button):
            button.hide()
        menu = QMenu(self.add_button)
        menu.addAction(self.tr("Файлы…"), self.files_wanted.emit)
        menu.addAction(self.tr("Папку…"), self.folder_wanted.emit)
        self.add_button.setMenu(menu)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch()
        for button in (self.new_button, self.add_button, self.sign_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.facts)

    def show_facts(self, words: str, *, more: bool) -> None:
        """Show how much there is, and whether older documents can be read."""
        self.facts.setText(words)
        self.more_button.setVisible(more)

    def show_wanted(self, count: int, *, sends: bool) -> None:
        """Show how many documents the primary action would sign."""
        self._wanted = count
        words = self.tr("Подписать и отправить") if sends else self.tr("Подписать")
        self.sign_button.setText(f"{words} ({count})" if count else words)
        self._permit()

    def show_busy(self, busy: bool) -> None:
        """Offer to stop what runs."""
        self._busy = busy
        self.stop_button.setVisible(busy)
        self._permit()

    def _permit(self) -> None:
        self.sign_button.setEnabled(self._wanted > 0 and not self._busy)
        self.add_button.setEnabled(not self._busy)
        self.new_button.setEnabled(not self._busy)
