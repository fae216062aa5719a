"""Routes ``tickets``: requests to support, their files, comments and answers."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.confirmations import CodeChannel
from desktop_app.core.tickets import SupportDesk, TicketStatus, TicketTopic
from desktop_app.sandbox.portal.contents import VerifiedContent, content_body
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.mailbox import Letter
from desktop_app.sandbox.portal.pages import Cursor, Limit, cursor_after, read_cursor
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SignedInHere
from desktop_app.sandbox.ticket_tables import TicketFileRow, TicketRow, TicketTextRow
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.ticket_contract import (
    FILE_LIMIT,
    FILES_LIMIT,
    CommentRequest,
    TicketFileMessage,
    TicketMessage,
    TicketPage,
    TicketRequest,
    TicketTextMessage,
)

ANSWER_WITHIN: Final = timedelta(hours=24)
router = APIRouter(prefix="/tickets", tags=["tickets"])
TicketId = Annotated[str, Path(max_length=64)]
Place = Annotated[int, Path(ge=1, le=FILES_LIMIT)]


@router.post(
    "",
    status_code=201,
    response_model=TicketMessage,
    responses=problem_responses(400, 401, 409),
)
def make_ticket(
    body: TicketRequest, portal: PortalHere, who: SignedInHere, write: IdempotentHere
) -> Response:
    """Make a request; any account may, whatever its level."""
    if repeated := write.repeated():
        return repeated

    def make(session: Session) -> TicketMessage:
        row = _new_row(body, who, portal)
        session.add(row)
        session.flush()
        if not row.files:
            _accept(portal, session, row)
        return ticket_message(row)

    return write.carry_out(201, make, TicketMessage)


@router.put(
    "/{ticket_id}/files/{place}",
    responses=problem_responses(401, 404, 409),
    openapi_extra=content_body(maxLength=FILE_LIMIT),
)
def put_file(
    ticket_id: TicketId,
    place: Place,
    portal: PortalHere,
    who: SignedInHere,
    content: VerifiedContent,
) -> TicketMessage:
    """Put a file at its place; the same file twice counts once."""
    with portal.store.writing() as session:
        ticket = _own(session, who, ticket_id)
        row = session.get(TicketFileRow, (ticket.number, place))
        if row is None:
            raise Refusal(404, ProblemCode.NOT_FOUND)
        if hashlib.sha256(content).hexdigest() != row.sha256 or len(content) != row.size:
            raise Refusal(409, ProblemCode.DELIVERY_DIGEST_OTHER)
        row.content = content
        if ticket.status == TicketStatus.RECEIVING and all(
            each.content is not None for each in ticket.files
        ):
            _accept(portal, session, ticket)
        return ticket_message(ticket)


@router.get("", responses=problem_responses(401, 404))
def list_tickets(
    portal: PortalHere, who: SignedInHere, cursor: Cursor = None, limit: Limit = 100
) -> TicketPage:
    """Return the account's requests, newest first."""
    wanted = (
        select(TicketRow)
        .where(TicketRow.account_id == who.account.id)
        .order_by(TicketRow.number.desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        wanted = wanted.where(TicketRow.number < _position(cursor))
    with portal.store.reading() as session:
        rows = session.scalars(wanted).all()
        more = cursor_after(str(rows[limit - 1].number)) if len(rows) > limit else None
        return TicketPage(tuple(ticket_message(row) for row in rows[:limit]), more)


@router.get("/{ticket_id}", responses=problem_responses(401, 404))
def read_ticket(ticket_id: TicketId, portal: PortalHere, who: SignedInHere) -> TicketMessage:
    """Return a request with its comments and answers."""
    with portal.store.reading() as session:
        return ticket_message(_own(session, who, ticket_id))


@router.post(
    "/{ticket_id}/messages",
    status_code=201,
    response_model=TicketMessage,
    responses=problem_responses(400, 401, 404, 409),
)
def add_comment(
    ticket_id: TicketId,
    body: CommentRequest,
    portal: PortalHere,
    who: SignedInHere,
    write: IdempotentHere,
) -> Response:
    """Add to a request; one that waited for the person, or was solved, is taken up again."""
    if repeated := write.repeated():
        return repeated

    def add(session: Session) -> TicketMessage:
        row = _own(session, who, ticket_id)
        if row.status in (TicketStatus.NEEDS_ANSWER, TicketStatus.SOLVED):
            row.status = TicketStatus.IN_PROGRESS.value
        add_text(portal, row, who.full_name, body.text)
        note(session, portal.now(), "ticket.comment", account=who.account, subject=row.id)
        session.flush()
        return ticket_message(row)

    return write.carry_out(201, add, TicketMessage)


def add_text(
    portal: Portal, row: TicketRow, author: str, text: str, *, from_support: bool = False
) -> None:
    """Add a comment or an answer to a request."""
    row.changed_at = portal.now()
    row.messages.append(
        TicketTextRow(author=author, from_support=from_support, text=text, written_at=portal.now())
    )


def tell_by_letter(portal: Portal, row: TicketRow, text: str) -> None:
    """Write to the address that a request names, where it names one."""
    if row.email:
        letter = Letter(CodeChannel.EMAIL, row.email, text, portal.now())
        portal.mailbox.deliver(row.account_id, letter)


def ticket_message(row: TicketRow) -> TicketMessage:
    """Return a request as clients see it."""
    solved = row.status == TicketStatus.SOLVED
    return TicketMessage(
        id=row.id,
        number=row.number,
        desk=SupportDesk(row.desk),
        topic=TicketTopic(row.topic),
        status=TicketStatus(row.status),
        subject=row.subject,
        text=row.text,
        created_at=row.created_at,
        changed_at=row.changed_at,
        expected_at=None if solved else row.created_at + ANSWER_WITHIN,
        files=tuple(
            TicketFileMessage(each.name, each.size, each.content is not None) for each in row.files
        ),
        messages=tuple(
            TicketTextMessage(
                each.number, each.author, each.from_support, each.text, each.written_at
            )
            for each in row.messages
        ),
    )


def _new_row(body: TicketRequest, who: SignedIn, portal: Portal) -> TicketRow:
    files = [
        TicketFileRow(
            place=place,
            name=each.name,
            media_type=each.media_type,
            size=each.size,
            sha256=each.sha256,
        )
        for place, each in enumerate(body.files, start=1)
    ]
    return TicketRow(
        id=secrets.token_hex(16),
        account_id=who.account.id,
        desk=body.desk.value,
        topic=body.topic.value,
        status=TicketStatus.RECEIVING.value,
        subject=body.subject,
        text=body.text,
        full_name=body.full_name,
        account_number=body.account_number,
        phone=body.phone,
        email=body.email,
        moments=" ".join(body.moments),
        created_at=portal.now(),
        changed_at=portal.now(),
        files=files,
        messages=[],
    )


def _accept(portal: Portal, session: Session, row: TicketRow) -> None:
    row.status = TicketStatus.ACCEPTED.value
    row.changed_at = portal.now()
    tell_by_letter(portal, row, f"Заявка № {row.number} принята: {row.subject}")
    note(session, portal.now(), "ticket.accept", account=row.account, subject=row.id)


def _own(session: Session, who: SignedIn, ticket_id: str) -> TicketRow:
    wanted = select(TicketRow).where(TicketRow.id == ticket_id)
    row = session.scalars(wanted).one_or_none()
    if row is None or row.account_id != who.account.id:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return row


def _position(cursor: str) -> int:
    (number,) = read_cursor(cursor, 1)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Refusal(404, ProblemCode.CURSOR_INVALID)
    return int(number)
