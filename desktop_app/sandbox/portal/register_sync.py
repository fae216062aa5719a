"""Routes ``register-sync``: the profile compared with ФРМР, and put right from it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict

from fastapi import APIRouter, Response
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.register_sync import DifferenceKind, RecordSection
from desktop_app.sandbox.federal_register import Entry, first_profile, record_of
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SpecialistHere
from desktop_app.sandbox.register_tables import ProfileEntryRow, SyncRow
from desktop_app.services.portal.register_contract import (
    DifferenceMessage,
    SyncReportMessage,
    SyncStandingMessage,
)

router = APIRouter(prefix="/register-sync", tags=["register-sync"])
_report = TypeAdapter(SyncReportMessage)


@router.get("", responses=problem_responses(401, 403))
def read_sync(portal: PortalHere, who: SpecialistHere) -> SyncStandingMessage:
    """Return the last comparison."""
    newest = (
        select(SyncRow)
        .where(SyncRow.account_id == who.account.id)
        .order_by(SyncRow.number.desc())
        .limit(1)
    )
    with portal.store.reading() as session:
        row = session.scalars(newest).one_or_none()
        return SyncStandingMessage(None if row is None else _report.validate_json(row.content))


@router.post(
    "/requests",
    status_code=201,
    response_model=SyncReportMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def request_sync(portal: PortalHere, who: SpecialistHere, write: IdempotentHere) -> Response:
    """Compare now; what ФРМР has comes into the profile, nothing comes twice."""
    if repeated := write.repeated():
        return repeated

    def compare(session: Session) -> SyncReportMessage:
        report = _compared(portal, session, who)
        row = SyncRow(
            account_id=who.account.id,
            finished_at=report.finished_at,
            content=json.dumps(asdict(report), ensure_ascii=False, default=_as_text),
        )
        session.add(row)
        outcome = "refused" if report.refusals else "ok"
        note(session, portal.now(), "register.sync", account=who.account, outcome=outcome)
        return report

    return write.carry_out(201, compare, SyncReportMessage)


def _compared(portal: Portal, session: Session, who: SignedIn) -> SyncReportMessage:
    account = who.account
    record = record_of(account.id, account.full_name, account.speciality, account.organisation)
    differences: list[DifferenceMessage] = []
    unchanged = 0
    if not record.refusals:
        profile = _profile(session, who)
        known = {(row.section, row.title): row for row in profile}
        for entry in record.entries:
            row = known.pop((entry.section.value, entry.title), None)
            if row is not None and row.value == entry.value:
                unchanged += 1
            else:
                differences.append(_taken_over(session, who, entry, row))
        differences += [_missing(row) for row in known.values()]
    return SyncReportMessage(
        id=secrets.token_hex(8),
        finished_at=portal.now(),
        account_name=who.full_name,
        register_name=record.full_name,
        differences=tuple(differences),
        unchanged=unchanged,
        refusals=record.refusals,
    )


def _profile(session: Session, who: SignedIn) -> tuple[ProfileEntryRow, ...]:
    """Return the profile, made at its first use."""
    wanted = (
        select(ProfileEntryRow)
        .where(ProfileEntryRow.account_id == who.account.id)
        .order_by(ProfileEntryRow.section, ProfileEntryRow.title)
    )
    rows = tuple(session.scalars(wanted))
    if rows:
        return rows
    account = who.account
    for entry in first_profile(account.id, account.speciality, account.organisation):
        session.add(_row(account.id, entry))
    session.flush()
    return tuple(session.scalars(wanted))


def _taken_over(
    session: Session, who: SignedIn, entry: Entry, row: ProfileEntryRow | None
) -> DifferenceMessage:
    before = "" if row is None else row.value
    if row is None:
        session.add(_row(who.account.id, entry))
    else:
        row.value = entry.value
    kind = DifferenceKind.UPDATED if before else DifferenceKind.ADDED
    return DifferenceMessage(
        _identifier(entry.section, entry.title),
        entry.section,
        kind,
        entry.title,
        before,
        entry.value,
    )


def _missing(row: ProfileEntryRow) -> DifferenceMessage:
    section = RecordSection(row.section)
    return DifferenceMessage(
        _identifier(section, row.title), section, DifferenceKind.MISSING, row.title, row.value, ""
    )


def _identifier(section: RecordSection, title: str) -> str:
    return hashlib.sha256(f"{section.value}/{title}".encode()).hexdigest()[:16]


def _row(account_id: str, entry: Entry) -> ProfileEntryRow:
    return ProfileEntryRow(
        account_id=account_id, section=entry.section.value, title=entry.title, value=entry.value
    )


def _as_text(value: object) -> str:
    return str(value)
