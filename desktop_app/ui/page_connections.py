"""What the pages tell the window and one another, page by page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from desktop_app.core.accounts import SessionState
from desktop_app.core.tokens import TokenOverview
from desktop_app.ui.credentials_reminding import Notify
from desktop_app.ui.explaining import Explaining
from desktop_app.ui.outbox_courier import OutboxCourier
from desktop_app.ui.page import Page
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.account import AccountPage
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pages.journal import JournalPage
from desktop_app.ui.pages.login import LoginPage
from desktop_app.ui.pages.registers import RegistersPage
from desktop_app.ui.pages.support import SupportPage


class PageConnections(QObject):
    """Connects each page when it is made, and gives it what the window knows already."""

    page_wanted = Signal(object)
    """The ``PageKey`` that another page leads to."""
    ticket_wanted = Signal(object)
    """``TicketText``: what a person wants to write to the support."""
    diagnosis_wanted = Signal()
    session_changed = Signal(object)
    """``SessionState``: who is signed in has changed."""
    tokens_changed = Signal(object)
    """``TokenOverview``: something was put in or taken out."""
    training_wanted = Signal(bool)
    settings_changed = Signal()

    def __init__(
        self, courier: OutboxCourier, explaining: Explaining, remind: Notify, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._remind = remind
        self._courier = courier
        self._explaining = explaining
        self._session = SessionState(None)
        self._overview: TokenOverview | None = None

    def connect_page(self, page: Page) -> None:
        """Connect a page that was just made."""
        match page:
            case LoginPage():
                self._connect_login(page)
            case CredentialsPage():
                self._leads(page.login_requested, PageKey.LOGIN)
                page.extras.reminding.notify = self._remind
            case ConsentPage():
                self._connect_consent(page)
            case AccountPage():
                self._leads(page.login_requested, PageKey.LOGIN)
                page.session_changed.connect(self.take_session)
                self._with_session(page.take_session)
            case RegistersPage():
                self._connect_registers(page)
            case DocumentsPage():
                page.follow(self._courier)
            case JournalPage():
                self._leads(page.login_requested, PageKey.LOGIN)
            case SupportPage():
                self._with_session(page.take_session)
            case DiagnosticsPage():
                self._leads(page.login_requested, PageKey.LOGIN)
                return  # What it shows it explains itself.
        self._explaining.watch_page(page)

    def take_session(self, session: SessionState) -> None:
        """Tell every page who is signed in, those that are opened later, too."""
        if session != self._session:
            self._session = session
            self.session_changed.emit(session)

    def _connect_login(self, page: LoginPage) -> None:
        self._leads(page.table_requested, PageKey.CREDENTIALS)
        page.session_changed.connect(self._signed_in_or_out)
        page.overview_changed.connect(self._take_tokens)
        page.training_requested.connect(lambda: self.training_wanted.emit(True))
        page.diagnosis_requested.connect(self.diagnosis_wanted)
        self._with_session(page.show_session)

    def _connect_consent(self, page: ConsentPage) -> None:
        self._leads(page.login_requested, PageKey.LOGIN)
        page.training_wanted.connect(self.training_wanted)
        page.settings_changed.connect(self.settings_changed)
        self._with_session(page.take_session)
        self._with_tokens(page.take_tokens)

    def _connect_registers(self, page: RegistersPage) -> None:
        page.ticket_wanted.connect(self.ticket_wanted)
        self._leads(page.login_requested, PageKey.LOGIN)
        self._with_session(page.take_session)
        self._with_tokens(page.take_tokens)

    def _leads(self, signal: SignalInstance, key: PageKey) -> None:
        signal.connect(lambda *_: self.page_wanted.emit(key))

    def _with_session(self, take: Callable[[SessionState], object]) -> None:
        """Give a page who is signed in, now and whenever it changes."""
        take(self._session)
        self.session_changed.connect(take)

    def _with_tokens(self, take: Callable[[TokenOverview], object]) -> None:
        """Give a page the tokens, now and whenever they change."""
        if self._overview is not None:
            take(self._overview)
        self.tokens_changed.connect(take)

    def _take_tokens(self, overview: TokenOverview) -> None:
        self._overview = overview
        self.tokens_changed.emit(overview)

    def _signed_in_or_out(self, session: SessionState) -> None:
        self.take_session(session)
        if session.account is not None:
            QTimer.singleShot(0, lambda: self.page_wanted.emit(PageKey.CREDENTIALS))
