"""Requests to a support service: what is asked, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_app.core.errors.support import TicketUnknownError


class SupportDesk(StrEnum):
    """Who answers."""

    GOSUSLUGI = "gosuslugi"
    NMO = "nmo"


class TicketTopic(StrEnum):
    """What a request is about."""

    LOGIN = "login"
    UPLOAD = "upload"
    COURSE = "course"
    COMPLETION = "completion"
    """Doubts about the confirmation that a training was finished."""
    OTHER = "other"


class TicketStatus(StrEnum):
    """Where a request stands at the support service."""

    RECEIVING = "receiving"
    """Its files are still missing."""
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    NEEDS_ANSWER = "needs-answer"
    """The service asked something."""
    ESCALATED = "escalated"
    """Handed to the developers."""
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A file that goes along with a request."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    reduced_from: int = 0
    """Bytes that a picture had before it was made smaller; else 0."""


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """A request as a person writes it."""

    desk: SupportDesk
    values: Mapping[str, str] = field(repr=False)
    """What stands in the fields of the desk's form, by their names."""
    topic: TicketTopic = TicketTopic.OTHER
    moments: tuple[datetime, ...] = ()
    """When the trouble was seen."""
    files: tuple[TicketFile, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptTicket:
    """A request that is kept on this computer until the portal has it."""

    id: str
    """Names it here; it is also the idempotency key."""
    desk: SupportDesk
    subject: str
    kept_at: datetime
    file_names: tuple[str, ...]
    error_code: str = ""
    """Why it has not left yet; empty before the first try."""


@dataclass(frozen=True, slots=True)
class TicketMessage:
    """One comment or answer."""

    number: int
    author: str
    from_support: bool
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request as the support service has it."""

    id: str
    number: int
    """What one says on the telephone."""
    desk: SupportDesk
    topic: TicketTopic
    status: TicketStatus
    subject: str
    text: str
    created_at: datetime
    changed_at: datetime
    expected_at: datetime | None
    """When an answer is expected; None once it is solved."""
    file_names: tuple[str, ...] = ()
    messages: tuple[TicketMessage, ...] = ()
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class TicketList:
    """«Мои заявки», newest first."""

    tickets: tuple[Ticket, ...] = ()
    kept_at: datetime | None = None
    """When the portal said so, where it was not reached now; None: just now."""

    def find(self, name: str) -> Ticket:
        """Return the request with a number, or whose identifier begins so.

        Raises ``TicketUnknownError``.
        """
        for each in self.tickets:
            if str(each.number) == name or (len(name) >= 8 and each.id.startswith(name)):
                return each
        raise TicketUnknownError(id=name)


@dataclass(frozen=True, slots=True)
class ContactChannel:
    """One way to reach a support service."""

    kind: str
    """``phone``, ``email``, ``web`` or ``chat``."""
    value: str
    note: str = ""
