"""Requests to the support services: written, kept while there is no network, sent once."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import NotOnPortalError, PortalError, PortalRefusedError
from desktop_app.core.errors.support import (
    TicketArrivedError,
    TicketLeavingError,
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
from desktop_app.services.portal.problem_codes import ProblemCode
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
from desktop_app.services.ticket_forms import draft_of, request_of, ticket_of
from desktop_app.services.ticket_shelf import ShelvedTicket, TicketShelf

_FORMS: Final = {desk: f"support-{desk.value}" for desk in SupportDesk}
_OF_ONE: Final = (PortalRefusedError, NotOnPortalError, TicketArrivedError)
"""What stands in the way of one request, and not of the next."""


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
        self._lock = threading.Lock()
        self._opened: set[str] = set()
        """Identifiers of what is being changed: it is not sent meanwhile."""
        self._leaving: set[str] = set()

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
        self._shelf.put(self._written(new_idempotency_key(), draft, self._now()))
        return self._send_kept(cancel)

    def open(self, beginning: str) -> tuple[KeptTicket, TicketDraft]:
        """Return a waiting request as it was written, and hold it back until it is closed.

        Raises ``TicketUnknownError``, ``TicketLeavingError`` while it is being sent, and
        ``TicketArrivedError`` when the portal has it and only files of it are missing.
        """
        with self._lock:
            ticket = self._waiting(beginning)
            if ticket.has_arrived:
                raise TicketArrivedError
            self._opened.add(ticket.id)
        names = [field.name for field in self.form(ticket.body.desk).fields]
        return ticket.kept(), draft_of(ticket.body, ticket.contents, names)

    def close(self, kept: KeptTicket) -> None:
        """Let an opened request leave again, as it is."""
        with self._lock:
            self._opened.discard(kept.id)

    def change(
        self, kept: KeptTicket, draft: TicketDraft, cancel: Cancellation | None = None
    ) -> SupportRound:
        """Put the draft in the place of an opened request, and send what waits.

        The idempotency key stays: where an answer was lost and the portal has the request as it
        was before, it refuses the changed one, and ``TicketArrivedError`` is in the answer.
        Raises what ``file`` raises; the request is then as it was before.
        """
        try:
            self._shelf.put(self._written(kept.id, draft, kept.kept_at))
        finally:
            self.close(kept)
        return self._send_kept(cancel)

    def send(self, cancel: Cancellation | None = None) -> SupportRound:
        """Send what waits, each under its own key: a lost answer makes no second request."""
        account = self._session.state().account
        if account is not None:
            self._shelf.take_over(account.full_name)
        sent: list[Ticket] = []
        stopped: NmoError | None = None
        for identifier in [each.id for each in self._shelf.tickets()]:
            try:
                sent += self._let_leave(identifier, cancel)
            except NmoError as error:
                stopped = stopped or error
                if not isinstance(error, _OF_ONE):
                    break  # The next one would fare no better.
        return SupportRound(tuple(sent), self.kept(), stopped)

    def kept(self) -> tuple[KeptTicket, ...]:
        """Return what waits on this computer, oldest first."""
        return tuple(each.kept() for each in self._shelf.tickets())

    def drop(self, beginning: str) -> KeptTicket:
        """Give a waiting request up. Raises ``TicketUnknownError``, ``TicketLeavingError``."""
        with self._lock:
            ticket = self._waiting(beginning)
            self._shelf.remove(ticket.id)
        return ticket.kept()

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

    def _written(self, identifier: str, draft: TicketDraft, kept_at: datetime) -> ShelvedTicket:
        """Return the draft as it is kept."""
        for count, limit in ((len(draft.files), FILES_LIMIT), (len(draft.moments), MOMENTS_LIMIT)):
            if count > limit:
                raise TicketTooMuchError(limit=limit)
        values = accepted_values(self.form(draft.desk), draft.values, self._today())
        contents = tuple(each.content for each in draft.files)
        return ShelvedTicket(identifier, request_of(draft, values), contents, kept_at)

    def _waiting(self, beginning: str) -> ShelvedTicket:
        """Return the one request that begins so and is not being sent."""
        found = [each for each in self._shelf.tickets() if each.id.startswith(beginning)]
        if len(found) != 1 or not beginning:
            raise TicketUnknownError(id=beginning)
        if found[0].id in self._leaving:
            raise TicketLeavingError
        return found[0]

    def _send_kept(self, cancel: Cancellation | None) -> SupportRound:
        sending = self.send(cancel)
        if sending.stopped_by is not None and not self._shelf.lasts:
            raise TicketNotKeptError from sending.stopped_by
        return sending

    def _let_leave(self, identifier: str, cancel: Cancellation | None) -> list[Ticket]:
        """Send a request, unless it is being changed, is on its way, or has left meanwhile."""
        with self._lock:
            if identifier in self._opened | self._leaving:
                return []
            self._leaving.add(identifier)
        try:
            found = [each for each in self._shelf.tickets() if each.id == identifier]
            return [self._send_one(each, cancel) for each in found]
        finally:
            with self._lock:
                self._leaving.discard(identifier)

    def _send_one(self, ticket: ShelvedTicket, cancel: Cancellation | None) -> Ticket:
        failed = ticket
        try:
            with audited(self._audit, "ticket.send", ticket.id):
                message = self._post(ticket, cancel)
                failed = replace(ticket, has_arrived=True)
                for place, content in enumerate(ticket.contents, start=1):
                    message = self._put_file(message.id, place, content, cancel)
        except NmoError as error:
            self._shelf.settle(ticket, replace(failed, error_code=error.code))
            raise
        self._shelf.settle(ticket, None)
        return ticket_of(message)

    def _post(self, ticket: ShelvedTicket, cancel: Cancellation | None) -> TicketMessage:
        request = Request("POST", TICKETS, ticket.body, idempotency_key=ticket.id)
        try:
            return self._session.send(request, cancel).decode(TicketMessage)
        except PortalRefusedError as error:
            if error.detail == ProblemCode.IDEMPOTENCY_REUSED:
                raise TicketArrivedError from error
            raise

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
