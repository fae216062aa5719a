"""Requests to the support services: written, kept while there is no network, sent once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import NotOnPortalError, PortalError, PortalRefusedError
from desktop_app.core.errors.support import (
    TicketNotKeptError,
    TicketTooMuchError,
    TicketUnknownError,
)
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.core.tickets import (
    ContactChannel,
    KeptTicket,
    SupportDesk,
    Ticket,
    TicketDraft,
    TicketList,
)
from desktop_app.services.audited import audited
from desktop_app.services.forms import accepted_values, check_form, known_values, read_form
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.contract import PAGE_LIMIT
from desktop_app.services.portal.document_contract import PART_DIGEST_HEADER
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.portal.ticket_contract import (
    FILES_LIMIT,
    MOMENTS_LIMIT,
    TICKETS,
    CommentRequest,
    TicketMessage,
    TicketPage,
)
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.support_contacts import read_contacts
from desktop_app.services.ticket_forms import request_of, ticket_of
from desktop_app.services.ticket_shelf import ShelvedTicket, TicketShelf

_FORMS: Final = {desk: f"support-{desk.value}" for desk in SupportDesk}


@dataclass(frozen=True, slots=True)
class SupportRound:
    """What became of sending what waits."""

    sent: tuple[Ticket, ...]
    waiting: tuple[KeptTicket, ...]
    stopped_by: NmoError | None = None
    """Why something still waits; None when nothing does."""


class PortalSupport:
    """The requests of whoever is signed in; what waits is kept before anything is sent."""

    def __init__(
        self,
        session: PortalSession,
        shelf: TicketShelf,
        audit: AuditLog,
        answers: LastAnswers[tuple[Ticket, ...]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        today: Callable[[], date] = date.today,
    ) -> None:
        self._session = session
        self._shelf = shelf
        self._audit = audit
        self._answers = answers
        self._now = now
        self._today = today
        self._forms = {desk: read_form(name) for desk, name in _FORMS.items()}

    def contacts(self, desk: SupportDesk, language: str) -> tuple[ContactChannel, ...]:
        """Return the ways to reach a desk without this program."""
        return read_contacts(desk, language)

    def form(self, desk: SupportDesk) -> Form:
        """Return what a desk asks for."""
        return self._forms[desk]

    def known_values(self, desk: SupportDesk) -> dict[str, str]:
        """Return what the account says already, by the field's name."""
        account = self._session.state().account
        number = {} if account is None else {"account_number": account.id}
        return {**known_values(self.form(desk), account), **number}

    def check(self, desk: SupportDesk, values: Mapping[str, str]) -> PaperCheck:
        """Return what the values are worth. Raises ``FormFieldUnknownError``."""
        return check_form(self.form(desk), values, self._today())

    def file(self, draft: TicketDraft, cancel: Cancellation | None = None) -> SupportRound:
        """Keep a request and send what waits, this one with it.

        What stands in the way of sending is in the answer; the request waits then. Raises
        ``FormIncompleteError``, ``TicketTooMuchError``, and ``TicketNotKeptError`` when it can
        neither be sent nor kept.
        """
        for count, limit in ((len(draft.files), FILES_LIMIT), (len(draft.moments), MOMENTS_LIMIT)):
            if count > limit:
                raise TicketTooMuchError(limit=limit)
        values = accepted_values(self.form(draft.desk), draft.values, self._today())
        body = request_of(draft, values)
        contents = tuple(each.content for each in draft.files)
        ticket = ShelvedTicket(new_idempotency_key(), body, contents, self._now())
        self._shelf.put(ticket)
        sending = self.send(cancel)
        if sending.stopped_by is not None and not self._shelf.lasts:
            raise TicketNotKeptError from sending.stopped_by
        return sending

    def send(self, cancel: Cancellation | None = None) -> SupportRound:
        """Send what waits, each under its own key: a lost answer makes no second request."""
        account = self._session.state().account
        if account is not None:
            self._shelf.take_over(account.full_name)
        sent: list[Ticket] = []
        stopped: NmoError | None = None
        for ticket in self._shelf.tickets():
            try:
                sent.append(self._send_one(ticket, cancel))
            except NmoError as error:
                stopped = stopped or error
                self._shelf.put(replace(ticket, error_code=error.code))
                if not isinstance(error, PortalRefusedError | NotOnPortalError):
                    break  # The next one would fare no better.
            else:
                self._shelf.remove(ticket.id)
        return SupportRound(tuple(sent), self.kept(), stopped)

    def kept(self) -> tuple[KeptTicket, ...]:
        """Return what waits on this computer, oldest first."""
        return tuple(each.kept() for each in self._shelf.tickets())

    def drop(self, beginning: str) -> KeptTicket:
        """Give a waiting request up. Raises ``TicketUnknownError``."""
        found = [each for each in self._shelf.tickets() if each.id.startswith(beginning)]
        if len(found) != 1 or not beginning:
            raise TicketUnknownError(id=beginning)
        self._shelf.remove(found[0].id)
        return found[0].kept()

    def tickets(self, cancel: Cancellation | None = None) -> tuple[Ticket, ...]:
        """Ask the portal for all requests of the person, newest first."""
        found: list[Ticket] = []
        query: dict[str, str | int] = {"limit": PAGE_LIMIT}
        while True:
            answer = self._session.send(Request("GET", TICKETS, query=query), cancel)
            page = answer.decode(TicketPage)
            found += map(ticket_of, page.items)
            if page.next_cursor is None or not page.items:
                self._answers.keep(tuple(found))
                return tuple(found)
            query = {**query, "cursor": page.next_cursor}

    def find(self, name: str, cancel: Cancellation | None = None) -> Ticket:
        """Ask the portal for the request of that name; see ``TicketList.find``."""
        return TicketList(self.tickets(cancel)).find(name)

    def last_tickets(self) -> TicketList | None:
        """Return all requests as the portal said last; None where it was never asked."""
        known = self._answers.find()
        return None if known is None else TicketList(known.value, known.as_of)

    def latest(self, cancel: Cancellation | None = None) -> TicketList:
        """Ask the portal for all requests; without it return what it said last.

        Raises the ``PortalError`` when nothing is kept here, and every ``RefusedError``.
        """
        try:
            return TicketList(self.tickets(cancel))
        except PortalError:
            known = self.last_tickets()
            if known is None:
                raise
            return known

    def comment(self, ticket: Ticket, text: str, cancel: Cancellation | None = None) -> Ticket:
        """Add to a request; the same text again counts once until the service has answered."""
        answers = [each.number for each in ticket.messages if each.from_support]
        mark = f"{ticket.id}\n{max(answers, default=0)}\n{text}"
        key = hashlib.sha256(mark.encode()).hexdigest()
        path = f"{TICKETS}/{quote(ticket.id, safe='')}/messages"
        request = Request("POST", path, CommentRequest(text), idempotency_key=key)
        with audited(self._audit, "ticket.comment", ticket.id):
            return ticket_of(self._session.send(request, cancel).decode(TicketMessage))

    def _send_one(self, ticket: ShelvedTicket, cancel: Cancellation | None) -> Ticket:
        request = Request("POST", TICKETS, ticket.body, idempotency_key=ticket.id)
        with audited(self._audit, "ticket.send", ticket.id):
            message = self._session.send(request, cancel).decode(TicketMessage)
            for place, content in enumerate(ticket.contents, start=1):
                message = self._put_file(message.id, place, content, cancel)
        return ticket_of(message)

    def _put_file(
        self, identifier: str, place: int, content: bytes, cancel: Cancellation | None
    ) -> TicketMessage:
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
        request = Request(
            "PUT",
            f"{TICKETS}/{quote(identifier, safe='')}/files/{place}",
            headers={PART_DIGEST_HEADER: f"sha-256=:{digest}:"},
            content=content,
        )
        return self._session.send(request, cancel).decode(TicketMessage)
