"""Applications in the training portal's database: finding, moving, checking, showing."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.confirmations import CodeChannel
from desktop_app.core.errors.registers import RegistrationMoveError
from desktop_app.core.identity import PassportOutcome
from desktop_app.core.registrations import (
    EDITABLE,
    FINAL,
    NEEDED_SCANS,
    CheckItem,
    RegistrationMove,
    RegistrationStatus,
    ScanKind,
    moved,
)
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.mailbox import Letter
from desktop_app.sandbox.portal.passport_checks import name_parts
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.portal.sessions import name_of
from desktop_app.sandbox.register_tables import (
    PassportCheckRow,
    RegistrationEventRow,
    RegistrationRow,
    ScanRow,
)
from desktop_app.sandbox.training_data import SPECIALITIES
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.registration_contract import (
    CheckLineMessage,
    RegistrationEventMessage,
    RegistrationMessage,
    RegistrationRequest,
    ScanMessage,
)

DECIDED_WITHIN: Final = timedelta(days=1)
"""What the training portal promises; a real one says its own term."""
_LETTERS: Final = {
    RegistrationStatus.PROCESSING: "принята на обработку",
    RegistrationStatus.REWORK: "возвращена на доработку",
    RegistrationStatus.REJECTED: "отклонена",
    RegistrationStatus.CLOSED: "закрыта",
}
_request = TypeAdapter(RegistrationRequest)


def own_registration(session: Session, account_id: str, registration_id: str) -> RegistrationRow:
    """Return an application of this account. Raises ``Refusal``."""
    row = session.get(RegistrationRow, registration_id)
    if row is None or row.account_id != account_id:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return row


def editable_registration(
    session: Session, account_id: str, registration_id: str
) -> RegistrationRow:
    """Return an application that may be changed now. Raises ``Refusal``."""
    row = own_registration(session, account_id, registration_id)
    if RegistrationStatus(row.status) not in EDITABLE:
        raise Refusal(409, ProblemCode.REGISTRATION_MOVE, row.status)
    return row


def open_registration(session: Session, account_id: str) -> RegistrationRow | None:
    """Return the application of an account that is not at its end."""
    ended = [status.value for status in FINAL]
    wanted = (
        select(RegistrationRow)
        .where(RegistrationRow.account_id == account_id, RegistrationRow.status.not_in(ended))
        .limit(1)
    )
    return session.scalars(wanted).one_or_none()


def move(
    portal: Portal, session: Session, row: RegistrationRow, step: RegistrationMove, words: str = ""
) -> None:
    """Move an application on, with a line of history, one of the journal, and a letter.

    Raises ``Refusal`` for a move that its state does not allow.
    """
    try:
        after = moved(RegistrationStatus(row.status), step)
    except RegistrationMoveError as error:
        raise Refusal(409, ProblemCode.REGISTRATION_MOVE, row.status) from error
    row.status = after.value
    event = RegistrationEventRow(
        registration_id=row.id, happened_at=portal.now(), status=after.value, comment=words
    )
    session.add(event)
    action, account = f"registration.{step.value}", row.account
    note(session, portal.now(), action, account=account, subject=number_of(row))
    if after in _LETTERS:
        text = f"Заявка {number_of(row)} {_LETTERS[after]}. {words}".strip()
        letter = Letter(CodeChannel.EMAIL, values_of(row).email, text, portal.now())
        portal.mailbox.deliver(row.account_id, letter)


def run_electronic_check(portal: Portal, session: Session, row: RegistrationRow) -> None:
    """Look at a submitted application; nothing happens to one in another state."""
    if row.status != RegistrationStatus.SUBMITTED:
        return
    found = _judge(portal, session, row)
    row.checks = " ".join(f"{'+' if good else '-'}{item.value}" for item, good in found.items())
    good = all(found.values())
    move(
        portal,
        session,
        row,
        RegistrationMove.PASS_CHECK if good else RegistrationMove.FAIL_CHECK,
    )


def scans_of(session: Session, row: RegistrationRow) -> tuple[ScanRow, ...]:
    """Return an application's scans in the order in which they were announced."""
    wanted = select(ScanRow).where(ScanRow.registration_id == row.id).order_by(ScanRow.number)
    return tuple(session.scalars(wanted))


def missing_scans(session: Session, row: RegistrationRow) -> tuple[ScanKind, ...]:
    """Return the needed kinds of which no whole scan is there."""
    whole = {scan.kind for scan in scans_of(session, row) if scan.received_bytes == scan.size}
    return tuple(kind for kind in NEEDED_SCANS if kind.value not in whole)


def number_of(row: RegistrationRow) -> str:
    """Return what people call an application by."""
    return f"РС-{row.begun_at:%y%m%d}-{row.id[:6].upper()}"


def values_of(row: RegistrationRow) -> RegistrationRequest:
    """Return what the person filled in."""
    return _request.validate_json(row.content)


def content_of(request: RegistrationRequest) -> str:
    """Return the values as they are kept."""
    return json.dumps(asdict(request), ensure_ascii=False, default=str)


def scan_message(scan: ScanRow) -> ScanMessage:
    """Return a scan as clients see it."""
    return ScanMessage(
        ScanKind(scan.kind),
        scan.file_name,
        scan.media_type,
        scan.size,
        scan.sha256,
        scan.received_bytes,
    )


def registration_message(session: Session, row: RegistrationRow) -> RegistrationMessage:
    """Return an application as clients see it."""
    events = (
        select(RegistrationEventRow)
        .where(RegistrationEventRow.registration_id == row.id)
        .order_by(RegistrationEventRow.number.desc())
    )
    waits = row.status in (RegistrationStatus.SUBMITTED, RegistrationStatus.PROCESSING)
    return RegistrationMessage(
        id=row.id,
        number=number_of(row),
        status=RegistrationStatus(row.status),
        values=values_of(row),
        scans=tuple(scan_message(scan) for scan in scans_of(session, row)),
        checks=tuple(
            CheckLineMessage(CheckItem(part[1:]), part[0] == "+") for part in row.checks.split()
        ),
        events=tuple(
            RegistrationEventMessage(
                event.happened_at, RegistrationStatus(event.status), event.comment
            )
            for event in session.scalars(events)
        ),
        expected_by=row.submitted_at + DECIDED_WITHIN if waits and row.submitted_at else None,
        is_activated=row.is_activated,
        has_second_factor=row.has_second_factor,
    )


def _judge(portal: Portal, session: Session, row: RegistrationRow) -> dict[CheckItem, bool]:
    values, account = values_of(row), row.account
    newest = (
        select(PassportCheckRow.outcome)
        .where(PassportCheckRow.account_id == account.id)
        .order_by(PassportCheckRow.number.desc())
        .limit(1)
    )
    matched = session.scalars(newest).one_or_none() == PassportOutcome.MATCH
    known = {name.casefold() for name in SPECIALITIES}
    return {
        CheckItem.NAME: name_parts(values.full_name) == name_parts(name_of(portal, account)),
        CheckItem.SNILS: values.snils == account.snils,
        CheckItem.BIRTH_DATE: values.birth_date == official_identity(account.id).birth_date,
        CheckItem.PASSPORT: matched,
        CheckItem.SPECIALITY: values.speciality.casefold() in known,
        CheckItem.SCANS: not missing_scans(session, row),
    }
