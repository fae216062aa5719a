"""The page «Согласия и настройки»: the consent to pass data to ЕГИСЗ, and the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabWidget, QVBoxLayout

from desktop_app.core.accounts import SessionState
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.catalogue import Message
from desktop_app.core.consents import ConsentDocument, ConsentState
from desktop_app.core.errors import NmoError
from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.consent_code_dialog import ConsentCodeDialog
from desktop_app.ui.consent_dialogs import DocumentDialog, WithdrawDialog
from desktop_app.ui.consent_printing import ConsentPrinting
from desktop_app.ui.consent_view import ConsentView
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.page import Page
from desktop_app.ui.pin_dialog import open_pin_dialog
from desktop_app.ui.pin_presenter import PinRequest
from desktop_app.ui.portal_contact import failure_icon
from desktop_app.ui.register_panel import scrolled
from desktop_app.ui.settings_panel import SettingsPanel
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

Result = TypeVar("Result")
Value = TypeVar("Value")
MARGIN = 24


class ConsentPage(Page):
    """The consent is a separate document, shown whole before it is signed."""

    login_requested = Signal()
    """The person wants to sign in."""
    settings_changed = Signal()
    training_wanted = Signal(bool)

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self._theme = theme
        self._session = SessionState(None)
        self._tokens: tuple[Token, ...] = ()
        self._job: Job | None = None
        self._known = False
        self.title = self.tr("Согласия и настройки")
        self._build()

    def refresh(self) -> None:
        """Ask the portal for the text in force, the status and the history."""
        if self._session.account is None:
            self._show_without_session()
        elif self._job is None:
            self._start(self._services.consent.state, self._show_state)

    def show_settings(self) -> None:
        """Show the settings in place of the consent."""
        self.tabs.setCurrentWidget(self.settings)

    def take_session(self, session: SessionState) -> None:
        """Show what belongs to the person who is signed in now."""
        self._session = session
        self._known = False
        self._clear()
        self._cancel()
        self.printing.cancel()
        self._job = None
        self._show_without_session()
        if self.isVisible():
            self.refresh()

    def take_tokens(self, overview: TokenOverview) -> None:
        """Remember which tokens there are to sign with."""
        self._tokens = overview.tokens

    def _build(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.message = MessageView(self._theme)
        self.notice = MessageView(self._theme, "info")
        self.state = StateView(self._theme)
        self.view = ConsentView(self._theme)
        self.view.grant_button.clicked.connect(self._compose)
        self.view.code_button.clicked.connect(self._compose_for_code)
        self.view.withdraw_button.clicked.connect(self._ask_withdrawal)
        self.view.folder_button.clicked.connect(self._open_folder)
        self.view.cancel_button.clicked.connect(self._cancel)
        self._build_printing()
        self.settings = SettingsPanel(self._services, self._theme)
        self.settings.changed.connect(self.settings_changed)
        self.settings.training_wanted.connect(self.training_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        caption = self.tr("Согласие на передачу в ЕГИСЗ")
        # An error message may be of any length.
        self._area = scrolled(self.view, caption)
        self._stack.addWidget(self._area)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._stack, caption)
        self.tabs.addTab(self.settings, self.tr("Настройки"))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        column.setSpacing(12)
        for widget in (heading, self.message, self.notice):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)

    def _build_printing(self) -> None:
        self.printing = ConsentPrinting(self._services, self._background, self)
        self.view.pdf_button.clicked.connect(self.printing.ask_file)
        self.view.print_button.clicked.connect(self.printing.ask_printer)
        self.printing.started.connect(self._clear)
        self.printing.failed.connect(self._show_failure)
        self.printing.saved.connect(
            lambda path: self._tell(self.tr("Согласие сохранено."), str(path))
        )
        self.printing.printed.connect(lambda: self._tell(self.tr("Передано принтеру."), ""))

    def _clear(self) -> None:
        self.message.clear()
        self.notice.clear()

    def _tell(self, title: str, text: str) -> None:
        self.notice.show_message(Message("", title, text, ""))

    def _show_without_session(self) -> None:
        if self._session.account is None:
            self._stack.setCurrentWidget(self.state)
            self.state.show_state(
                "log-in",
                self.tr("Войдите, чтобы увидеть согласие"),
                self.tr("Согласие добровольное: вход и обучение от него не зависят."),
                self.tr("Перейти ко входу"),
                self.login_requested.emit,
            )

    def _start(
        self, call: Callable[[Cancellation], Result], done: Callable[[Result], object]
    ) -> None:
        """Ask the portal; what it answers for a person who signed out meanwhile is dropped."""
        session = self._session

        def for_this_person(listener: Callable[[Value], object]) -> Callable[[Value], None]:
            def tell(value: Value) -> None:
                if session is self._session:
                    self._job = None
                    self._show_running()
                    listener(value)

            return tell

        cancelled = for_this_person(self._show_cancelled)
        self._job = self._background.start(
            lambda cancel, _progress: call(cancel),
            done=for_this_person(done),
            failed=for_this_person(self._show_failure),
            cancelled=lambda: cancelled(None),
        )
        self._show_running()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_running(self) -> None:
        running = self._job is not None
        self.view.show_running(running=running)
        if running and not self._known:
            self._stack.setCurrentWidget(self.state)
            self.state.show_state(
                "loader-circle",
                self.tr("Читаем согласие"),
                self.tr("Спрашиваем портал."),
                self.tr("Отменить"),
                self._cancel,
            )

    def _show_cancelled(self, _nothing: None) -> None:
        if not self._known:
            self.state.show_state(
                "circle-dashed",
                self.tr("Согласие не прочитано"),
                self.tr("Вы отменили запрос к порталу."),
                self.tr("Прочитать"),
                self.refresh,
            )

    def _show_state(self, state: ConsentState) -> None:
        self._known = True
        self._clear()
        self.view.show_consent(state, kept=bool(self._services.consent.kept_files()))
        self._stack.setCurrentWidget(self._area)

    def _show_failure(self, error: NmoError) -> None:
        message = self._services.catalogue.of_error(error, self._services.language)
        if self._known:
            self.message.show_message(message)
            return
        self._stack.setCurrentWidget(self.state)
        self.state.show_error(failure_icon(error), message, self.tr("Повторить"), self.refresh)

    def _compose(self) -> None:
        self._clear()
        chosen = self._signing_certificate()
        if chosen is None:
            self.message.show_message(
                self._services.catalogue.message("token.missing", {}, self._services.language)
            )
            return
        consent = self._services.consent
        self._start(
            lambda cancel: consent.compose(chosen[1].certificate.id, cancel),
            lambda document: self._show_document(chosen, document),
        )

    def _signing_certificate(self) -> tuple[Token, TokenCertificate] | None:
        """Return the certificate of the login, else the first of the same person that fits."""
        account = self._session.account
        fitting = [
            (token, each)
            for token in self._tokens
            for each in token.certificates
            if each.fitness.can_sign and account and each.certificate.snils == account.snils
        ]
        wanted = self._session.certificate_id
        fitting.sort(key=lambda pair: pair[1].certificate.id != wanted)
        return fitting[0] if fitting else None

    def _show_document(
        self, chosen: tuple[Token, TokenCertificate], document: ConsentDocument
    ) -> None:
        dialog = DocumentDialog(document.content.decode("utf-8"), chosen[1], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._ask_pin(chosen, document))
        dialog.open()

    def _ask_pin(self, chosen: tuple[Token, TokenCertificate], document: ConsentDocument) -> None:
        consent = self._services.consent
        request = PinRequest(
            *chosen,
            self.tr("Согласие на передачу сведений в ЕГИСЗ"),
            document.content.decode("utf-8"),
            lambda pin, confirmed, cancel: consent.sign(
                document, pin, last_try_confirmed=confirmed, cancel=cancel
            ),
        )
        services = self._services
        dialog = open_pin_dialog(request, services, self._background, self._theme, self)
        dialog.succeeded.connect(self._show_state)
        dialog.failed.connect(self._show_failure)

    def _compose_for_code(self) -> None:
        self._clear()

        def compose(cancel: Cancellation) -> ConsentDocument:
            return self._services.confirmations.consent.compose(cancel)

        self._start(compose, self._ask_code)

    def _ask_code(self, document: ConsentDocument) -> None:
        dialog = ConsentCodeDialog(document, self._services, self._background, self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.succeeded.connect(self._show_state)
        dialog.open()

    def _ask_withdrawal(self) -> None:
        dialog = WithdrawDialog(self.view.after_withdrawal, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._withdraw)
        dialog.open()

    def _withdraw(self) -> None:
        self._start(self._services.consent.withdraw, self._show_state)

    def _open_folder(self) -> None:
        files = self._services.consent.kept_files()
        if files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(files[-1].parent)))
