"""Title, counts and the buttons of the page «Документы»."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme


class DocumentsHead(QWidget):
    """One primary action: sign what has no signature."""

    files_wanted = Signal()
    folder_wanted = Signal()
    cosigned_wanted = Signal()
    beside_wanted = Signal()
    """Files shall be signed where they lie."""
    history_wanted = Signal()
    hand_over_wanted = Signal()
    take_in_wanted = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._busy = False
        self._wanted = 0
        heading = QLabel(title)
        heading.setObjectName("title")
        self.facts = QLabel()
        self.facts.setProperty("tone", "muted")
        self.new_button = QPushButton(self.tr("Новый…"))
        self.new_button.setToolTip(self.tr("Новый документ"))
        self.new_button.setAccessibleName(self.tr("Новый документ"))
        self.add_button = QPushButton(self.tr("Добавить"))
        self.sign_button = QPushButton(self.tr("Подписать и отправить"))
        self.sign_button.setProperty("primary", "true")
        self.more_button = QPushButton(self.tr("Показать ещё"))
        self.stop_button = QPushButton(self.tr("Остановить"))
        for button in (self.more_button, self.stop_button):
            button.hide()
        self._make_menus()
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch()
        for button in (self.new_button, self.add_button, self.others, self.sign_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.facts)

    def _make_menus(self) -> None:
        adding = QMenu(self.add_button)
        adding.addAction(self.tr("Файлы…"), self.files_wanted.emit)
        adding.addAction(self.tr("Папку…"), self.folder_wanted.emit)
        adding.addAction(self.tr("Подписанные другими, подпишу и я…"), self.cosigned_wanted.emit)
        self.add_button.setMenu(adding)
        words = self.tr("Другие действия с документами")
        self.others = QPushButton()
        self.others.setToolTip(words)
        self.others.setAccessibleName(words)
        menu = QMenu(self.others)
        self.beside = menu.addAction(self.tr("Подписать файлы рядом…"), self.beside_wanted.emit)
        self.hand_over = menu.addAction(
            self.tr("Передать на носитель…"), self.hand_over_wanted.emit
        )
        self.take_in = menu.addAction(self.tr("Взять с носителя…"), self.take_in_wanted.emit)
        self.others.setMenu(menu)
        self.history = menu.addAction(self.tr("Отправленные документы…"), self.history_wanted.emit)
        self._theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        self.others.setIcon(self._theme.icon("ellipsis", "text"))

    def show_facts(self, words: str, *, more: bool) -> None:
        """Show how much there is, and whether older documents can be read."""
        self.facts.setText(words)
        self.more_button.setVisible(more)

    def show_waiting(self, count: int) -> None:
        """Permit to hand documents over where any wait."""
        self.hand_over.setEnabled(count > 0)

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
        self.others.setEnabled(not self._busy)
