"""Route ``organisation/credentials``: the credentials of an organisation's people."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.credentials import credential_message
from desktop_app.sandbox.portal.pages import (
    TAGGED_LIST,
    Cursor,
    IfNoneMatch,
    Limit,
    cursor_after,
    read_cursor,
    tagged,
)
from desktop_app.sandbox.portal.sessions import SignedIn, confirmed
from desktop_app.sandbox.tables import AccountRow, CredentialRow
from desktop_app.services.portal.contract import CredentialPage

router = APIRouter(prefix="/organisation", tags=["credentials"])
StaffHere = Annotated[SignedIn, Depends(confirmed(Role.HR, Role.QUALITY))]


@router.get(
    "/credentials",
    response_model=CredentialPage,
    responses=TAGGED_LIST,
)
def list_organisation_credentials(
    portal: PortalHere,
    who: StaffHere,
    response: Response,
    cursor: Cursor = None,
    limit: Limit = 200,
    if_none_match: IfNoneMatch = None,
) -> CredentialPage | Response:
    """Return the credentials of all people of the account's organisation, with their names."""
    today = portal.now().date()
    staff = AccountRow.organisation == who.account.organisation
    with portal.store.reading() as session:
        tag = _tag(session, staff, today)
        if unchanged := tagged(response, tag, if_none_match):
            return unchanged
        return _page(session, staff, today, cursor, limit)


def _tag(session: Session, staff: ColumnElement[bool], today: date) -> str:
    wanted = select(func.count(), func.sum(AccountRow.credentials_version)).where(staff)
    people, versions = session.execute(wanted).one()
    return f'"{people}-{versions or 0}-{today.isoformat()}"'


def _page(
    session: Session, staff: ColumnElement[bool], today: date, cursor: str | None, limit: int
) -> CredentialPage:
    joined = select(CredentialRow, AccountRow.full_name).join(
        AccountRow, AccountRow.id == CredentialRow.account_id
    )
    wanted = joined.where(staff).order_by(CredentialRow.id).limit(limit + 1)
    if cursor is not None:
        wanted = wanted.where(CredentialRow.id > read_cursor(cursor, 1)[0])
    rows = session.execute(wanted).all()
    counted = select(func.count()).select_from(CredentialRow)
    counted = counted.join(AccountRow, AccountRow.id == CredentialRow.account_id).where(staff)
    more = cursor_after(rows[limit - 1][0].id) if len(rows) > limit else None
    return CredentialPage(
        items=tuple(credential_message(row, today, holder=name) for row, name in rows[:limit]),
        next_cursor=more,
        total=session.scalar(counted) or 0,
    )
