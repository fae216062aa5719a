"""Routes ``account/confirmation``: form, codes, documents, electronic check, to the operator."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from desktop_app.core.confirmations import CodeChannel, ConfirmationPaper
from desktop_app.sandbox.confirmation_tables import ConfirmationPaperRow, ConfirmationRow
from desktop_app.sandbox.portal.confirmation_book import (
    OPEN,
    REVIEW,
    check_electronically,
    confirmation_message,
    editable,
    fill_in,
    missing_step,
    refuse_closed,
    remove_paper,
)
from desktop_app.sandbox.portal.confirmation_codes import CodePurpose, judge_code, send_code
from desktop_app.sandbox.portal.contents import BEGINNINGS, VerifiedContent, content_body
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedInHere
from desktop_app.services.portal.confirmation_contract import (
    PAPER_LIMIT,
    ChannelRequest,
    CodeMessage,
    ConfirmationForm,
    ConfirmationMessage,
    ProofRequest,
)
from desktop_app.services.portal.problem_codes import ProblemCode

router = APIRouter(prefix="/account/confirmation", tags=["account"])
PURPOSES: Final = {
    CodeChannel.EMAIL: "confirmation-email",
    CodeChannel.SMS: "confirmation-phone",
}
FileName = Annotated[str, Query(min_length=1, max_length=255)]


@router.get("", responses=problem_responses(401))
def read_confirmation(portal: PortalHere, who: SignedInHere) -> ConfirmationMessage:
    """Return the level, why it is not enough, and what comes next."""
    with portal.store.reading() as session:
        return confirmation_message(session, who.account.id, who.level)


@router.put("/form", responses=problem_responses(400, 401, 409))
def put_confirmation_form(
    body: ConfirmationForm, portal: PortalHere, who: SignedInHere
) -> ConfirmationMessage:
    """Keep the form; it may be filled in anew until it is with the operator."""
    with portal.store.writing() as session:
        refuse_closed(session.get(ConfirmationRow, who.account.id), who.level)
        fill_in(session, who.account.id, body, portal.now())
        session.flush()
        return confirmation_message(session, who.account.id, who.level)


@router.post(
    "/codes",
    status_code=201,
    response_model=CodeMessage,
    responses=problem_responses(400, 401, 409),
)
def send_confirmation_code(
    body: ChannelRequest, portal: PortalHere, who: SignedInHere, write: IdempotentHere
) -> Response:
    """Send a code to the form's mailbox or telephone."""
    if repeated := write.repeated():
        return repeated

    def send(session: Session) -> CodeMessage:
        row = editable(session, who.account, who.level)
        address = row.email if body.channel is CodeChannel.EMAIL else row.phone
        name, words = PURPOSES[body.channel], "Подтверждение учётной записи на портале НМО"
        purpose = CodePurpose(name, body.channel, address, words, address[:64])
        return send_code(portal, session, who.account, purpose)

    return write.carry_out(201, send, CodeMessage)


@router.post(
    "/proofs",
    status_code=201,
    response_model=ConfirmationMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def prove_contact(
    body: ProofRequest, portal: PortalHere, who: SignedInHere, write: IdempotentHere
) -> Response:
    """Take the code that proves the mailbox or the telephone."""
    if repeated := write.repeated():
        return repeated
    is_email = body.channel is CodeChannel.EMAIL
    with portal.store.reading() as session:
        row = editable(session, who.account, who.level)
        address = row.email if is_email else row.phone
    judge_code(portal, who.account, PURPOSES[body.channel], body.code, address[:64])

    def prove(session: Session) -> ConfirmationMessage:
        row = editable(session, who.account, who.level)
        if is_email:
            row.email_proven = True
        else:
            row.phone_proven = True
        row.changed_at = portal.now()
        note(
            session, portal.now(), "contact.prove", account=who.account, subject=body.channel.value
        )
        session.flush()
        return confirmation_message(session, who.account.id, who.level)

    return write.carry_out(201, prove, ConfirmationMessage)


@router.put(
    "/papers/{paper}",
    responses=problem_responses(400, 401, 409, 415),
    openapi_extra=content_body(maxLength=PAPER_LIMIT),
)
def put_confirmation_paper(
    paper: ConfirmationPaper,
    portal: PortalHere,
    who: SignedInHere,
    content: VerifiedContent,
    file_name: FileName,
) -> ConfirmationMessage:
    """Keep a document, in place of the one of its kind."""
    media_type = next((kind for kind, head in BEGINNINGS.items() if content.startswith(head)), "")
    if not media_type:
        raise Refusal(415, ProblemCode.PAPER_UNFIT)
    row = ConfirmationPaperRow(
        account_id=who.account.id,
        paper=paper.value,
        file_name=file_name,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    with portal.store.writing() as session:
        editable(session, who.account, who.level).changed_at = portal.now()
        session.merge(row)
        session.flush()
        return confirmation_message(session, who.account.id, who.level)


@router.delete("/papers/{paper}", status_code=204, responses=problem_responses(401, 409))
def delete_confirmation_paper(
    paper: ConfirmationPaper, portal: PortalHere, who: SignedInHere
) -> None:
    """Take a document away; one that is not there is away already."""
    with portal.store.writing() as session:
        editable(session, who.account, who.level)
        remove_paper(session, who.account.id, paper)


@router.post(
    "/submissions",
    status_code=201,
    response_model=ConfirmationMessage,
    responses=problem_responses(400, 401, 409),
)
def submit_confirmation(portal: PortalHere, who: SignedInHere, write: IdempotentHere) -> Response:
    """Check electronically; what agrees goes to the operator, what differs comes back."""
    if repeated := write.repeated():
        return repeated

    def submit(session: Session) -> ConfirmationMessage:
        row = editable(session, who.account, who.level)
        if missing := missing_step(session, row):
            raise Refusal(409, ProblemCode.CONFIRMATION_INCOMPLETE, missing)
        findings = check_electronically(session, who.account, row)
        row.findings = " ".join(finding.value for finding in findings)
        row.state, row.comment = (OPEN if findings else REVIEW), ""
        row.changed_at = portal.now()
        outcome = "confirmation.differs" if findings else "ok"
        note(session, portal.now(), "confirmation.submit", account=who.account, outcome=outcome)
        session.flush()
        return confirmation_message(session, who.account.id, who.level)

    return write.carry_out(201, submit, ConfirmationMessage)
