"""Routes ``credentials``: the table, «Проверить», the PDF document."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from desktop_app.core.credentials import CheckVerdict, VersionState
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.credential_files import (
    accept_file,
    accepted_file,
    files_of,
    waiting_file,
)
from desktop_app.sandbox.portal.credential_status import status_on
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.pages import (
    TAGGED_LIST,
    Cursor,
    IfNoneMatch,
    Limit,
    cursor_after,
    read_cursor,
    tagged,
)
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.register_check import check_with_register
from desktop_app.sandbox.portal.sessions import RecordsHere, SpecialistHere
from desktop_app.sandbox.portal.visible_credentials import visible_credential
from desktop_app.sandbox.record_tables import CredentialFileRow
from desktop_app.sandbox.tables import AccountRow, CredentialRow
from desktop_app.services.portal.contract import (
    DIGEST_HEADER,
    CheckMessage,
    CredentialMessage,
    CredentialPage,
)
from desktop_app.services.portal.problem_codes import ProblemCode

router = APIRouter(prefix="/credentials", tags=["credentials"])
CredentialId = Annotated[str, Path(max_length=64)]
Version = Annotated[int | None, Query(ge=1, le=10_000, description="None: the one in force.")]
_REVIEWED = frozenset({VersionState.ON_REVIEW, VersionState.REFUSED})
_PDF = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
_DIGEST = {"headers": {DIGEST_HEADER: {"schema": {"type": "string"}}}}


@router.get(
    "",
    response_model=CredentialPage,
    responses=TAGGED_LIST,
)
def list_credentials(
    portal: PortalHere,
    who: SpecialistHere,
    response: Response,
    cursor: Cursor = None,
    limit: Limit = 200,
    if_none_match: IfNoneMatch = None,
) -> CredentialPage | Response:
    """Return the table, newest first; statuses are those of the portal's day."""
    today = portal.now().date()
    with portal.store.reading() as session:
        account = session.get_one(AccountRow, who.account.id)
        # The statuses follow from the day, so the day is part of the tag.
        tag = f'"{account.credentials_version}-{today.isoformat()}"'
        if unchanged := tagged(response, tag, if_none_match):
            return unchanged
        return _page(session, account.id, today, cursor, limit)


@router.post(
    "/{credential_id}/verifications",
    status_code=201,
    response_model=CheckMessage,
    responses=problem_responses(400, 401, 403, 404, 409),
)
def verify(
    credential_id: CredentialId, portal: PortalHere, who: RecordsHere, write: IdempotentHere
) -> Response:
    """Check one credential with the registers: «Проверить»."""
    if repeated := write.repeated():
        return repeated

    def check(session: Session) -> CheckMessage:
        row, holder = visible_credential(session, who, credential_id)
        verdict, reason = check_with_register(session, row, holder, portal.now())
        row.check_verdict, row.checked_at, row.check_reason = verdict.value, portal.now(), reason
        waiting = waiting_file(session, row.id)
        if waiting is not None and verdict is CheckVerdict.CONFIRMED:
            accept_file(session, row, waiting, portal.now(), reason)
        session.get_one(AccountRow, row.account_id).credentials_version += 1
        account = session.get_one(AccountRow, who.account.id)
        outcome = verdict.value
        note(
            session,
            portal.now(),
            "credential.verify",
            account=account,
            outcome=outcome,
            subject=row.id,
        )
        return CheckMessage(verdict, portal.now(), reason)

    return write.carry_out(201, check, CheckMessage)


@router.get(
    "/{credential_id}/document",
    response_class=Response,
    responses={**problem_responses(401, 403, 404), 200: {**_PDF, **_DIGEST}},
)
def read_document(
    credential_id: CredentialId,
    portal: PortalHere,
    who: RecordsHere,
    version: Version = None,
) -> Response:
    """Return the PDF document in force, or one of its versions, with its digest (RFC 9530)."""
    # The library that draws takes longer to import than the whole portal takes to start.
    from desktop_app.sandbox.portal.documents import credential_pdf, repr_digest  # noqa: PLC0415

    with portal.store.reading() as session:
        row, holder = visible_credential(session, who, credential_id)
        file = _file(session, row.id, version)
    if file is None and (not row.has_document or version not in (None, 1)):
        raise Refusal(404, ProblemCode.DOCUMENT_NONE)
    content = file.content if file else credential_pdf(row, holder)
    headers = {
        DIGEST_HEADER: repr_digest(content),
        "Content-Disposition": f'attachment; filename="credential-{row.id}.pdf"',
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _file(session: Session, credential_id: str, version: int | None) -> CredentialFileRow | None:
    if version is None:
        return accepted_file(session, credential_id)
    files = files_of(session, credential_id)
    return next((each for each in files if each.number == version), None)


def _page(
    session: Session, account_id: str, today: date, cursor: str | None, limit: int
) -> CredentialPage:
    mine = CredentialRow.account_id == account_id
    reviews = _reviews(session, mine)
    order = (CredentialRow.issued_on.desc(), CredentialRow.id.desc())
    wanted = select(CredentialRow).where(mine).order_by(*order).limit(limit + 1)
    if cursor is not None:
        wanted = wanted.where(_before(cursor))
    rows = session.scalars(wanted).all()
    total = session.scalar(select(func.count()).select_from(CredentialRow).where(mine)) or 0
    last = rows[limit - 1] if len(rows) > limit else None
    return CredentialPage(
        items=tuple(credential_message(row, today, reviews.get(row.id)) for row in rows[:limit]),
        next_cursor=cursor_after(last.issued_on.isoformat(), last.id) if last else None,
        total=total,
    )


def _before(cursor: str) -> ColumnElement[bool]:
    issued_on, identifier = read_cursor(cursor, 2)
    try:
        position = (date.fromisoformat(issued_on), identifier)
    except ValueError as error:
        raise Refusal(404, ProblemCode.CURSOR_INVALID) from error
    return tuple_(CredentialRow.issued_on, CredentialRow.id) < position


def _reviews(session: Session, mine: ColumnElement[bool]) -> dict[str, VersionState]:
    """Return what became of the newest file of each credential that has one not in force."""
    wanted = (
        select(CredentialFileRow.credential_id, CredentialFileRow.state)
        .join(CredentialRow, CredentialRow.id == CredentialFileRow.credential_id)
        .where(mine)
        .order_by(CredentialFileRow.number)
    )
    newest = {identifier: VersionState(state) for identifier, state in session.execute(wanted)}
    return {each: state for each, state in newest.items() if state in _REVIEWED}


def credential_message(
    row: CredentialRow, today: date, review: VersionState | None = None, holder: str = ""
) -> CredentialMessage:
    """Return a row as the contract has it."""
    check = None
    if row.check_verdict is not None and row.checked_at is not None:
        verdict = CheckVerdict(row.check_verdict)
        check = CheckMessage(verdict, row.checked_at, row.check_reason or "")
    return CredentialMessage(
        id=row.id,
        name=row.name,
        issued_on=row.issued_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        status=status_on(row, today),
        number=row.number,
        organisation=row.organisation.name,
        organisation_accredited=row.organisation.licence_ended_on is None,
        has_document=row.has_document,
        check=check,
        review=review,
        holder=holder,
    )
