"""Giving the consent by a code from a short message: the text, what a code is worth, the code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.confirmations import SentCode
from desktop_app.core.consents import ConsentDocument, ConsentState
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.code_panel import CodePanel
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.theme import Theme

Result = TypeVar("Result")
_SIZE = (720, 600)


class ConsentCodeDialog(QDialog):
    """Nothing is sent before the person has seen the whole text."""

    succeeded = Signal(object)
    """``ConsentState`` after the code was taken."""

    def __init__(
        self,
        document: ConsentDocument,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._background = background
        self.setWindowTitle(self.tr("Согласие кодом из СМС"))
        self.resize(*_SIZE)
        self.force = MessageView(theme, "warn")
        self.text = QPlainTextEdit(document.content.decode("utf-8"))
        self.message = MessageView(theme)
        self.panel = CodePanel()
        self.reject_button = QPushButton(self.tr("Не подтверждать"))
        self._build()

    def _build(self) -> None:
        self.force.title.setText(self.tr("Код слабее подписи токеном"))
        self.force.text.setText(
            self.tr(
                "Код из СМС — простая электронная подпись. Письменное согласие по 152-ФЗ надёжнее "
                "всего подписать квалифицированной подписью на токене. Код подтвердит именно "
                "текст ниже."
            )
        )
        for label in (self.force.remedy, self.force.code):
            label.hide()
        self.force.show()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Текст документа"))
        self.panel.send_wanted.connect(self._send)
        self.panel.code_entered.connect(self._confirm)
        self.reject_button.setAutoDefault(False)
        self.reject_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.force)
        column.addWidget(self.text, 1)
        column.addWidget(self.message)
        column.addWidget(self.panel)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.reject_button)
        column.addLayout(row)

    def _send(self) -> None:
        consent = self._services.confirmations.consent
        self._run(lambda cancel: consent.send_code(self._document, cancel), self._show_sent)

    def _confirm(self, code: str) -> None:
        consent = self._services.confirmations.consent
        self._run(lambda cancel: consent.confirm(self._document, code, cancel), self._done)

    def _run(
        self, call: Callable[[Cancellation], Result], done: Callable[[Result], object]
    ) -> None:
        self.message.clear()
        self.panel.show_running(running=True)

        def finished(result: Result) -> None:
            self.panel.show_running(running=False)
            done(result)

        self._background.start(
            lambda cancel, _progress: call(cancel),
            done=while_alive(self, finished),
            failed=while_alive(self, self._show_failure),
        )

    def _show_sent(self, sent: SentCode) -> None:
        self.panel.show_sent(sent)

    def _done(self, state: ConsentState) -> None:
        self.accept()
        self.succeeded.emit(state)

    def _show_failure(self, error: NmoError) -> None:
        self.panel.show_running(running=False)
        language = self._services.language
        self.message.show_message(self._services.catalogue.of_error(error, language))
