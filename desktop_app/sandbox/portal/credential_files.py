"""What becomes of a file that a person puts in place of a credential's document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.credentials import VersionState
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.record_tables import CredentialFileRow
from desktop_app.sandbox.tables import AccountRow, CredentialRow
from desktop_app.services.portal.record_contract import CredentialVersionMessage

_TERM_YEARS = 5


def files_of(session: Session, credential_id: str) -> Sequence[CredentialFileRow]:
    """Return the files of a credential, newest first."""
    wanted = select(CredentialFileRow).where(CredentialFileRow.credential_id == credential_id)
    return session.scalars(wanted.order_by(CredentialFileRow.number.desc())).all()


def waiting_file(session: Session, credential_id: str) -> CredentialFileRow | None:
    """Return the file that is on review, or None."""
    files = files_of(session, credential_id)
    return next((each for each in files if each.state == VersionState.ON_REVIEW), None)


def accepted_file(session: Session, credential_id: str) -> CredentialFileRow | None:
    """Return the file in force, or None while that is the first version."""
    files = files_of(session, credential_id)
    return next((each for each in files if each.state == VersionState.ACCEPTED), None)


def take_file(
    session: Session,
    row: CredentialRow,
    content: bytes,
    original: bytes,
    account: AccountRow,
    now: datetime,
) -> CredentialFileRow:
    """Put a file on review; the same bytes again are the same version.

    A file that still waited is replaced by it. ``original`` is what the document was before
    its first replacement: it is kept, since a later one is drawn with another term.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    files = files_of(session, row.id)
    if not files:
        session.add(_original(row, original))
    if files and files[0].sha256 == sha256 and files[0].state == VersionState.ON_REVIEW:
        return files[0]
    for each in files:
        if each.state == VersionState.ON_REVIEW:
            each.state, each.decided_at = VersionState.REPLACED.value, now
    file = CredentialFileRow(
        credential_id=row.id,
        number=files[0].number + 1 if files else 2,
        state=VersionState.ON_REVIEW.value,
        uploaded_at=now,
        uploaded_by=account.full_name,
        sha256=sha256,
        content=content,
        decided_at=None,
        reason="",
    )
    session.add(file)
    _changed(session, row)
    note(session, now, "credential.replace", account=account, subject=row.id)
    session.flush()
    return file


def accept_file(
    session: Session, row: CredentialRow, file: CredentialFileRow, now: datetime, reason: str
) -> None:
    """Bring a file into force; the term is the register's word, not the upload's."""
    for each in files_of(session, row.id):
        if each.state == VersionState.ACCEPTED:
            each.state = VersionState.REPLACED.value
    file.state, file.decided_at, file.reason = VersionState.ACCEPTED.value, now, reason
    if row.valid_until is not None:
        row.valid_from, row.valid_until = now.date(), _later(now.date())
    _changed(session, row)
    note(session, now, "credential.document.accepted", subject=row.id)


def refuse_file(
    session: Session, row: CredentialRow, file: CredentialFileRow, now: datetime, reason: str
) -> None:
    """Leave the version before in force."""
    file.state, file.decided_at, file.reason = VersionState.REFUSED.value, now, reason
    _changed(session, row)
    note(session, now, "credential.document.refused", subject=row.id)


def version_message(file: CredentialFileRow) -> CredentialVersionMessage:
    """Return a file as the contract has it."""
    return CredentialVersionMessage(
        number=file.number,
        state=VersionState(file.state),
        uploaded_at=file.uploaded_at,
        uploaded_by=file.uploaded_by,
        sha256=file.sha256,
        size=len(file.content),
        decided_at=file.decided_at,
        reason=file.reason,
    )


def original_version(row: CredentialRow, content: bytes) -> CredentialVersionMessage:
    """Return the version that came with the credential, while it is the only one."""
    return version_message(_original(row, content))


def _original(row: CredentialRow, content: bytes) -> CredentialFileRow:
    issued = datetime.combine(row.issued_on, time(), UTC)
    return CredentialFileRow(
        credential_id=row.id,
        number=1,
        state=VersionState.ACCEPTED.value,
        uploaded_at=issued,
        uploaded_by=row.organisation.name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        decided_at=issued,
        reason="",
    )


def _changed(session: Session, row: CredentialRow) -> None:
    session.get_one(AccountRow, row.account_id).credentials_version += 1


def _later(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + _TERM_YEARS, day=28 if leap_day else day.day)
