"""Dialogs of the consent: the whole document before it is signed, and its withdrawal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.tokens import TokenCertificate

_DOCUMENT_SIZE = (720, 560)
_WIDTH = 520


class DocumentDialog(QDialog):
    """Shows exactly what will be signed; accepting goes on to the PIN."""

    def __init__(
        self, document: str, certificate: TokenCertificate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Документ согласия"))
        self.resize(*_DOCUMENT_SIZE)
        lead = QLabel(
            self.tr("Будет подписан этот текст целиком. Подписывает: {owner}").format(
                owner=certificate.certificate.subject
            )
        )
        lead.setWordWrap(True)
        self.text = QPlainTextEdit(document)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Текст документа"))
        self.accept_button = QPushButton(self.tr("Перейти к подписи"))
        self.accept_button.setProperty("primary", "true")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        self.reject_button = QPushButton(self.tr("Не подписывать"))
        self.reject_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(lead)
        column.addWidget(self.text, 1)
        column.addLayout(_row(self.reject_button, self.accept_button))


class WithdrawDialog(QDialog):
    """Says what stays by law; the default answer keeps the consent."""

    def __init__(self, after_withdrawal: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Отзыв согласия"))
        self.setFixedWidth(_WIDTH)
        heading = QLabel(self.tr("Отозвать согласие?"))
        heading.setObjectName("heading")
        text = QLabel(self.tr("После отзыва: {what}").format(what=after_withdrawal))
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        self.withdraw_button = QPushButton(self.tr("Отозвать"))
        self.withdraw_button.setAutoDefault(False)
        self.withdraw_button.clicked.connect(self.accept)
        self.keep_button = QPushButton(self.tr("Не отзывать"))
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(text)
        column.addLayout(_row(self.withdraw_button, self.keep_button))
        self.keep_button.setFocus()


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row
