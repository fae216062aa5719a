"""What a support bundle holds, shown before anything is saved: its files, and what was hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Catalogue
from desktop_app.services.diagnostics.bundle import BundleEntry, Redaction, SupportBundle
from desktop_app.ui.diagnostics_words import DiagnosisWords

_SIZE = (920, 600)
_LONGEST_SHOWN = 400_000
_KILOBYTE = 1024


class BundlePreview(QDialog):
    """Accepting goes on to the choice of a file; nothing is sent anywhere."""

    def __init__(
        self,
        bundle: SupportBundle,
        catalogue: Catalogue,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._entries = bundle.entries
        self._entry = BundleEntry("", b"")
        self._words = DiagnosisWords(catalogue, language)
        self.setWindowTitle(self.tr("Пакет для поддержки"))
        self.setModal(True)
        self.resize(*_SIZE)
        self._build()
        self.files.currentRowChanged.connect(self._show_entry)
        self.files.setCurrentRow(0)

    def _build(self) -> None:
        heading = QLabel(self.tr("Вот всё, что попадёт в пакет"))
        heading.setObjectName("heading")
        lead = QLabel(
            self.tr(
                "Программа ничего не отправляет: пакет сохраняется в файл, передать его или нет, "
                "решаете вы. Скрыто личных данных: {count}."
            ).format(count=sum(len(entry.redactions) for entry in self._entries))
        )
        lead.setWordWrap(True)
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Файлы пакета"))
        for entry in self._entries:
            self.files.addItem(self._entry_words(entry))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(lead)
        column.addWidget(self._parts(), 1)
        column.addLayout(self._buttons())

    def _parts(self) -> QWidget:
        self.content = QPlainTextEdit()
        self.content.setReadOnly(True)
        self.content.setTabChangesFocus(True)
        self.content.setAccessibleName(self.tr("Содержимое файла"))
        self.as_it_is = QCheckBox(self.tr("Показать файл как есть, со служебными знаками"))
        self.as_it_is.toggled.connect(lambda _on: self._show_content())
        self.hidden_words = QLabel()
        self.hidden = QTableWidget(0, 3)
        self.hidden.setHorizontalHeaderLabels(
            [self.tr("Что скрыто"), self.tr("Было"), self.tr("Стало")]
        )
        self.hidden.setAccessibleName(self.tr("Что скрыто"))
        self.hidden.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.hidden.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.hidden.setTabKeyNavigation(False)
        self.hidden.verticalHeader().hide()
        self.hidden.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(_under(self.as_it_is, self.content))
        right.addWidget(_captioned(self.hidden_words, self.hidden))
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 2)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.files)
        parts.addWidget(right)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 3)
        for splitter in (parts, right):
            splitter.setChildrenCollapsible(False)
        return parts

    def _buttons(self) -> QHBoxLayout:
        self.save_button = QPushButton(self.tr("Сохранить…"))
        self.save_button.setProperty("primary", "true")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        self.cancel_button = QPushButton(self.tr("Не сохранять"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def _entry_words(self, entry: BundleEntry) -> str:
        size = self.tr("{size} КБ").format(size=max(1, round(len(entry.content) / _KILOBYTE)))
        return f"{entry.name} · {size}"

    def _show_entry(self, row: int) -> None:
        entry = self._entries[row] if 0 <= row < len(self._entries) else BundleEntry("", b"")
        self._entry = entry
        self.as_it_is.setVisible(entry.name.endswith(".html"))
        self._show_content()
        count = len(entry.redactions)
        self.hidden_words.setText(
            self.tr("Скрыто в этом файле: {count}").format(count=count)
            if count
            else self.tr("В этом файле скрывать было нечего")
        )
        self._show_hidden(entry.redactions)

    def _show_content(self) -> None:
        text = self._entry.content.decode("utf-8", "replace")[:_LONGEST_SHOWN]
        if self._entry.name.endswith(".html") and not self.as_it_is.isChecked():
            document = QTextDocument()
            document.setHtml(text)
            text = document.toPlainText()
        self.content.setPlainText(text)

    def _show_hidden(self, redactions: tuple[Redaction, ...]) -> None:
        self.hidden.setRowCount(len(redactions))
        for row, each in enumerate(redactions):
            cells = (self._words.hidden(each.kind), each.before, each.after)
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.hidden.setItem(row, column, item)


def _under(choice: QCheckBox, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget, 1)
    column.addWidget(choice)
    return box


def _captioned(caption: QLabel, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 0)
    column.addWidget(caption)
    column.addWidget(widget, 1)
    return box
