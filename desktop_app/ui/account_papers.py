"""The documents of the confirmation: chosen or dropped, taken away, handed in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.confirmations import Confirmation, ConfirmationPaper
from desktop_app.core.message_format import size_text
from desktop_app.ui.documents_dropping import dropped_files


class AccountPapers(QFrame):
    """One row for each document; what is dropped goes to the first row that is empty."""

    papers_chosen = Signal(object)
    """The ``Path`` of each file by the ``ConfirmationPaper`` that it is."""
    paper_removed = Signal(object)
    submit_wanted = Signal()

    def __init__(self, catalogue: Catalogue, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._language = language
        self._empty: list[ConfirmationPaper] = list(ConfirmationPaper)
        self.setAcceptDrops(True)
        self.files: dict[ConfirmationPaper, QLabel] = {}
        self.choose_buttons: dict[ConfirmationPaper, QPushButton] = {}
        self.remove_buttons: dict[ConfirmationPaper, QPushButton] = {}
        self.submit_button = QPushButton(self.tr("Отправить на проверку"))
        self.submit_button.setProperty("primary", "true")
        self.submit_button.clicked.connect(self.submit_wanted)
        self._build()

    def show_papers(self, state: Confirmation) -> None:
        """Show what the portal has, and whether it can be handed in."""
        there = {file.paper: file for file in state.files}
        self._empty = [paper for paper in ConfirmationPaper if paper not in there]
        for paper, label in self.files.items():
            file = there.get(paper)
            size = "" if file is None else size_text(file.size, self._language)
            label.setText(self.tr("нет") if file is None else f"{file.file_name} · {size}")
            self.remove_buttons[paper].setVisible(file is not None)
        self.submit_button.setEnabled(not state.missing_papers)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach each file that is dropped, as long as there is a row for it."""
        chosen = dict(zip(self._empty, dropped_files(event.mimeData()), strict=False))
        if chosen:
            self.papers_chosen.emit(chosen)
        event.acceptProposedAction()

    def _build(self) -> None:
        lead = QLabel(
            self.tr(
                "Перетащите файлы сюда или выберите их: PDF до 1 МБ, фото JPEG или PNG любого "
                "размера. Фото программа уменьшит и уберёт из него место и время съёмки."
            )
        )
        lead.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, paper in enumerate(ConfirmationPaper):
            name = self._catalogue.word("confirmation-paper", paper, self._language)
            caption = QLabel(name)
            caption.setWordWrap(True)
            self.files[paper] = QLabel()
            self.files[paper].setTextFormat(Qt.TextFormat.PlainText)
            choose, remove = QPushButton(self.tr("Выбрать файл…")), QPushButton(self.tr("Убрать"))
            for button in (choose, remove):
                button.setAccessibleName(f"{button.text().rstrip('…')}: {name}")
            choose.clicked.connect(partial(self._choose, paper))
            remove.clicked.connect(partial(self.paper_removed.emit, paper))
            self.choose_buttons[paper], self.remove_buttons[paper] = choose, remove
            for column, widget in enumerate((caption, self.files[paper], choose, remove)):
                grid.addWidget(widget, row, column)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(12)
        column_layout.addWidget(lead)
        column_layout.addLayout(grid)
        column_layout.addWidget(self.submit_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, paper: ConfirmationPaper, *_: object) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Документ"), "", self.tr("Скан или фото (*.pdf *.jpg *.jpeg *.png)")
        )
        if chosen:
            self.papers_chosen.emit({paper: Path(chosen)})
