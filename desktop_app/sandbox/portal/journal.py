"""Route ``journal``: who did what; what is in it follows from the role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BeforeValidator
from sqlalchemy import ColumnElement, Select, func, or_, select

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.pages import Cursor, Limit, cursor_after, read_cursor
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SignedInHere
from desktop_app.sandbox.tables import AccountRow, JournalRow
from desktop_app.services.portal.contract import JournalEntry, JournalPage
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.record_contract import PERSON_LONGEST

router = APIRouter(prefix="/journal", tags=["journal"])
_SEE_ALL = {Role.AUDITOR.value, Role.ADMINISTRATOR.value}
_SEE_ORGANISATION = {Role.HR.value, Role.QUALITY.value}


def _written_out(value: object) -> object:
    """Refuse what the validation library would take for seconds since 1970."""
    if isinstance(value, str) and "T" not in value:
        raise ValueError("a moment is date and time, RFC 3339")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
Since = Annotated[Moment | None, Query(description="From this moment on.")]
Until = Annotated[Moment | None, Query(description="Before this moment.")]
Person = Annotated[str, Query(max_length=PERSON_LONGEST, description="Part of a name.")]
Subject = Annotated[str, Query(max_length=PERSON_LONGEST, description="Part of the object.")]


@router.get("", responses=problem_responses(401, 403, 404))
def read_journal(
    portal: PortalHere,
    who: SignedInHere,
    cursor: Cursor = None,
    limit: Limit = 100,
    since: Since = None,
    until: Until = None,
    person: Person = "",
    subject: Subject = "",
) -> JournalPage:
    """Return journal lines, newest first."""
    wanted = _visible(who).order_by(JournalRow.number.desc()).limit(limit + 1)
    if since is not None:
        wanted = wanted.where(JournalRow.happened_at >= _in_utc(since))
    if until is not None:
        wanted = wanted.where(JournalRow.happened_at < _in_utc(until))
    for word in person.split():
        wanted = wanted.where(_has(JournalRow.actor, word))
    if subject.strip():
        wanted = wanted.where(JournalRow.subject.contains(subject.strip(), autoescape=True))
    if cursor is not None:
        wanted = wanted.where(JournalRow.number < _number(cursor))
    with portal.store.reading() as session:
        rows = session.scalars(wanted).all()
    more = cursor_after(str(rows[limit - 1].number)) if len(rows) > limit else None
    return JournalPage(tuple(_entry(row) for row in rows[:limit]), more)


def _visible(who: SignedIn) -> Select[JournalRow]:
    """Return the lines that the roles open; refuse an account with none of them."""
    roles = set(who.account.roles.split())
    lines = select(JournalRow)
    if roles & _SEE_ALL:
        return lines
    if roles & _SEE_ORGANISATION:
        staff = select(AccountRow.id).where(AccountRow.organisation == who.account.organisation)
        return lines.where(JournalRow.account_id.in_(staff))
    if Role.SPECIALIST.value in roles:
        return lines.where(JournalRow.account_id == who.account.id)
    raise Refusal(403, ProblemCode.ROLE_FORBIDDEN)


def _in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC; one at an end of the calendar as that end."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        if moment.year == 1:
            return datetime.min.replace(tzinfo=UTC)
        return datetime.max.replace(tzinfo=UTC)


def _has(column: ColumnElement[str] | object, word: str) -> ColumnElement[bool]:
    """Return whether a name has a word: databases fold only Latin letters, so by spelling."""
    spellings = {word, word.lower(), word.capitalize(), word.title()}
    names = func.coalesce(column, "")
    return or_(*(names.contains(each, autoescape=True) for each in sorted(spellings)))


def _number(cursor: str) -> int:
    (number,) = read_cursor(cursor, 1)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Refusal(404, ProblemCode.CURSOR_INVALID)
    return int(number)


def _entry(row: JournalRow) -> JournalEntry:
    return JournalEntry(
        id=str(row.number),
        happened_at=row.happened_at,
        actor=row.actor,
        action=row.action,
        outcome=row.outcome,
        subject=row.subject,
    )
