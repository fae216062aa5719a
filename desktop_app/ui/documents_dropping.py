"""What is dropped onto the page, and the question before a document is given up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Message

_WIDTH = 480


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the local files and folders among what is dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropQuestion(QDialog):
    """Return keeps the document; giving it up takes a word."""

    def __init__(self, title: str, warning: Message | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Убрать документ"))
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        heading = QLabel(self.tr("Убрать «{title}»?").format(title=title))
        heading.setObjectName("heading")
        text = QLabel(
            f"{warning.title}. {warning.text} {warning.remedy}"
            if warning
            else self.tr("Документ не уйдёт на портал, его содержимое будет удалено отсюда.")
        )
        for label in (heading, text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.drop_button = QPushButton(self.tr("Убрать"))
        self.drop_button.setAutoDefault(False)
        self.drop_button.clicked.connect(self.accept)
        self.keep_button = QPushButton(self.tr("Оставить"))
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.drop_button)
        row.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(text)
        column.addLayout(row)
