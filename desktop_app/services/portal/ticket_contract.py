"""The contract's part on support: a request, its files, its answers.

A request is made under an ``Idempotency-Key`` and names its files with their digests; each file
is then put at its place, which may be repeated. The request is accepted once all of them are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from desktop_app.core.tickets import SupportDesk, TicketStatus, TicketTopic
from desktop_app.services.portal.contract import Sha256Text, Text
from desktop_app.services.portal.document_contract import PART_LIMIT, Number

TICKETS: Final = "tickets"
FILE_LIMIT: Final = PART_LIMIT
"""Most bytes of one file."""
FILES_LIMIT: Final = 5
"""Most files of one request."""
MOMENTS_LIMIT: Final = 10
"""Most times that a request may name."""
MEDIA_TYPES: Final = (
    "image/png",
    "image/jpeg",
    "application/pdf",
    "application/zip",
    "text/plain",
)
"""What a file may be."""


MomentText = Annotated[
    str, Text(r"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z$", 20, 20)
]


@dataclass(frozen=True, slots=True)
class AtMost:
    """Bounds the length of a list of a request; the server refuses longer ones."""

    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """Tell the server's validation library the same bound."""
        return {**handler(source), "max_length": self.most}


@dataclass(frozen=True, slots=True)
class TicketFileRequest:
    """A file that will follow."""

    name: Annotated[str, Text(None, 1, 200)]
    media_type: Annotated[str, Text("^(" + "|".join(MEDIA_TYPES) + ")$", 1, 40)]
    size: Annotated[int, Number(1, FILE_LIMIT)]
    sha256: Sha256Text


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """``POST tickets``: a request to a support service."""

    desk: SupportDesk
    topic: TicketTopic
    subject: Annotated[str, Text(None, 1, 150)]
    text: Annotated[str, Text(None, 1, 4000)]
    full_name: Annotated[str, Text(None, 1, 150)]
    account_number: Annotated[str, Text(None, 0, 64)]
    phone: Annotated[str, Text(r"^(\+[0-9]{11,15})?$", 0, 16)]
    """``+`` and digits; empty where the desk does not need it."""
    email: Annotated[str, Text(None, 0, 254)]
    """Where a confirmation goes; empty for none."""
    moments: Annotated[tuple[MomentText, ...], AtMost(MOMENTS_LIMIT)] = ()
    """When the trouble was seen, RFC 3339 UTC in whole seconds."""
    files: Annotated[tuple[TicketFileRequest, ...], AtMost(FILES_LIMIT)] = ()


@dataclass(frozen=True, slots=True)
class CommentRequest:
    """``POST tickets/{id}/messages``: something to add, or an answer to the service."""

    text: Annotated[str, Text(None, 1, 4000)]


@dataclass(frozen=True, slots=True)
class TicketFileMessage:
    """A file of a request, and whether the portal has it."""

    name: str
    size: int
    received: bool


@dataclass(frozen=True, slots=True)
class TicketTextMessage:
    """One comment or answer."""

    number: int
    author: str
    from_support: bool
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class TicketMessage:
    """``GET tickets/{id}``, and the answer to every write."""

    id: str
    number: int
    desk: SupportDesk
    topic: TicketTopic
    status: TicketStatus
    subject: str
    text: str
    created_at: datetime
    changed_at: datetime
    expected_at: datetime | None
    """None once it is solved."""
    files: tuple[TicketFileMessage, ...]
    messages: tuple[TicketTextMessage, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class TicketPage:
    """``GET tickets``: the account's requests, newest first."""

    items: tuple[TicketMessage, ...]
    next_cursor: str | None
    """None on the last page."""
