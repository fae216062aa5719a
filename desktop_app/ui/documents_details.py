"""The chosen document: why it is where it is, its pages, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.outbox_item import MOVES, OutboxItem, OutboxMove, OutboxState
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.documents_words import DocumentWords
from desktop_app.ui.page_preview import PagePreview
from desktop_app.ui.theme import Theme

_WIDTH = 340
_MOST_PREVIEWED = 64 * 1024 * 1024
"""Bytes of a document that are read into memory to be drawn."""
_NEW_CONTENT = frozenset({OutboxState.DELIVERED, OutboxState.DROPPED})
"""States in which the content is no longer kept here."""


class DocumentDetails(QFrame):
    """Buttons follow the moves that the state allows."""

    move_wanted = Signal(object, object)
    """``OutboxItem`` and ``OutboxMove``."""

    def __init__(
        self,
        words: DocumentWords,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._services = services
        self._item: OutboxItem | None = None
        self._shown = ("", False)
        self._busy = False
        self.setProperty("panel", "raised")
        self.setMinimumWidth(_WIDTH)
        self.title, self.why, self.facts = (_label() for _ in range(3))
        self.title.setProperty("scale", "lead")
        self.why.setProperty("tone", "warn")
        self.facts.setProperty("tone", "muted")
        self.preview = PagePreview(services, background, theme)
        self.buttons = {move: self._button(move) for move in _OFFERED}
        self._lay_out()
        self.show_item(None)

    def show_item(self, item: OutboxItem | None) -> None:
        """Show a document, or that none is chosen."""
        self._item = item
        self.setAccessibleName(self._words.title(item) if item else self.tr("Документ не выбран"))
        self.title.setText(self._words.title(item) if item else self.tr("Документ не выбран"))
        reason = self._words.reason(item) if item else None
        self.why.setText(f"{reason.title}. {reason.remedy}" if reason else "")
        self.why.setVisible(reason is not None)
        self.facts.setText(self._words.facts(item) if item and item.readable else "")
        self._show_buttons()
        self._show_pages(item)

    def show_busy(self, busy: bool) -> None:
        """Keep the buttons from being pressed while something is done."""
        self._busy = busy
        self._show_buttons()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for label in (self.title, self.why, self.facts):
            column.addWidget(label)
        column.addWidget(self.preview, 1)
        for button in self.buttons.values():
            column.addWidget(button)

    def _button(self, move: OutboxMove) -> QPushButton:
        button = QPushButton()
        button.clicked.connect(lambda: self.move_wanted.emit(self._item, move))
        return button

    def _show_buttons(self) -> None:
        item = self._item
        allowed = MOVES[item.state] if item else {}
        for move, button in self.buttons.items():
            offered = item is not None and move in allowed and _makes_sense(item, move)
            button.setVisible(offered)
            button.setEnabled(not self._busy)
            if item is not None:
                button.setText(self._words.move(item, move))

    def _show_pages(self, item: OutboxItem | None) -> None:
        key = (item.id, item.state in _NEW_CONTENT) if item else ("", False)
        if key == self._shown:
            return
        self._shown = key
        if item is None:
            self.preview.clear("")
        elif item.state is OutboxState.DELIVERED:
            self.preview.clear(self.tr("Документ на портале, здесь его содержимое не хранится."))
        elif item.state in _NEW_CONTENT or not item.readable:
            self.preview.clear(self.tr("Содержимого здесь больше нет."))
        elif not item.file_name.lower().endswith(".pdf") or item.size > _MOST_PREVIEWED:
            self.preview.clear(self.tr("Страницы показываются только для PDF."))
        else:
            self.preview.show_document(item.sha256, self._reader(item.id))

    def _reader(self, identifier: str) -> Callable[[], bytes]:
        services = self._services

        def read() -> bytes:
            with services.outbox.open_content(identifier) as stream:
                return stream.read()

        return read


_OFFERED = (
    OutboxMove.SIGN,
    OutboxMove.BEGIN,
    OutboxMove.RETRY,
    OutboxMove.TAKE_BACK,
    OutboxMove.KEEP_MINE,
    OutboxMove.TAKE_THEIRS,
    OutboxMove.DROP,
)


def _makes_sense(item: OutboxItem, move: OutboxMove) -> bool:
    """Tell whether a move that the state allows is one for a button here."""
    waits = item.state is OutboxState.WAITING
    if not item.readable:
        return move is OutboxMove.DROP
    if move is OutboxMove.SIGN:
        return item.can_be_signed
    return not (move is OutboxMove.RETRY and waits)


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
