"""The page «Учётная запись»: the level, why it is not enough, and the way to confirm it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.accounts import SessionState
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.confirmations import (
    CodeChannel,
    Confirmation,
    ConfirmationPaper,
    ConfirmationStep,
    SentCode,
)
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.account_form import AccountForm
from desktop_app.ui.account_head import AccountHead
from desktop_app.ui.account_papers import AccountPapers
from desktop_app.ui.background import Background
from desktop_app.ui.code_panel import CodePanel
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.page import Page
from desktop_app.ui.portal_contact import failure_icon
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.services.account_confirmation import AccountConfirmation

Result = TypeVar("Result")
MARGIN = 24
_CHANNELS = {
    ConfirmationStep.EMAIL: CodeChannel.EMAIL,
    ConfirmationStep.PHONE: CodeChannel.SMS,
}


class AccountPage(Page):
    """The portal keeps every step: the page can be left and opened again at any of them."""

    login_requested = Signal()
    session_changed = Signal(object)
    """``SessionState`` with the account as it is after its level changed."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self._session = SessionState(None)
        self._known: Confirmation | None = None
        self._running = False
        self.title = self.tr("Учётная запись")
        self.message = MessageView(theme)
        self.state = StateView(theme)
        self.head = AccountHead(services.catalogue, services.language, theme)
        self.code = CodePanel()
        self.papers = AccountPapers(services.catalogue, services.language)
        self.form: AccountForm | None = None
        self.edit_button = QPushButton(self.tr("Изменить анкету"))
        self._step = QVBoxLayout()
        self._stack = QStackedWidget()
        self._build()

    def refresh(self) -> None:
        """Ask the portal where the confirmation stands."""
        if self._session.account is None:
            self._show_without_session()
        else:
            self._run(lambda service, cancel: service.state(cancel), self._show)

    def take_session(self, session: SessionState) -> None:
        """Show what belongs to the person who is signed in now."""
        self._session, self._known = session, None
        self.message.clear()
        self.code.clear()
        if session.account is None:
            self._show_without_session()
        elif self.isVisible():
            self.refresh()

    def _build(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.code.send_wanted.connect(self._send_code)
        self.code.code_entered.connect(self._prove)
        self.papers.papers_chosen.connect(self._attach)
        self.papers.paper_removed.connect(self._remove)
        self.papers.submit_wanted.connect(
            lambda: self._run(lambda service, cancel: service.submit(cancel), self._show)
        )
        self.edit_button.setProperty("flat", "true")
        self.edit_button.clicked.connect(lambda: self._show_form(self._known))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.head)
        column.addLayout(self._step)
        row = QHBoxLayout()
        row.addWidget(self.edit_button)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        self._step.addWidget(self.code)
        self._step.addWidget(self.papers)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(self.title)
        scroll.setWidget(inner)
        self._stack.addWidget(self.state)
        self._stack.addWidget(scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        whole.setSpacing(12)
        for widget in (heading, self.message):
            whole.addWidget(widget)
        whole.addWidget(self._stack, 1)

    def _show_without_session(self) -> None:
        self._stack.setCurrentWidget(self.state)
        self.state.show_state(
            "log-in",
            self.tr("Войдите, чтобы увидеть учётную запись"),
            self.tr("Здесь видно её уровень и как его подтвердить."),
            self.tr("Перейти ко входу"),
            self.login_requested.emit,
        )

    def _run(
        self,
        call: Callable[[AccountConfirmation, Cancellation], Result],
        done: Callable[[Result], object],
    ) -> None:
        """Ask the portal; what it answers for a person who signed out meanwhile is dropped."""
        if self._running:
            return
        session, services = self._session, self._services
        self._show_running(running=True)

        def tell(listener: Callable[..., object], value: object) -> None:
            self._show_running(running=False)
            if session is self._session:
                listener(value)

        self._background.start(
            lambda cancel, _progress: call(services.confirmations.account, cancel),
            done=lambda result: tell(done, result),
            failed=lambda error: tell(self._show_failure, error),
        )

    def _show_running(self, *, running: bool) -> None:
        self._running = running
        self.code.show_running(running=running)
        self.papers.setEnabled(not running)
        if self.form is not None:
            self.form.setEnabled(not running)
        if running and self._known is None:
            self._stack.setCurrentWidget(self.state)
            self.state.show_state(
                "loader-circle", self.tr("Читаем учётную запись"), self.tr("Спрашиваем портал.")
            )

    def _show(self, state: Confirmation) -> None:
        before, self._known = self._known, state
        self.message.clear()
        if before is None or before.step is not state.step:
            self.code.clear()
        self.head.show_confirmation(state)
        self._drop_form()
        self.code.setVisible(state.step in _CHANNELS)
        documents = state.step is ConfirmationStep.DOCUMENTS
        self.papers.setVisible(documents)
        self.edit_button.setVisible(documents or state.step in _CHANNELS)
        if documents:
            self.papers.show_papers(state)
        if state.step is ConfirmationStep.FORM:
            self._show_form(state)
        self._stack.setCurrentIndex(1)
        if before is not None and before.level is not state.level:
            self._read_account()

    def _read_account(self) -> None:
        """Let the whole window know the level that the account has now."""
        login = self._services.login

        def read(cancel: Cancellation, _progress: object) -> SessionState:
            login.account(cancel)
            return login.state()

        self._background.start(read, done=self.session_changed.emit)

    def _show_form(self, state: Confirmation | None) -> None:
        if state is None:
            return
        self._drop_form()
        services = self._services
        self.form = AccountForm(
            services.confirmations.account, state, services.catalogue, services.language
        )
        self.form.filled.connect(self._fill)
        self._step.addWidget(self.form)
        for widget in (self.code, self.papers, self.edit_button):
            widget.hide()

    def _drop_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _fill(self, values: Mapping[str, str]) -> None:
        self._run(lambda service, cancel: service.fill(values, cancel), self._show)

    def _send_code(self) -> None:
        if self._known is not None:
            channel = _CHANNELS[self._known.step]
            self._run(lambda service, cancel: service.send_code(channel, cancel), self._show_sent)

    def _show_sent(self, sent: SentCode) -> None:
        self.message.clear()
        self.code.show_sent(sent)

    def _prove(self, code: str) -> None:
        if self._known is not None:
            channel = _CHANNELS[self._known.step]
            self._run(lambda service, cancel: service.prove(channel, code, cancel), self._show)

    def _attach(self, chosen: Mapping[ConfirmationPaper, Path]) -> None:
        def attach(service: AccountConfirmation, cancel: Cancellation) -> Confirmation:
            for paper, path in chosen.items():
                service.attach(paper, path, cancel)
            return service.state(cancel)

        self._run(attach, self._show)

    def _remove(self, paper: ConfirmationPaper) -> None:
        self._run(lambda service, cancel: service.remove(paper, cancel), self._show)

    def _show_failure(self, error: NmoError) -> None:
        message = self._services.catalogue.of_error(error, self._services.language)
        if self._known is not None:
            self.message.show_message(message)
            return
        self._stack.setCurrentWidget(self.state)
        self.state.show_error(failure_icon(error), message, self.tr("Повторить"), self.refresh)
