"""Routes ``registrations``: begin, correct, submit, withdraw, second factor."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.confirmations import CodeChannel
from desktop_app.core.registrations import RegistrationMove, RegistrationStatus
from desktop_app.sandbox.portal.confirmation_codes import CodePurpose, judge_code, send_code
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.registration_book import (
    content_of,
    editable_registration,
    missing_scans,
    move,
    open_registration,
    own_registration,
    registration_message,
    run_electronic_check,
    values_of,
)
from desktop_app.sandbox.portal.sessions import ConfirmedHere, SignedIn
from desktop_app.sandbox.register_tables import RegistrationEventRow, RegistrationRow
from desktop_app.services.portal.confirmation_contract import CodeMessage, CodeRequest
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.registration_contract import (
    RegistrationList,
    RegistrationMessage,
    RegistrationRequest,
)

LIST_LIMIT = 20
PURPOSE = "second-factor"
router = APIRouter(prefix="/registrations", tags=["registrations"])
RegistrationId = Annotated[str, Path(max_length=64)]


@router.get("", responses=problem_responses(401, 403))
def list_registrations(portal: PortalHere, who: ConfirmedHere) -> RegistrationList:
    """Return the account's newest applications; one that was submitted is checked meanwhile."""
    wanted = (
        select(RegistrationRow)
        .where(RegistrationRow.account_id == who.account.id)
        .order_by(RegistrationRow.begun_at.desc(), RegistrationRow.id)
        .limit(LIST_LIMIT)
    )
    with portal.store.writing() as session:
        rows = session.scalars(wanted).all()
        for row in rows:
            run_electronic_check(portal, session, row)
        session.flush()
        return RegistrationList(tuple(registration_message(session, row) for row in rows))


@router.post(
    "",
    status_code=201,
    response_model=RegistrationMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def begin_registration(
    body: RegistrationRequest, portal: PortalHere, who: ConfirmedHere, write: IdempotentHere
) -> Response:
    """Begin an application; there is one at a time."""
    if repeated := write.repeated():
        return repeated

    def begin(session: Session) -> RegistrationMessage:
        if open_registration(session, who.account.id) is not None:
            raise Refusal(409, ProblemCode.REGISTRATION_OPEN)
        row = _new_row(portal, who, body)
        session.add(row)
        session.flush()
        first = RegistrationEventRow(
            registration_id=row.id, happened_at=portal.now(), status=row.status
        )
        session.add(first)
        note(session, portal.now(), "registration.begin", account=who.account, subject=row.id)
        session.flush()
        return registration_message(session, row)

    return write.carry_out(201, begin, RegistrationMessage)


@router.get("/{registration_id}", responses=problem_responses(401, 403, 404))
def read_registration(
    registration_id: RegistrationId, portal: PortalHere, who: ConfirmedHere
) -> RegistrationMessage:
    """Return an application; one that was submitted is checked meanwhile."""
    with portal.store.writing() as session:
        row = own_registration(session, who.account.id, registration_id)
        run_electronic_check(portal, session, row)
        session.flush()
        return registration_message(session, row)


@router.put("/{registration_id}", responses=problem_responses(400, 401, 403, 404, 409))
def correct_registration(
    registration_id: RegistrationId,
    body: RegistrationRequest,
    portal: PortalHere,
    who: ConfirmedHere,
) -> RegistrationMessage:
    """Replace what was filled in, before a submission or on rework."""
    with portal.store.writing() as session:
        row = editable_registration(session, who.account.id, registration_id)
        row.content = content_of(body)
        return registration_message(session, row)


@router.post(
    "/{registration_id}/submission",
    status_code=201,
    response_model=RegistrationMessage,
    responses=problem_responses(400, 401, 403, 404, 409),
)
def submit_registration(
    registration_id: RegistrationId, portal: PortalHere, who: ConfirmedHere, write: IdempotentHere
) -> Response:
    """Submit an application whose needed scans are whole."""
    if repeated := write.repeated():
        return repeated

    def submit(session: Session) -> RegistrationMessage:
        row = editable_registration(session, who.account.id, registration_id)
        missing = missing_scans(session, row)
        if missing:
            raise Refusal(409, ProblemCode.REGISTRATION_SCANS, " ".join(missing))
        row.submitted_at, row.checks = portal.now(), ""
        move(portal, session, row, RegistrationMove.SUBMIT)
        session.flush()
        return registration_message(session, row)

    return write.carry_out(201, submit, RegistrationMessage)


@router.post(
    "/{registration_id}/withdrawal",
    status_code=201,
    response_model=RegistrationMessage,
    responses=problem_responses(400, 401, 403, 404, 409),
)
def withdraw_registration(
    registration_id: RegistrationId, portal: PortalHere, who: ConfirmedHere, write: IdempotentHere
) -> Response:
    """Withdraw an application that is not at its end."""
    if repeated := write.repeated():
        return repeated

    def withdraw(session: Session) -> RegistrationMessage:
        row = own_registration(session, who.account.id, registration_id)
        move(portal, session, row, RegistrationMove.WITHDRAW)
        session.flush()
        return registration_message(session, row)

    return write.carry_out(201, withdraw, RegistrationMessage)


@router.post(
    "/{registration_id}/second-factor",
    status_code=201,
    response_model=CodeMessage,
    responses=problem_responses(400, 401, 403, 404, 409),
)
def begin_second_factor(
    registration_id: RegistrationId, portal: PortalHere, who: ConfirmedHere, write: IdempotentHere
) -> Response:
    """Send a code to the application's telephone, which becomes the second factor."""
    if repeated := write.repeated():
        return repeated
    with portal.store.reading() as session:
        phone = values_of(_activated(session, who, registration_id)).phone
    words = "Включение второго фактора в Кабинете НМО"
    purpose = CodePurpose(PURPOSE, CodeChannel.SMS, phone, words)
    return write.carry_out(
        201, lambda session: send_code(portal, session, who.account, purpose), CodeMessage
    )


@router.post(
    "/{registration_id}/second-factor/confirmation",
    status_code=201,
    response_model=RegistrationMessage,
    responses=problem_responses(400, 401, 403, 404, 409),
)
def confirm_second_factor(
    registration_id: RegistrationId,
    body: CodeRequest,
    portal: PortalHere,
    who: ConfirmedHere,
    write: IdempotentHere,
) -> Response:
    """Take the code that came to the telephone."""
    if repeated := write.repeated():
        return repeated
    with portal.store.reading() as session:
        _activated(session, who, registration_id)
    judge_code(portal, who.account, PURPOSE, body.code)

    def confirm(session: Session) -> RegistrationMessage:
        row = _activated(session, who, registration_id)
        row.has_second_factor = True
        note(session, portal.now(), "second-factor.confirm", account=who.account)
        return registration_message(session, row)

    return write.carry_out(201, confirm, RegistrationMessage)


def _new_row(portal: Portal, who: SignedIn, body: RegistrationRequest) -> RegistrationRow:
    return RegistrationRow(
        id=secrets.token_hex(16),
        account_id=who.account.id,
        status=RegistrationStatus.DRAFT.value,
        content=content_of(body),
        checks="",
        begun_at=portal.now(),
        submitted_at=None,
    )


def _activated(session: Session, who: SignedIn, registration_id: str) -> RegistrationRow:
    row = own_registration(session, who.account.id, registration_id)
    if not row.is_activated:
        raise Refusal(409, ProblemCode.REGISTRATION_NOT_ACTIVE, row.status)
    return row
