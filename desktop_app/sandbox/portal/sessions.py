"""Bearer sessions: short access tokens, single-use refresh tokens, kept as SHA-256 only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desktop_app.core.accounts import AccountLevel, Role
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.portal.token_digest import sha256_hex
from desktop_app.sandbox.scenario import Scenario
from desktop_app.sandbox.tables import AccountRow, RefreshRow, SessionRow
from desktop_app.services.portal.contract import AccountMessage, SessionMessage
from desktop_app.services.portal.problem_codes import ProblemCode

ACCESS_LIFETIME: Final = timedelta(minutes=10)
REFRESH_LIFETIME: Final = timedelta(hours=12)
_NEW_SURNAME: Final = "Кравченко"
"""For women and men alike."""

_bearer = HTTPBearer(auto_error=False, description="Access token of `auth/signatures`.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session and account of a request."""

    session_id: str
    account: AccountRow
    level: AccountLevel
    full_name: str

    def message(self) -> AccountMessage:
        """Return the account as clients see it."""
        return account_message(self.account, self.level, self.full_name)


def level_of(portal: Portal, account: AccountRow) -> AccountLevel:
    """Return the account's level; the scenario ``level-insufficient`` lowers it."""
    if portal.scenario is Scenario.LEVEL_INSUFFICIENT:
        return AccountLevel.STANDARD
    return AccountLevel(account.level)


def name_of(portal: Portal, account: AccountRow) -> str:
    """Return the owner's full name; in ``surname-changed`` with another surname."""
    if portal.scenario is Scenario.SURNAME_CHANGED:
        return f"{_NEW_SURNAME} {account.full_name.partition(' ')[2]}"
    return account.full_name


def account_message(account: AccountRow, level: AccountLevel, full_name: str) -> AccountMessage:
    """Return an account as clients see it."""
    return AccountMessage(
        id=account.id,
        full_name=full_name,
        snils=account.snils,
        level=level,
        roles=tuple(Role(name) for name in account.roles.split()),
        speciality=account.speciality,
        organisation=account.organisation,
    )


def open_session(portal: Portal, session: Session, account: AccountRow) -> SessionMessage:
    """Begin a session and return its tokens."""
    row = SessionRow(
        id=secrets.token_hex(16),
        account_id=account.id,
        access_sha256="",
        access_expires_at=portal.now(),
        refresh_expires_at=portal.now() + REFRESH_LIFETIME,
        ended_at=None,
        account=account,
    )
    return _deal_tokens(portal, session, row)


def session_id_of(session: Session, access_token: str) -> str:
    """Return the session that a live access token belongs to."""
    wanted = select(SessionRow.id).where(SessionRow.access_sha256 == sha256_hex(access_token))
    return session.scalars(wanted).one()


def renew_session(portal: Portal, session: Session, refresh_token: str) -> SessionMessage | None:
    """Spend a refresh token; None, and the end of its session, when it was spent before."""
    spent = session.get(RefreshRow, sha256_hex(refresh_token))
    row = session.get(SessionRow, spent.session_id) if spent else None
    if spent is None or row is None or row.ended_at is not None:
        return None
    if spent.spent or row.refresh_expires_at <= portal.now():
        row.ended_at = portal.now()
        return None
    spent.spent = True
    return _deal_tokens(portal, session, row)


def _deal_tokens(portal: Portal, session: Session, row: SessionRow) -> SessionMessage:
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    row.access_sha256 = sha256_hex(access)
    row.access_expires_at = portal.now() + ACCESS_LIFETIME
    session.add(row)
    session.flush()
    session.add(RefreshRow(sha256=sha256_hex(refresh), session_id=row.id, spent=False))
    owner = row.account
    account = account_message(owner, level_of(portal, owner), name_of(portal, owner))
    return SessionMessage(access, refresh, int(ACCESS_LIFETIME.total_seconds()), account)


def end_all_sessions(session: Session, at: datetime) -> None:
    """End every session that exists."""
    session.execute(update(SessionRow).where(SessionRow.ended_at.is_(None)).values(ended_at=at))


def signed_in(
    portal: PortalHere,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> SignedIn:
    """Return who makes the request; refuse it without a live access token."""
    challenge = {"WWW-Authenticate": "Bearer"}
    if bearer is None:
        raise Refusal(401, ProblemCode.SESSION_NONE, headers=challenge)
    wanted = select(SessionRow).where(SessionRow.access_sha256 == sha256_hex(bearer.credentials))
    with portal.store.reading() as session:
        row = session.scalars(wanted).one_or_none()
    if row is None:
        raise Refusal(401, ProblemCode.SESSION_NONE, headers=challenge)
    if row.ended_at is not None or row.access_expires_at <= portal.now():
        raise Refusal(401, ProblemCode.SESSION_EXPIRED, headers=challenge)
    owner = row.account
    return SignedIn(row.id, owner, level_of(portal, owner), name_of(portal, owner))


SignedInHere = Annotated[SignedIn, Depends(signed_in)]


def confirmed(*roles: Role) -> Callable[[SignedIn], SignedIn]:
    """Return a dependency that refuses accounts below «подтверждённая» or without a role."""

    def check(who: SignedInHere) -> SignedIn:
        if who.level is not AccountLevel.CONFIRMED:
            raise Refusal(403, ProblemCode.LEVEL_INSUFFICIENT, level=who.level.value)
        if not set(who.account.roles.split()) & set(roles):
            raise Refusal(403, ProblemCode.ROLE_FORBIDDEN)
        return who

    return check


def confirmed_person(who: SignedInHere) -> SignedIn:
    """Return a person of «подтверждённая» level with whatever roles."""
    if who.level is not AccountLevel.CONFIRMED:
        raise Refusal(403, ProblemCode.LEVEL_INSUFFICIENT, level=who.level.value)
    return who


ConfirmedHere = Annotated[SignedIn, Depends(confirmed_person)]
RecordsHere = Annotated[SignedIn, Depends(confirmed(Role.SPECIALIST, Role.HR, Role.QUALITY))]
SpecialistHere = Annotated[SignedIn, Depends(confirmed(Role.SPECIALIST))]
