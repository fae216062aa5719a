"""The window: navigation between pages, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.accounts import SessionState
from desktop_app.core.diagnostics import Profile
from desktop_app.core.errors import NmoError
from desktop_app.core.outbox_item import OutboxCounts
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import WINDOW_GEOMETRY
from desktop_app.ui.background import Background
from desktop_app.ui.explaining import Explaining
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pages.login import LoginPage
from desktop_app.ui.rail import Rail
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.theme import Theme

LOGIN, CREDENTIALS, CONSENT, DOCUMENTS, DIAGNOSTICS = range(5)
_ICONS = ("log-in", "table-2", "file-pen-line", "files", "stethoscope")


class Pages(NamedTuple):
    """The pages in the order of the rail."""

    login: LoginPage
    credentials: CredentialsPage
    consent: ConsentPage
    documents: DocumentsPage
    diagnostics: DiagnosticsPage


def page_makers(
    services: Services, background: Background, theme: Theme
) -> tuple[Callable[[], QWidget], ...]:
    """Return what makes each page, for a caller that lets the event loop run in between."""
    return tuple(
        partial(page, services, background, theme)
        for page in (LoginPage, CredentialsPage, ConsentPage, DocumentsPage, DiagnosticsPage)
    )


class MainWindow(QWidget):
    """Shows the pages over one set of services; a change of profile makes a new one."""

    training_wanted = Signal(bool)
    """Start (True) or stop (False) training mode; the application rebuilds the services."""
    settings_changed = Signal()
    """Language, colours or portal were changed."""

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        pages: Pages | None = None,
    ) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self.pages = pages or Pages._make(
            make() for make in page_makers(services, background, theme)
        )
        self.login, self.credentials, self.consent, self.documents, self.diagnostics = self.pages
        self.rail = Rail(theme, _ICONS)
        self.rail.name_pages(self.tr("Кабинет НМО"), [page.title for page in self.pages])
        self.status = StatusLine(theme)
        self._build()
        self._connect()
        self._session = SessionState(None)
        self.show_page(LOGIN)

    def show_page(self, number: int) -> None:
        """Show a page and read what it shows anew."""
        focused = self.focusWidget()
        walking = focused is not None and self.rail.isAncestorOf(focused)
        self.stack.setCurrentIndex(number)
        self.rail.choose(number)
        if self.isVisible() and not walking:
            self._focus_page(number)
        if number == LOGIN:
            self._read_session()
        elif number != DIAGNOSTICS:
            # What was found stays until the person checks again.
            self.pages[number].refresh()

    def show_settings(self) -> None:
        """Show the settings, where the person just changed something."""
        self.show_page(CONSENT)
        self.consent.show_settings()

    def show_diagnosis(self, check: str = "") -> None:
        """Check what is needed here and show ``check``, or what has to be mended first."""
        profile = Profile.CONSENT if self.stack.currentIndex() == CONSENT else Profile.LOGIN
        self.show_page(DIAGNOSTICS)
        self.diagnostics.explain(check, profile)

    def leave(self) -> Callable[[], None]:
        """Stop listening; return what ends the services, for a worker as it may take a second."""
        geometry = bytes(self.window().saveGeometry().toBase64().data()).decode("ascii")
        self._background.leave()
        services, watch = self._services, self.login.watch
        courier_gone = self.documents.presenter.wait_for_courier

        def end() -> None:
            with ExitStack() as stack:
                stack.callback(services.close)
                stack.callback(courier_gone)
                stack.callback(watch.stop)
                services.settings.set(WINDOW_GEOMETRY, geometry)

        return end

    def restore_window(self) -> None:
        """Take the remembered place and size."""
        kept = self._services.settings.get(WINDOW_GEOMETRY)
        if kept:
            self.window().restoreGeometry(QByteArray.fromBase64(kept.encode("ascii")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the pages."""
        self.login.close_page()
        event.accept()

    def _build(self) -> None:
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        strip = QFrame()
        strip.setObjectName("training")
        if not self._services.is_training:
            strip.hide()
        words = QLabel(self.tr("Учебный режим: портал и токены ненастоящие"))
        strip_row = QHBoxLayout(strip)
        strip_row.setContentsMargins(16, 4, 16, 4)
        strip_row.addWidget(words)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addLayout(middle, 1)
        column.addWidget(self.status)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_page)
        for part, page in (
            (self.status.token_pressed, LOGIN),
            (self.status.session_pressed, LOGIN),
            (self.status.network_pressed, CREDENTIALS),
            (self.status.documents_pressed, DOCUMENTS),
            (self.login.table_requested, CREDENTIALS),
            (self.credentials.login_requested, LOGIN),
            (self.consent.login_requested, LOGIN),
            (self.diagnostics.login_requested, LOGIN),
        ):
            part.connect(lambda *_, number=page: self.show_page(number))
        self.login.session_changed.connect(self._session_changed)
        self.login.overview_changed.connect(self.status.show_tokens)
        self.login.overview_changed.connect(self.consent.take_tokens)
        self.login.training_requested.connect(lambda: self.training_wanted.emit(True))
        self.consent.training_wanted.connect(self.training_wanted)
        self.consent.settings_changed.connect(self.settings_changed)
        self.login.diagnosis_requested.connect(self.show_diagnosis)
        self.explaining = Explaining(self._services, self._background, self)
        self.explaining.wanted.connect(self.show_diagnosis)
        for watched in (self.login, self.credentials, self.consent, self.documents):
            self.explaining.watch_page(watched)
        self.credentials.presenter.portal_answered.connect(self.status.show_network)
        self.consent.portal_answered.connect(self._portal_answered)
        self.documents.portal_answered.connect(self._portal_answered)
        self.documents.counts_changed.connect(self._show_counts)
        for keys, act in (("F5", self._refresh), ("Ctrl+F", self._search)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _show_counts(self, counts: OutboxCounts) -> None:
        self.rail.show_count(DOCUMENTS, counts.for_person)
        self.status.show_waiting(counts.to_send)

    def _refresh(self) -> None:
        number = self.stack.currentIndex()
        if number == DIAGNOSTICS:  # Opening that page starts nothing; asking for it anew does.
            self.diagnostics.run()
        else:
            self.pages[number].refresh()

    def _search(self) -> None:
        self.pages[self.stack.currentIndex()].search()

    def _focus_page(self, number: int) -> None:
        """Give the keyboard to the first part of a page, else to its button in the rail."""
        page = self.pages[number]
        widget = page.nextInFocusChain()
        while widget is not None and page.isAncestorOf(widget):
            takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes_tab and widget.isEnabled() and widget.isVisible():
                widget.setFocus()
                return
            widget = widget.nextInFocusChain()
        self.rail.buttons[number].setFocus()

    def _read_session(self) -> None:
        login = self._services.login
        self._background.start(lambda _cancel, _progress: login.state(), done=self._take_session)

    def _session_changed(self, session: SessionState) -> None:
        self._take_session(session)
        if session.account is not None:
            self.status.show_network(reached=True)
            QTimer.singleShot(0, lambda: self.show_page(CREDENTIALS))

    def _portal_answered(self, error: NmoError | None) -> None:
        reached = portal_was_reached(error)
        if reached is not None:
            self.status.show_network(reached)

    def _take_session(self, session: SessionState) -> None:
        if session == self._session:
            return
        self._session = session
        self.status.show_session(session)
        self.login.show_session(session)
        self.consent.take_session(session)


def portal_was_reached(error: NmoError | None) -> bool | None:
    """Return what an outcome says about the network: None when it says nothing."""
    if error is None:
        return True
    return False if error.code in ("portal.unreachable", "portal.slow", "portal.tls") else None
