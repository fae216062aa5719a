"""What the page «Поддержка» does beside the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.core.tickets import (
    ContactChannel,
    KeptTicket,
    SupportDesk,
    Ticket,
    TicketDraft,
    TicketList,
)
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive

Value = TypeVar("Value")
Contacts = dict[SupportDesk, tuple[ContactChannel, ...]]


@dataclass(frozen=True, slots=True)
class SupportState:
    """What the page shows."""

    kept: tuple[KeptTicket, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    trouble: NmoError | None = None
    """Why the portal was not asked, or something could not leave."""
    kept_at: datetime | None = None
    """When the portal told these requests, where it was not reached now."""


class SupportPresenter(QObject):
    """Reads, sends and comments; what the portal said last stays while it cannot be reached."""

    changed = Signal(object)
    """The ``SupportState``."""
    opened = Signal(object, object)
    """The ``KeptTicket`` that is to be changed, and the ``TicketDraft`` that it was."""
    commented = Signal()
    contacts_found = Signal()
    busy_changed = Signal(bool)

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._running = 0
        self._opening = False
        self._turn = 0
        """Grows when somebody else is signed in."""
        self.state = SupportState()
        self.contacts: Contacts = {}

    @property
    def is_busy(self) -> bool:
        """True while the portal is asked."""
        return self._running > 0

    def find_contacts(self) -> None:
        """Read how to reach the services without the program."""
        services = self._services

        def read(_cancel: Cancellation, _progress: ProgressListener) -> Contacts:
            language = services.language
            return {desk: services.support.contacts(desk, language) for desk in SupportDesk}

        self._background.start(read, done=while_alive(self, self._take_contacts))

    def refresh(self) -> None:
        """Send what waits, then ask for «Мои заявки»."""
        services = self._services

        def look(cancel: Cancellation, _progress: ProgressListener) -> SupportState:
            support = services.support
            trouble = support.send(cancel).stopped_by if support.kept() else None
            return self._with_tickets(cancel, trouble)

        self._start(look, self._take)

    def forget(self) -> None:
        """Show nothing of the person who was signed in; what is on its way counts no more."""
        self._turn += 1
        self._take(SupportState())

    def file(self, draft: TicketDraft) -> None:
        """Keep a request, send it where that can be done, and read the list anew."""
        services = self._services

        def send(cancel: Cancellation, _progress: ProgressListener) -> SupportState:
            return self._with_tickets(cancel, services.support.file(draft, cancel).stopped_by)

        self._start(send, self._take)

    def open(self, kept: KeptTicket) -> None:
        """Ask for a waiting request as it was written; it does not leave until it is closed."""
        if self._opening:
            return
        self._opening = True
        services, turn = self._services, self._turn

        def done(found: tuple[KeptTicket, TicketDraft]) -> None:
            if turn == self._turn:
                self.opened.emit(*found)
            else:
                self.close(found[0])

        job = self._background.start(
            lambda _cancel, _progress: services.support.open(kept.id),
            done=while_alive(self, done),
            failed=self._of_this_turn(self._failed),
        )
        job.finished.connect(self._open_ended)

    def close(self, kept: KeptTicket) -> None:
        """Leave an opened request as it was."""
        services = self._services
        self._background.start(lambda _cancel, _progress: services.support.close(kept))

    def change(self, kept: KeptTicket, draft: TicketDraft) -> None:
        """Put a draft in the place of an opened request, and send it where that can be done."""
        services = self._services

        def send(cancel: Cancellation, _progress: ProgressListener) -> SupportState:
            sending = services.support.change(kept, draft, cancel)
            return self._with_tickets(cancel, sending.stopped_by)

        self._start(send, self._take)

    def drop(self, kept: KeptTicket) -> None:
        """Give up a request that waits."""
        services = self._services

        def drop(_cancel: Cancellation, _progress: ProgressListener) -> SupportState:
            services.support.drop(kept.id)
            return replace(self.state, kept=services.support.kept())

        self._start(drop, self._take)

    def comment(self, ticket: Ticket, text: str) -> None:
        """Add to a request."""
        services = self._services

        def add(cancel: Cancellation, _progress: ProgressListener) -> SupportState:
            services.support.comment(ticket, text, cancel)
            return self._with_tickets(cancel, None)

        def done(state: SupportState) -> None:
            self.commented.emit()
            self._take(state)

        self._start(add, done)

    def _start(
        self,
        run: Callable[[Cancellation, ProgressListener], SupportState],
        done: Callable[[SupportState], None],
    ) -> None:
        self._running += 1
        self.busy_changed.emit(True)
        job = self._background.start(
            run, done=self._of_this_turn(done), failed=self._of_this_turn(self._failed)
        )
        job.finished.connect(self._ended)

    def _of_this_turn(self, listener: Callable[[Value], object]) -> Callable[[Value], None]:
        turn = self._turn
        return while_alive(self, lambda value: listener(value) if turn == self._turn else None)

    def _with_tickets(self, cancel: Cancellation, trouble: NmoError | None) -> SupportState:
        """Ask for the requests, unless something is in the way; then show what is kept."""
        support = self._services.support
        if trouble is None:
            try:
                return SupportState(support.kept(), support.tickets(cancel))
            except NmoError as error:
                trouble = error
        known = support.last_tickets() or TicketList()
        return SupportState(support.kept(), known.tickets, trouble, known.kept_at)

    def _take(self, state: SupportState) -> None:
        self.state = state
        self.changed.emit(state)

    def _take_contacts(self, contacts: Contacts) -> None:
        self.contacts = contacts
        self.contacts_found.emit()

    def _failed(self, error: NmoError) -> None:
        self._take(replace(self.state, trouble=error))

    def _open_ended(self) -> None:
        self._opening = False

    def _ended(self) -> None:
        self._running -= 1
        if not self._running:
            self.busy_changed.emit(False)
