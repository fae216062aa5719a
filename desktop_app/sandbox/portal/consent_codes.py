"""Routes ``consents/egisz/codes`` and ``grants-by-code``: a consent that a code confirms."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from desktop_app.core.confirmations import CodeChannel
from desktop_app.core.consents import ConsentStatus
from desktop_app.sandbox.confirmation_tables import ConsentByCodeRow
from desktop_app.sandbox.portal.confirmation_codes import (
    CodePurpose,
    judge_code,
    masked,
    send_code,
)
from desktop_app.sandbox.portal.consents import (
    judge_document,
    record_event,
    subject_of,
    text_in_force,
)
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SpecialistHere
from desktop_app.sandbox.tables import ConsentEventRow
from desktop_app.sandbox.training_logins import login_of
from desktop_app.services.portal.confirmation_contract import (
    CodeMessage,
    ConsentCodeRequest,
    ConsentContactMessage,
    GrantByCodeRequest,
)
from desktop_app.services.portal.consent_lines import consent_lines_by_code
from desktop_app.services.portal.contract import ConsentMessage
from desktop_app.services.portal.problem_codes import ProblemCode

PURPOSE: Final = "consent-egisz"
router = APIRouter(prefix="/consents/egisz", tags=["consents"])


@router.get("/contact", responses=problem_responses(401, 403, 409))
def read_consent_contact(who: SpecialistHere) -> ConsentContactMessage:
    """Return the telephone that a code would go to; it stands in the document."""
    return ConsentContactMessage(masked(_phone(who)))


@router.post(
    "/codes",
    status_code=201,
    response_model=CodeMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def send_consent_code(
    body: ConsentCodeRequest, portal: PortalHere, who: SpecialistHere, write: IdempotentHere
) -> Response:
    """Send a code to the person's telephone; it confirms this document and no other."""
    if repeated := write.repeated():
        return repeated
    purpose = CodePurpose(
        PURPOSE,
        CodeChannel.SMS,
        _phone(who),
        "Согласие на передачу сведений в ЕГИСЗ",
        body.document_sha256,
    )
    return write.carry_out(
        201, lambda session: send_code(portal, session, who.account, purpose), CodeMessage
    )


@router.post(
    "/grants-by-code",
    status_code=201,
    response_model=ConsentMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def grant_by_code(
    body: GrantByCodeRequest, portal: PortalHere, who: SpecialistHere, write: IdempotentHere
) -> Response:
    """Take a consent that the code of a short message confirms: a simple electronic signature."""
    if repeated := write.repeated():
        return repeated
    document = _document(portal, who, body)
    sha256 = hashlib.sha256(document).hexdigest()
    judge_code(portal, who.account, PURPOSE, body.code, sha256)

    def record(session: Session) -> ConsentMessage:
        kept = ConsentByCodeRow(
            document_sha256=sha256,
            account_id=who.account.id,
            phone=_phone(who),
            document=document,
            confirmed_at=portal.now(),
        )
        session.merge(kept)
        event = ConsentEventRow(
            account_id=who.account.id,
            happened_at=portal.now(),
            kind=ConsentStatus.GRANTED.value,
            version=body.version,
            document_sha256=sha256,
        )
        return record_event(session, who, event)

    return write.carry_out(201, record, ConsentMessage)


def _document(portal: Portal, who: SignedIn, body: GrantByCodeRequest) -> bytes:
    try:
        document = base64.b64decode(body.document, validate=True)
    except binascii.Error as error:
        raise Refusal(403, ProblemCode.CONSENT_DOCUMENT_OTHER, "base64") from error
    with portal.store.reading() as session:
        text = text_in_force(session)
    if body.version != text.version:
        raise Refusal(409, ProblemCode.CONSENT_VERSION_OLD, text.version)
    lines = consent_lines_by_code(text, subject_of(who.account), masked(_phone(who)))
    judge_document(document, lines)
    return document


def _phone(who: SignedIn) -> str:
    known = login_of(who.account.id)
    if known is None:
        raise Refusal(409, ProblemCode.CONTACT_NONE)
    return known.phone
