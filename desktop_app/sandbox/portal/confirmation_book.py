"""The confirmation of an account as the portal keeps it, and what follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop_app.core.accounts import AccountLevel
from desktop_app.core.confirmations import (
    REQUIRED_PAPERS,
    ConfirmationFinding,
    ConfirmationPaper,
    ConfirmationStep,
    LevelCause,
)
from desktop_app.core.identity import PassportOutcome
from desktop_app.sandbox.confirmation_tables import ConfirmationPaperRow, ConfirmationRow
from desktop_app.sandbox.portal.passport_checks import name_parts
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.register_tables import PassportCheckRow
from desktop_app.sandbox.tables import AccountRow
from desktop_app.services.portal.confirmation_contract import (
    ConfirmationForm,
    ConfirmationMessage,
    PaperMessage,
)
from desktop_app.services.portal.problem_codes import ProblemCode

OPEN: Final = "open"
REVIEW: Final = "review"
RETURNED: Final = "returned"
APPROVED: Final = "approved"


def editable(session: Session, account: AccountRow, level: AccountLevel) -> ConfirmationRow:
    """Return a confirmation that may still be changed. Raises ``Refusal``."""
    row = session.get(ConfirmationRow, account.id)
    if row is None:
        raise Refusal(409, ProblemCode.CONFIRMATION_INCOMPLETE, ConfirmationStep.FORM.value)
    refuse_closed(row, level)
    return row


def refuse_closed(row: ConfirmationRow | None, level: AccountLevel) -> None:
    """Raise ``Refusal`` when nothing can be changed any more."""
    under_review = row is not None and row.state == REVIEW
    if under_review or level is AccountLevel.CONFIRMED:
        raise Refusal(409, ProblemCode.CONFIRMATION_CLOSED)


def fill_in(session: Session, account_id: str, form: ConfirmationForm, at: datetime) -> None:
    """Keep the form; another telephone or mailbox has to be proven anew."""
    row = session.get(ConfirmationRow, account_id)
    if row is None:
        row = ConfirmationRow(account_id=account_id, state=OPEN, phone="", email="", comment="")
        row.phone_proven = row.email_proven = False
        row.findings = ""
        session.add(row)
    row.phone_proven = row.phone_proven and row.phone == form.phone
    row.email_proven = row.email_proven and row.email == form.email
    row.full_name, row.snils, row.inn = form.full_name, form.snils, form.inn
    row.phone, row.email, row.changed_at = form.phone, form.email, at


def papers_of(session: Session, account_id: str) -> list[ConfirmationPaperRow]:
    """Return the documents, in the order of their kinds."""
    wanted = select(ConfirmationPaperRow).where(ConfirmationPaperRow.account_id == account_id)
    order = [paper.value for paper in ConfirmationPaper]
    return sorted(session.scalars(wanted), key=lambda row: order.index(row.paper))


def remove_paper(session: Session, account_id: str, paper: ConfirmationPaper) -> None:
    """Take a document away."""
    session.execute(
        delete(ConfirmationPaperRow).where(
            ConfirmationPaperRow.account_id == account_id,
            ConfirmationPaperRow.paper == paper.value,
        )
    )


def check_electronically(
    session: Session, account: AccountRow, row: ConfirmationRow
) -> tuple[ConfirmationFinding, ...]:
    """Compare the form with the account, and look at the last passport check."""
    wanted = (
        select(PassportCheckRow.outcome)
        .where(PassportCheckRow.account_id == account.id)
        .order_by(PassportCheckRow.number.desc())
        .limit(1)
    )
    outcome = session.scalars(wanted).one_or_none()
    found = (
        (ConfirmationFinding.NAME, name_parts(row.full_name) != name_parts(account.full_name)),
        (ConfirmationFinding.SNILS, row.snils != account.snils),
        (ConfirmationFinding.PASSPORT, outcome != PassportOutcome.MATCH.value),
    )
    return tuple(finding for finding, differs in found if differs)


def step_of(row: ConfirmationRow | None, level: AccountLevel) -> ConfirmationStep:
    """Return what comes next."""
    if level is AccountLevel.CONFIRMED:
        return ConfirmationStep.DONE
    if row is None:
        return ConfirmationStep.FORM
    if row.state == REVIEW:
        return ConfirmationStep.REVIEW
    if not row.email_proven:
        return ConfirmationStep.EMAIL
    return ConfirmationStep.DOCUMENTS if row.phone_proven else ConfirmationStep.PHONE


def missing_step(session: Session, row: ConfirmationRow) -> str:
    """Return the name of what is missing before it can be handed in; empty when nothing is."""
    if not row.email_proven:
        return ConfirmationStep.EMAIL.value
    if not row.phone_proven:
        return ConfirmationStep.PHONE.value
    there = {paper.paper for paper in papers_of(session, row.account_id)}
    whole = all(paper.value in there for paper in REQUIRED_PAPERS)
    return "" if whole else ConfirmationStep.DOCUMENTS.value


def cause_of(row: ConfirmationRow | None, level: AccountLevel) -> LevelCause:
    """Return why the level is not enough."""
    if level is AccountLevel.CONFIRMED:
        return LevelCause.NONE
    if row is None:
        return LevelCause.PROFILE if level is AccountLevel.SIMPLE else LevelCause.NOT_BEGUN
    if row.state == REVIEW:
        return LevelCause.REVIEW
    if row.state == RETURNED:
        return LevelCause.RETURNED
    return LevelCause.DIFFERS if row.findings else LevelCause.UNFINISHED


def confirmation_message(
    session: Session, account_id: str, level: AccountLevel
) -> ConfirmationMessage:
    """Return the confirmation as clients see it."""
    row = session.get(ConfirmationRow, account_id)
    papers = tuple(
        PaperMessage(
            ConfirmationPaper(paper.paper), paper.file_name, len(paper.content), paper.sha256
        )
        for paper in papers_of(session, account_id)
    )
    return ConfirmationMessage(
        level=level,
        step=step_of(row, level),
        cause=cause_of(row, level),
        form=None if row is None else _form(row),
        email_proven=row is not None and row.email_proven,
        phone_proven=row is not None and row.phone_proven,
        papers=papers,
        findings=tuple(map(ConfirmationFinding, (row.findings if row else "").split())),
        comment=row.comment if row else "",
        changed_at=row.changed_at if row else None,
    )


def _form(row: ConfirmationRow) -> ConfirmationForm:
    return ConfirmationForm(row.full_name, row.snils, row.inn, row.phone, row.email)
