"""Requests to support for tests of the window: kept and answered in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.support import TicketLeavingError
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.core.tickets import (
    ContactChannel,
    KeptTicket,
    SupportDesk,
    Ticket,
    TicketDraft,
    TicketList,
    TicketMessage,
    TicketStatus,
    TicketTopic,
)
from desktop_app.services.forms import check_form, read_form
from desktop_app.services.support import SupportRound
from desktop_app.services.support_contacts import read_contacts

MOMENT = datetime(2026, 11, 23, 10, tzinfo=UTC)
TICKET = Ticket(
    id="ab" * 16,
    number=17,
    desk=SupportDesk.NMO,
    topic=TicketTopic.LOGIN,
    status=TicketStatus.NEEDS_ANSWER,
    subject="Не войти",
    text="<b>Окно закрывается</b>",
    created_at=MOMENT,
    changed_at=MOMENT,
    expected_at=MOMENT,
    messages=(TicketMessage(1, "Служба поддержки", True, "Какой токен?", MOMENT),),
)


@dataclass
class FakeSupport:
    """A support service; ``trouble`` stands in the way of everything that needs the portal."""

    trouble: NmoError | None = None
    found: list[Ticket] = field(default_factory=list)
    waiting: list[KeptTicket] = field(default_factory=list)
    last: TicketList | None = None
    """What is kept of an earlier answer."""
    filed: list[TicketDraft] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """What is being changed."""
    is_leaving: bool = False
    """What waits is just being sent."""

    def contacts(self, desk: SupportDesk, language: str) -> tuple[ContactChannel, ...]:
        return read_contacts(desk, language)

    def form(self, desk: SupportDesk) -> Form:
        return read_form(f"support-{desk.value}")

    def known_values(self, desk: SupportDesk) -> dict[str, str]:
        return {"full_name": "Иванова Мария Петровна", "account_number": "person-1"}

    def check(self, desk: SupportDesk, values: Mapping[str, str]) -> PaperCheck:
        return check_form(self.form(desk), values, MOMENT.date())

    def kept(self) -> tuple[KeptTicket, ...]:
        return tuple(self.waiting)

    def file(self, draft: TicketDraft, cancel: Cancellation | None = None) -> SupportRound:
        self.filed.append(draft)
        subject = draft.values["subject"]
        names = tuple(each.name for each in draft.files)
        self.waiting.append(KeptTicket("cd" * 16, draft.desk, subject, MOMENT, names))
        return self.send(cancel)

    def open(self, beginning: str) -> tuple[KeptTicket, TicketDraft]:
        if self.is_leaving:
            raise TicketLeavingError
        self.opened.append(beginning)
        return self.waiting[0], self.filed[-1]

    def close(self, kept: KeptTicket) -> None:
        self.opened.remove(kept.id)

    def change(
        self, kept: KeptTicket, draft: TicketDraft, cancel: Cancellation | None = None
    ) -> SupportRound:
        self.close(kept)
        self.waiting.remove(kept)
        return self.file(draft, cancel)

    def send(self, cancel: Cancellation | None = None) -> SupportRound:
        if self.trouble is not None:
            return SupportRound((), self.kept(), self.trouble)
        sent = [replace(TICKET, id=each.id, subject=each.subject) for each in self.waiting]
        self.waiting.clear()
        self.found[:0] = sent
        return SupportRound(tuple(sent), ())

    def tickets(self, cancel: Cancellation | None = None) -> tuple[Ticket, ...]:
        if self.trouble is not None:
            raise self.trouble
        return tuple(self.found)

    def last_tickets(self) -> TicketList | None:
        return self.last

    def drop(self, identifier: str) -> KeptTicket:
        return self.waiting.pop()

    def comment(self, ticket: Ticket, text: str, cancel: Cancellation | None = None) -> Ticket:
        message = TicketMessage(2, "Иванова", False, text, MOMENT)
        changed = replace(ticket, messages=(*ticket.messages, message))
        self.found[:] = [changed if each.id == ticket.id else each for each in self.found]
        return changed
