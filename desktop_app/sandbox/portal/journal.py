"""Route ``journal``: who did what; a specialist sees the own lines, an auditor all."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.pages import Cursor, Limit, cursor_after, read_cursor
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedInHere
from desktop_app.sandbox.tables import JournalRow
from desktop_app.services.portal.contract import JournalEntry, JournalPage
from desktop_app.services.portal.problem_codes import ProblemCode

router = APIRouter(prefix="/journal", tags=["journal"])
_SEE_ALL = {Role.AUDITOR.value, Role.ADMINISTRATOR.value}


@router.get("", responses=problem_responses(401, 404))
def read_journal(
    portal: PortalHere, who: SignedInHere, cursor: Cursor = None, limit: Limit = 100
) -> JournalPage:
    """Return journal lines, newest first."""
    wanted = select(JournalRow).order_by(JournalRow.number.desc()).limit(limit + 1)
    if not _SEE_ALL & set(who.account.roles.split()):
        wanted = wanted.where(JournalRow.account_id == who.account.id)
    if cursor is not None:
        wanted = wanted.where(JournalRow.number < _number(cursor))
    with portal.store.reading() as session:
        rows = session.scalars(wanted).all()
    more = cursor_after(str(rows[limit - 1].number)) if len(rows) > limit else None
    return JournalPage(tuple(_entry(row) for row in rows[:limit]), more)


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
