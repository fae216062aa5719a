"""Requests to support between the program's values and the contract's messages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from desktop_app.core.tickets import Ticket, TicketDraft, TicketFile, TicketMessage
from desktop_app.services.portal import ticket_contract as contract

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def request_of(draft: TicketDraft, values: Mapping[str, str]) -> contract.TicketRequest:
    """Return the contract's request; ``values`` are in their canonical forms."""
    return contract.TicketRequest(
        desk=draft.desk,
        topic=draft.topic,
        subject=values["subject"][:150],
        text=values["text"][:4000],
        full_name=values["full_name"],
        account_number=values.get("account_number", "")[:64],
        phone=_phone(values.get("phone", "")),
        email=values.get("email", ""),
        moments=tuple(f"{each.astimezone(UTC):{_MOMENT}}" for each in draft.moments),
        files=tuple(map(_file, draft.files)),
    )


def draft_of(
    body: contract.TicketRequest, contents: Iterable[bytes], names: Iterable[str]
) -> TicketDraft:
    """Return a request as it was written; ``names`` are the fields of its desk's form."""
    return TicketDraft(
        desk=body.desk,
        values={name: getattr(body, name) for name in names},
        topic=body.topic,
        moments=tuple(map(datetime.fromisoformat, body.moments)),
        files=tuple(
            TicketFile(each.name, each.media_type, content)
            for each, content in zip(body.files, contents, strict=True)
        ),
    )


def ticket_of(message: contract.TicketMessage) -> Ticket:
    """Return the value of the contract's message."""
    return Ticket(
        id=message.id,
        number=message.number,
        desk=message.desk,
        topic=message.topic,
        status=message.status,
        subject=message.subject,
        text=message.text,
        created_at=message.created_at,
        changed_at=message.changed_at,
        expected_at=message.expected_at,
        file_names=tuple(each.name for each in message.files),
        messages=tuple(
            TicketMessage(each.number, each.author, each.from_support, each.text, each.written_at)
            for each in message.messages
        ),
    )


def _file(file: TicketFile) -> contract.TicketFileRequest:
    digest = hashlib.sha256(file.content).hexdigest()
    return contract.TicketFileRequest(file.name, file.media_type, len(file.content), digest)


def _phone(value: str) -> str:
    digits = "".join(sign for sign in value.partition(";")[0] if sign.isdigit())
    return f"+{digits}" if digits else ""
