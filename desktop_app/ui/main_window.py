"""The window: navigation between pages, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.diagnostics import Profile
from desktop_app.core.outbox_item import OutboxCounts
from desktop_app.core.register_sync import TicketText
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import WINDOW_GEOMETRY
from desktop_app.ui.background import Background
from desktop_app.ui.decision_watch import DecisionWatch
from desktop_app.ui.explaining import Explaining
from desktop_app.ui.focus_keeping import FocusKeeping
from desktop_app.ui.notifications import Notifications
from desktop_app.ui.outbox_courier import OutboxCourier
from desktop_app.ui.page import Page
from desktop_app.ui.page_connections import PageConnections
from desktop_app.ui.page_stack import PageStack
from desktop_app.ui.page_table import PageKey, PageTable
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pages.login import LoginPage
from desktop_app.ui.pages.support import SupportPage
from desktop_app.ui.rail import Rail
from desktop_app.ui.register_schedule import RegisterSchedule
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.theme import Theme

Kind = TypeVar("Kind", bound=Page)


class MainWindow(QWidget):
    """Shows the pages over one set of services; a change of profile makes a new one."""

    training_wanted = Signal(bool)
    """Start (True) or stop (False) training mode; the application rebuilds the services."""
    settings_changed = Signal()
    """Language, colours or portal were changed."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self.courier = OutboxCourier(services, background, self)
        self.explaining = Explaining(services, background, self)
        self.schedule = RegisterSchedule(services, background, self)
        self.beside_clock = Notifications(theme.icon("info"), self)
        self.decisions = DecisionWatch(services, background, self.beside_clock, self)
        self.connections = PageConnections(self.courier, self.explaining, self._remind, self)
        rows = PageTable(self).rows()
        self.stack = PageStack(rows, services, background, theme, self.connections.connect_page)
        self.rail = Rail(theme, rows)
        self.rail.brand.setText(self.tr("Кабинет НМО"))
        self.status = StatusLine(theme)
        self.focus = FocusKeeping(
            self, lambda: self.stack.at(self.shown), lambda: self.rail.buttons[self.shown]
        )
        self._build()
        self._connect()
        self.login = self.stack.page(LoginPage)
        self.show_page(PageKey.LOGIN)
        self.courier.begin()

    def page(self, kind: Callable[[Services, Background, Theme], Kind]) -> Kind:
        """Return the page of this class; it is made when it was never opened."""
        return self.stack.page(kind)

    @property
    def shown(self) -> PageKey:
        """The key of the page that is shown."""
        return self.stack.shown

    def show_page(self, key: PageKey) -> None:
        """Show a page and read what it shows anew."""
        focused = self.focusWidget()
        walking = focused is not None and self.rail.isAncestorOf(focused)
        page = self.stack.show_page(key)
        self.rail.choose(key)
        if self.isVisible() and not walking:
            self.focus.focus_page()
        if key is PageKey.LOGIN:
            self._read_session()
        elif not self.stack.rows[key].keeps:
            page.refresh()

    def show_settings(self) -> None:
        """Show the settings, where the person just changed something."""
        self.show_page(PageKey.CONSENT)
        self.page(ConsentPage).show_settings()

    def write_ticket(self, ticket: TicketText) -> None:
        """Begin a request to the support with a ready text."""
        self.show_page(PageKey.SUPPORT)
        self.page(SupportPage).write({"subject": ticket.subject, "text": ticket.body})

    def show_diagnosis(self, check: str = "") -> None:
        """Check what is needed here and show ``check``, or what has to be mended first."""
        profile = Profile.CONSENT if self.shown is PageKey.CONSENT else Profile.LOGIN
        self.show_page(PageKey.DIAGNOSTICS)
        self.page(DiagnosticsPage).explain(check, profile)

    def leave(self) -> Callable[[], None]:
        """Stop listening; return what ends the services, for a worker as it may take a second."""
        geometry = bytes(self.window().saveGeometry().toBase64().data()).decode("ascii")
        self._background.leave()
        services, watch = self._services, self.login.watch
        courier_gone = self.courier.wait

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

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the rail: a new window has it nowhere."""
        super().showEvent(event)
        self.focus.watch()
        if self.window().focusWidget() is None:
            self.rail.buttons[self.shown].setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the pages."""
        self.login.close_page()
        event.accept()

    def _build(self) -> None:
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
        for part, key in (
            (self.status.token_pressed, PageKey.LOGIN),
            (self.status.session_pressed, PageKey.LOGIN),
            (self.status.network_pressed, PageKey.CREDENTIALS),
            (self.status.documents_pressed, PageKey.DOCUMENTS),
        ):
            part.connect(lambda *_, key=key: self.show_page(key))
        told = self.connections
        told.page_wanted.connect(self.show_page)
        told.diagnosis_wanted.connect(self.show_diagnosis)
        told.ticket_wanted.connect(self.write_ticket)
        told.session_changed.connect(self.status.show_session)
        told.session_changed.connect(self.schedule.take_session)
        told.session_changed.connect(self.decisions.take_session)
        self.decisions.told.connect(self.status.show_decisions)
        self.decisions.answered.connect(self._show_decisions)
        self.beside_clock.offer(self.tr("Открыть окно"), self._come_forward)
        self.beside_clock.offer(self.tr("Решения портала"), self._show_decisions)
        self.beside_clock.offer(self.tr("Напоминания о сроках…"), self._show_reminders)
        self.status.decisions_pressed.connect(self.decisions.show_list)
        told.tokens_changed.connect(self.status.show_tokens)
        contact = self._services.portal_contact
        contact.listen(self._background.bridge(self.status.show_network))
        told.training_wanted.connect(self.training_wanted)
        told.settings_changed.connect(self.settings_changed)
        self.explaining.wanted.connect(self.show_diagnosis)
        self.courier.counted.connect(self._show_counts)
        for keys, act in (("F5", self._refresh), ("Ctrl+F", self._search)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _come_forward(self) -> None:
        window = self.window()
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    def _show_decisions(self) -> None:
        self._come_forward()
        self.decisions.show_list()

    def _remind(self, title: str, text: str) -> bool:
        return self.beside_clock.show(title, text, self._show_reminders)

    def _show_reminders(self) -> None:
        self._come_forward()
        self.show_page(PageKey.CREDENTIALS)
        self.page(CredentialsPage).extras.reminding.show_dialog()

    def _show_counts(self, counts: OutboxCounts) -> None:
        self.rail.show_count(PageKey.DOCUMENTS, counts.for_person)
        self.status.show_waiting(counts.to_send)

    def _refresh(self) -> None:
        self.stack.at(self.shown).refresh()

    def _search(self) -> None:
        self.stack.at(self.shown).search()

    def _read_session(self) -> None:
        login = self._services.login
        self._background.start(
            lambda _cancel, _progress: login.state(), done=self.connections.take_session
        )
