"""The page «Вход»: which certificates are there, which fits, and signing in with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.accounts import SessionState
from desktop_app.core.errors import NmoError
from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.account_panel import AccountPanel
from desktop_app.ui.background import Background
from desktop_app.ui.browser_waiting import BrowserWaiting
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.certificate_list import CertificateListModel
from desktop_app.ui.certificate_reasons import CertificateReasons
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.page import Page
from desktop_app.ui.signing_in import SigningIn
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme
from desktop_app.ui.training_hint import TrainingHint

MARGIN = 24


class LoginPage(Page):
    """Certificates appear and disappear by themselves; signing in never blocks the window."""

    session_changed = Signal(object)
    """``SessionState`` after signing in or out."""
    overview_changed = Signal(object)
    """``TokenOverview`` whenever something was put in or taken out."""
    table_requested = Signal()
    """The person wants to see the credentials."""
    diagnosis_requested = Signal()
    """The person asks why it does not work."""
    training_requested = Signal()
    """The person wants to try the program in training mode."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self._theme = theme
        self._session = SessionState(None)
        self._overview: TokenOverview | None = None
        self._words = CertificateWords(services.catalogue, services.language)
        self.signing_in = SigningIn(services, background, theme, self)
        self.title = self.tr("Вход")
        self._build()
        self._connect()
        self.show_session(self._session)
        self._show_overview(None)
        self.watch = services.tokens.watch(background.bridge(self._show_overview))

    def refresh(self) -> None:
        """Look at the tokens again."""
        service = self._services.tokens
        self._background.start(
            lambda _cancel, _progress: service.overview(),
            done=self._show_overview,
            failed=self._show_error,
        )

    def close_page(self) -> None:
        """Stop watching tokens."""
        self.watch.stop()

    def show_session(self, session: SessionState) -> None:
        """Show who is signed in, or the certificates when nobody is."""
        self._session = session
        self.account.show_session(session, lasting=session.kept_in_keyring or session.kept_in_file)
        self.account.setVisible(session.account is not None)
        self.sign_in_button.setVisible(session.account is None)
        self.browser_button.setVisible(session.account is None)
        self.table_button.setVisible(session.account is not None)

    def _build(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.summary = QLabel()
        self.summary.setProperty("tone", "muted")
        self.account = AccountPanel(self._theme)
        self.message = MessageView(self._theme)
        self.waiting = BrowserWaiting(self._theme)
        self.drivers = MessageView(self._theme, "warn")
        self.model = CertificateListModel(self._words)
        self.list = CardListView(self.model, self._theme)
        self.list.setAccessibleName(self.tr("Сертификаты на токенах"))
        self.reasons = CertificateReasons(self._words)
        self.state = StateView(self._theme)
        self.training_hint = TrainingHint(self._services, self._background)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        self._stack.addWidget(self._list_with_reasons())
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for widget in (heading, self.summary, self.account, *self._findings()):
            column.addWidget(widget)
        for widget in (self.message, self.waiting, self.drivers):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addWidget(self.training_hint)
        column.addLayout(self._buttons())
        column.addWidget(self.training_button, 0, Qt.AlignmentFlag.AlignRight)

    def _findings(self) -> list[MessageView]:
        """Say what was broken at the start and set aside."""
        views = []
        for error in self._services.findings:
            views.append(MessageView(self._theme, "warn", self))
            views[-1].show_message(
                self._services.catalogue.of_error(error, self._services.language)
            )
        return views

    def _list_with_reasons(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.reasons)
        return box

    def _buttons(self) -> QHBoxLayout:
        self.sign_in_button = QPushButton(self.tr("Войти с ЭП"))
        self.sign_in_button.setProperty("primary", "true")
        self.sign_in_button.setProperty("large", "true")
        self.browser_button = QPushButton(self.tr("Войти через Госуслуги"))
        self.browser_button.setProperty("large", "true")
        self.table_button = QPushButton(self.tr("Открыть сертификаты"))
        self.table_button.setProperty("primary", "true")
        self.table_button.setProperty("large", "true")
        self.table_button.clicked.connect(self.table_requested)
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.help_button = QPushButton(self.tr("Не получается?"))
        self.help_button.setToolTip(self.tr("Открыть диагностику"))
        self.help_button.setProperty("flat", "true")
        self.help_button.clicked.connect(self.diagnosis_requested)
        self.training_button = QPushButton(self.tr("Попробовать в учебном режиме"))
        if self._services.is_training:
            self.training_button.hide()
        row = QHBoxLayout()
        row.addWidget(self.sign_in_button)
        row.addWidget(self.browser_button)
        row.addWidget(self.table_button)
        row.addWidget(self.cancel_button)
        row.addStretch()
        row.addWidget(self.help_button)
        return row

    def _connect(self) -> None:
        self.sign_in_button.clicked.connect(self._sign_in)
        self.browser_button.clicked.connect(self._through_browser)
        self.signing_in.browser_opened.connect(self.waiting.show_address)
        self.cancel_button.clicked.connect(self.signing_in.cancel)
        self.signing_in.succeeded.connect(self._signed_in)
        self.signing_in.failed.connect(self._show_error)
        self.signing_in.running_changed.connect(self._show_running)
        self.training_button.clicked.connect(self.training_requested)
        self.account.sign_out_pressed.connect(self.signing_in.sign_out)
        self.list.activated.connect(self._sign_in)
        self.list.selectionModel().currentChanged.connect(self._show_choice)
        self._show_running()

    def _show_overview(self, overview: TokenOverview | None) -> None:
        chosen = self._chosen()
        self._overview = overview
        tokens = overview.tokens if overview else ()
        was_empty = not self.model.rowCount()
        self.model.show_tokens(tokens)
        self._choose_again(chosen)
        self._show_drivers()
        self._show_state()
        if was_empty and self.list.isVisible() and not self._has_keyboard():
            self.list.setFocus()
        self.summary.setText(self._summary_words())
        if overview is not None:
            self.overview_changed.emit(overview)

    def _has_keyboard(self) -> bool:
        """Tell whether the person is at something of this page, or in a dialog."""
        focused = QApplication.focusWidget()
        if focused is None:
            return False
        return focused.window() is not self.window() or self.isAncestorOf(focused)

    def _choose_again(self, chosen: tuple[Token, TokenCertificate] | None) -> None:
        row = self.model.row_of(chosen[1].certificate.id) if chosen else -1
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(max(row, 0)))
        self._show_choice()

    def _show_drivers(self) -> None:
        reports = self._overview.drivers if self._overview else ()
        message = self._words.driver_troubles(reports)
        if message is None:
            self.drivers.clear()
        else:
            self.drivers.show_message(message)

    def _show_state(self) -> None:
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)
        if self._overview is None:
            self.state.show_state(
                "loader-circle", self.tr("Ищем токены"), self.tr("Обычно это секунда-другая.")
            )
        elif self._overview.tokens:
            self.state.show_state(
                "key-round",
                self.tr("На токене нет сертификатов"),
                self.tr("Токен виден, но сертификата на нём нет. Вставьте другой токен."),
            )
        else:
            self.state.show_state(
                "usb",
                self.tr("Вставьте токен"),
                self.tr("Сертификаты появятся здесь сами, обновлять ничего не нужно."),
            )

    def _summary_words(self) -> str:
        rows = [self.model.row(number) for number in range(self.model.rowCount())]
        fitting = sum(1 for _, each in rows if each.fitness.can_sign_in)
        if not rows:
            return self.tr("Вход по электронной подписи")
        states = {self._words.pin_state(token) for token, _ in rows} - {""}
        words = self.tr("Подходят для входа: {fitting} из {total}").format(
            fitting=fitting, total=len(rows)
        )
        return " · ".join((words, *sorted(states)))

    def _show_choice(self, *_: object) -> None:
        chosen = self._chosen()
        self.reasons.show_certificate(chosen)
        fits = chosen is not None and chosen[1].fitness.can_sign_in
        self.sign_in_button.setEnabled(fits and not self.signing_in.running)

    def _chosen(self) -> tuple[Token, TokenCertificate] | None:
        """Return the chosen row: the token as it was last seen, its PIN state too."""
        index = self.list.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _sign_in(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self.sign_in_button.isEnabled() and self._session.account is None:
            self.message.clear()
            self.signing_in.prepare(chosen)

    def _through_browser(self) -> None:
        self.message.clear()
        self.signing_in.through_browser()

    def _signed_in(self, session: SessionState) -> None:
        self.message.clear()
        self.session_changed.emit(session)

    def _show_error(self, error: NmoError) -> None:
        self.message.show_message(self._services.catalogue.of_error(error, self._services.language))

    def _show_running(self) -> None:
        self.cancel_button.setVisible(self.signing_in.running)
        self.account.setEnabled(not self.signing_in.running)
        self.browser_button.setEnabled(not self.signing_in.running)
        if not self.signing_in.running:
            self.waiting.hide()
        self._show_choice()
