"""Requests to support as JSON and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.tickets import KeptTicket, Ticket

_COLUMNS = ("no", "desk", "status", "subject-line", "changed")


def ticket_form(ticket: Ticket) -> Form:
    """Return a request with everything that the service says of it."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "desk": ticket.desk.value,
        "topic": ticket.topic.value,
        "status": ticket.status.value,
        "subject": ticket.subject,
        "text": ticket.text,
        "created_at": moment(ticket.created_at),
        "changed_at": moment(ticket.changed_at),
        "expected_at": moment(ticket.expected_at),
        "files": list(ticket.file_names),
        "messages": [
            {
                "number": each.number,
                "author": each.author,
                "from_support": each.from_support,
                "text": each.text,
                "written_at": moment(each.written_at),
            }
            for each in ticket.messages
        ],
    }


def kept_form(kept: KeptTicket) -> Form:
    """Return a request that waits on this computer."""
    return {
        "id": kept.id,
        "desk": kept.desk.value,
        "subject": kept.subject,
        "kept_at": moment(kept.kept_at),
        "files": list(kept.file_names),
        "error": kept.error_code or None,
    }


def tickets_table(tickets: Sequence[Ticket], words: Words, width: int | None) -> str:
    """Return requests as an aligned table."""
    rows = [
        (
            str(each.number),
            words.state("support-desk", each.desk),
            words.state("ticket-status", each.status),
            each.subject,
            words.time(each.changed_at),
        )
        for each in tickets
    ]
    return table_text([words(f"column.{name}") for name in _COLUMNS], rows, width)


def kept_lines(kept: Sequence[KeptTicket], words: Words) -> list[str]:
    """Return a line for each request that waits."""
    return [
        words(
            "support.waits",
            id=each.id[:8],
            desk=words.state("support-desk", each.desk),
            subject=each.subject,
        )
        for each in kept
    ]


def ticket_text(ticket: Ticket, words: Words) -> str:
    """Return a request with its comments and answers."""
    return "\n".join(_lines(ticket, words))


def _lines(ticket: Ticket, words: Words) -> Iterator[str]:
    status = words.state("ticket-status", ticket.status)
    yield words("support.head", number=ticket.number, subject=ticket.subject, status=status)
    yield words("support.created", at=ticket.created_at)
    if ticket.expected_at is not None:
        yield words("support.expected", at=ticket.expected_at)
    yield from ("", ticket.text)
    if ticket.file_names:
        yield from ("", words("support.files", files=list(ticket.file_names)))
    for each in ticket.messages:
        yield from ("", words("support.message", author=each.author, at=each.written_at), each.text)
