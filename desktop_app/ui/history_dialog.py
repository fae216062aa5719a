"""«Отправленные документы»: what left from here, with the portal's receipts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.services.sent_history import (
    SentDocument,
    SentState,
    delivered_items,
    sent_documents,
)
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import AnyIndex, CardListView, CardRole
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.documents_words import DocumentWords, moment
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.theme import Theme

_SIZE = (760, 600)
_LOOKS = {
    SentState.TAKEN: ("circle-check", "ok"),
    SentState.CONFIRMED: ("badge-check", "ok"),
    SentState.REPLACED: ("history", "info"),
    SentState.UNKNOWN: ("triangle-alert", "warn"),
    SentState.ELSEWHERE: ("download", "muted"),
}


class HistoryModel(QAbstractListModel):
    """Documents with receipts, newest first."""

    def __init__(self, words: DocumentWords, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self.documents: tuple[SentDocument, ...] = ()

    def show_documents(self, documents: Sequence[SentDocument]) -> None:
        """Show these."""
        self.beginResetModel()
        self.documents = tuple(documents)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of documents."""
        return 0 if parent.isValid() else len(self.documents)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a document by role."""
        document = self.documents[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return document.title
            case CardRole.SECOND_LINE | Qt.ItemDataRole.ToolTipRole:
                return self._second_line(document)
            case CardRole.STATE:
                return self._state(document)
            case CardRole.LOOK:
                return _LOOKS[document.state]
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (document.title, self._state(document), self._second_line(document))
                return ". ".join(parts)
        return None

    def receipt(self, document: SentDocument) -> str:
        """Return the receipt as a text that can be handed on."""
        lines = (
            self.tr("Документ: {title}").format(title=document.title),
            self.tr("Файл: {name}, {size}").format(
                name=document.file_name, size=self._words.size(document.size)
            ),
            self.tr("Подписал: {name}").format(name=document.signer or "—"),
            self.tr("Портал принял: {when}, версия {version}").format(
                when=moment(document.received_at), version=document.version
            ),
            self.tr("Номер на портале: {id}").format(id=document.document_id),
            f"SHA-256: {document.sha256}",
        )
        return "\n".join(lines)

    def _second_line(self, document: SentDocument) -> str:
        version = self.tr("версия {version}").format(version=document.version)
        return " · ".join((document.file_name, moment(document.received_at), version))

    def _state(self, document: SentDocument) -> str:
        words = {
            SentState.TAKEN: self.tr("портал принял"),
            SentState.CONFIRMED: self.tr("есть на портале"),
            SentState.REPLACED: self.tr("на портале версия {version}"),
            SentState.UNKNOWN: self.tr("портал о нём не говорит"),
            SentState.ELSEWHERE: self.tr("отправлен не отсюда"),
        }
        return words[document.state].format(version=document.portal_version)


class HistoryDialog(QDialog):
    """Receipts lie here; whether the portal still has the documents it is asked for."""

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
        self._background = background
        self.setWindowTitle(self.tr("Отправленные документы"))
        self.setModal(True)
        self.resize(*_SIZE)
        self.model = HistoryModel(words, self)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Отправленные документы"))
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.message = MessageView(theme, "warn")
        self._lay_out()
        self._show_busy(self.tr("Читаем квитанции…"))
        self._read(asked=False)

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Отправленные документы"))
        heading.setObjectName("heading")
        self.summary, self.receipt = QLabel(), QLabel()
        self.summary.setProperty("tone", "muted")
        for label in (self.summary, self.receipt):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        box = QFrame()
        box.setProperty("panel", "raised")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.receipt)
        self.ask_button = QPushButton(self.tr("Спросить портал"))
        self.ask_button.clicked.connect(self._ask)
        self.copy_button = QPushButton(self.tr("Скопировать квитанцию"))
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QPushButton(self.tr("Закрыть"))
        self.close_button.setProperty("primary", "true")
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.ask_button)
        row.addWidget(self.copy_button)
        row.addStretch()
        row.addWidget(self.close_button)
        for button in (self.ask_button, self.copy_button, self.close_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for widget in (heading, self.summary, self.message):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(box)
        column.addLayout(row)
        self._show_chosen()

    def _ask(self) -> None:
        self.message.clear()
        self._show_busy(self.tr("Спрашиваем портал…"))
        self._read(asked=True)

    def _read(self, *, asked: bool) -> None:
        services = self._services

        def read(cancel: Cancellation, _progress: ProgressListener) -> tuple[SentDocument, ...]:
            items = delivered_items(services.outbox, cancel)
            return sent_documents(items, services.outbox.received(cancel) if asked else None)

        self._background.start(
            read, done=while_alive(self, self._show), failed=while_alive(self, self._fail)
        )

    def _show_busy(self, words: str) -> None:
        self.summary.setText(words)
        self.ask_button.setEnabled(False)

    def _show(self, documents: Sequence[SentDocument]) -> None:
        self.ask_button.setEnabled(True)
        self.model.show_documents(documents)
        self.summary.setText(self.tr("Документов: {count}").format(count=len(documents)))
        if documents:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()
        self._show_chosen()

    def _fail(self, error: NmoError) -> None:
        self.ask_button.setEnabled(True)
        documents = len(self.model.documents)
        self.summary.setText(self.tr("Документов: {count}").format(count=documents))
        self.message.show_message(self._words.of_error(error))

    def _show_chosen(self) -> None:
        row = self.list.currentIndex().row()
        chosen = self.model.documents[row] if row >= 0 else None
        self.copy_button.setEnabled(chosen is not None)
        empty = self.tr("Здесь появятся квитанции портала о принятых документах.")
        self.receipt.setText(self.model.receipt(chosen) if chosen is not None else empty)
        self.list.setAccessibleDescription(self.receipt.text())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.receipt.text())
        self.summary.setText(self.tr("Квитанция скопирована"))
