"""Routes ``consents/egisz``: text, grant by signature, withdrawal, history."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

from fastapi import APIRouter, Response
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.consents import ConsentStatus
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SpecialistHere
from desktop_app.sandbox.portal.signed_message import (
    MessageRefused,
    SignedMessage,
    read_signed_message,
)
from desktop_app.sandbox.tables import AccountRow, ConsentEventRow, ConsentTextRow
from desktop_app.services.portal.consent_lines import consent_lines
from desktop_app.services.portal.contract import (
    ConsentEventMessage,
    ConsentMessage,
    ConsentSubjectMessage,
    ConsentTextMessage,
    GrantRequest,
)
from desktop_app.services.portal.problem_codes import ProblemCode

ID_DATA = "1.2.840.113549.1.7.1"

router = APIRouter(prefix="/consents/egisz", tags=["consents"])
_text_adapter = TypeAdapter(ConsentTextMessage)


@router.get("", responses=problem_responses(401, 403))
def read_consent(portal: PortalHere, who: SpecialistHere) -> ConsentMessage:
    """Return the text in force, the status and the history."""
    with portal.store.reading() as session:
        return _consent(session, who.account.id)


@router.post(
    "/grants",
    status_code=201,
    response_model=ConsentMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def grant(
    body: GrantRequest, portal: PortalHere, who: SpecialistHere, write: IdempotentHere
) -> Response:
    """Take the signed consent document: an attached CAdES over its UTF-8 text."""
    if repeated := write.repeated():
        return repeated
    signature = _signature_bytes(body)
    message = _judge_grant(portal, who, body.version, signature)
    event = ConsentEventRow(
        account_id=who.account.id,
        happened_at=portal.now(),
        kind=ConsentStatus.GRANTED.value,
        version=body.version,
        document_sha256=hashlib.sha256(message.content).hexdigest(),
        certificate_id=message.certificate_sha256,
        signature=signature,
    )
    return write.carry_out(201, lambda session: record_event(session, who, event), ConsentMessage)


@router.post(
    "/withdrawals",
    status_code=201,
    response_model=ConsentMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def withdraw(portal: PortalHere, who: SpecialistHere, write: IdempotentHere) -> Response:
    """Withdraw the consent; the portal stops passing new data on."""
    if repeated := write.repeated():
        return repeated

    def record(session: Session) -> ConsentMessage:
        before = _consent(session, who.account.id)
        if before.status is not ConsentStatus.GRANTED:
            raise Refusal(409, ProblemCode.CONSENT_NOT_GRANTED)
        event = ConsentEventRow(
            account_id=who.account.id,
            happened_at=portal.now(),
            kind=ConsentStatus.WITHDRAWN.value,
            version=before.history[0].version,
        )
        return record_event(session, who, event)

    return write.carry_out(201, record, ConsentMessage)


def _signature_bytes(body: GrantRequest) -> bytes:
    try:
        return base64.b64decode(body.signature, validate=True)
    except binascii.Error as error:
        raise Refusal(403, ProblemCode.CONSENT_SIGNATURE_INVALID, "message.not-der") from error


def _judge_grant(portal: Portal, who: SignedIn, version: str, signature: bytes) -> SignedMessage:
    with portal.store.reading() as session:
        text = text_in_force(session)
    if version != text.version:
        raise Refusal(409, ProblemCode.CONSENT_VERSION_OLD, text.version)
    try:
        message = read_signed_message(signature, ID_DATA)
    except MessageRefused as refused:
        raise Refusal(403, ProblemCode.CONSENT_SIGNATURE_INVALID, refused.cause) from refused
    if not message.attributes_complete or not message.algorithms_allowed:
        raise Refusal(403, ProblemCode.CONSENT_SIGNATURE_INVALID, "message.attributes")
    finding = portal.checker.check(signature, ID_DATA, portal.clock())
    if finding.causes:
        causes = ",".join(finding.causes)
        raise Refusal(403, ProblemCode.CONSENT_SIGNATURE_INVALID, causes)
    if finding.snils != who.account.snils:
        raise Refusal(403, ProblemCode.CONSENT_SIGNER_OTHER)
    lines = consent_lines(text, subject_of(who.account), message.certificate_sha256)
    judge_document(message.content, lines)
    return message


def judge_document(content: bytes, needed_lines: Sequence[str]) -> None:
    """Refuse a document that lacks a required line or has them in another order."""
    try:
        lines = iter(content.decode("utf-8").split("\n"))
    except UnicodeDecodeError as error:
        raise Refusal(403, ProblemCode.CONSENT_DOCUMENT_OTHER, "encoding") from error
    for needed in needed_lines:
        if needed not in lines:
            raise Refusal(403, ProblemCode.CONSENT_DOCUMENT_OTHER, needed.partition(":")[0][:80])


def record_event(session: Session, who: SignedIn, event: ConsentEventRow) -> ConsentMessage:
    """Add a grant or a withdrawal and return the consent as it then stands."""
    session.add(event)
    session.get_one(AccountRow, who.account.id).consent_status = event.kind
    action = "consent.grant" if event.kind == ConsentStatus.GRANTED else "consent.withdraw"
    note(session, event.happened_at, action, account=who.account, subject=event.version)
    session.flush()
    return _consent(session, who.account.id)


def text_in_force(session: Session) -> ConsentTextMessage:
    """Return the newest version of the text."""
    newest = select(ConsentTextRow).order_by(ConsentTextRow.in_force_from.desc()).limit(1)
    return _text_adapter.validate_json(session.scalars(newest).one().content)


def subject_of(account: AccountRow) -> ConsentSubjectMessage:
    """Return who consents."""
    return ConsentSubjectMessage(
        account.full_name, account.snils, account.address, account.identity_document
    )


def _consent(session: Session, account_id: str) -> ConsentMessage:
    account = session.get_one(AccountRow, account_id)
    events = (
        select(ConsentEventRow)
        .where(ConsentEventRow.account_id == account_id)
        .order_by(ConsentEventRow.number.desc())
    )
    return ConsentMessage(
        text=text_in_force(session),
        status=ConsentStatus(account.consent_status),
        subject=subject_of(account),
        history=tuple(_event_message(event) for event in session.scalars(events)),
    )


def _event_message(event: ConsentEventRow) -> ConsentEventMessage:
    return ConsentEventMessage(
        id=str(event.number),
        happened_at=event.happened_at,
        kind=ConsentStatus(event.kind),
        version=event.version,
        document_sha256=event.document_sha256,
        certificate_id=event.certificate_id,
    )
