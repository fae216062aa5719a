"""The page «Регистрация и ФРМР»: the passport, the registration, the federal register."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabWidget, QVBoxLayout

from desktop_app.core.accounts import SessionState
from desktop_app.core.tokens import TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.page import Page
from desktop_app.ui.passport_panel import PassportPanel
from desktop_app.ui.register_panel import RegisterPanel
from desktop_app.ui.registration_panel import RegistrationPanel
from desktop_app.ui.state_view import StateView
from desktop_app.ui.sync_panel import SyncPanel
from desktop_app.ui.theme import Theme

MARGIN = 24


class RegistersPage(Page):
    """Three parts, each of which asks the portal when it is first shown."""

    login_requested = Signal()
    """The person wants to sign in."""
    ticket_wanted = Signal(object)
    """``TicketText``: the person wants to write to the support."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._session = SessionState(None)
        self._stale: set[RegisterPanel] = set()
        self.title = self.tr("Регистрация и ФРМР")
        self.state = StateView(theme)
        self.passport = PassportPanel(services, background, theme)
        self.registration = RegistrationPanel(services, background, theme)
        self.sync = SyncPanel(services, background, theme)
        self.tabs = QTabWidget()
        for panel, name in (
            (self.passport, self.tr("Паспорт")),
            (self.registration, self.tr("Регистрация")),
            (self.sync, self.tr("ФРМР")),
        ):
            self.tabs.addTab(panel, name)
        self.sync.ticket_wanted.connect(self.ticket_wanted)
        self.tabs.currentChanged.connect(self._show_tab)
        self._lay_out()
        self._show_session()

    @property
    def panels(self) -> tuple[RegisterPanel, ...]:
        """The three parts in the order of their tabs."""
        return self.passport, self.registration, self.sync

    def refresh(self) -> None:
        """Ask the portal anew about the part that is shown."""
        if self._session.account is not None:
            self._stale = set(self.panels)
            self._show_tab()

    def take_session(self, session: SessionState) -> None:
        """Show what belongs to the person who is signed in now."""
        if session.account != self._session.account:
            for panel in self.panels:
                panel.forget()
        self._session = session
        self._stale = set(self.panels)
        self._show_session()
        if self.isVisible():
            self.refresh()

    def take_tokens(self, overview: TokenOverview) -> None:
        """Tell whose names are compared with ФРМР."""
        self.sync.take_tokens(overview)

    def _lay_out(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state)
        self.stack.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(self.stack, 1)

    def _show_session(self) -> None:
        if self._session.account is not None:
            self.stack.setCurrentWidget(self.tabs)
            return
        self.stack.setCurrentWidget(self.state)
        self.state.show_state(
            "log-in",
            self.tr("Войдите, чтобы увидеть заявку и сверку с ФРМР"),
            self.tr("Черновик заявки хранится на этом компьютере и никуда не денется."),
            self.tr("Перейти ко входу"),
            self.login_requested.emit,
        )

    def _show_tab(self, *_index: int) -> None:
        panel = self.panels[self.tabs.currentIndex()]
        if self._session.account is not None and panel in self._stale:
            self._stale.discard(panel)
            panel.refresh()
