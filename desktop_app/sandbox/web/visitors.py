"""Who looks at the pages: a cookie, a person, and proof that a form came from a page of ours."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final, cast

from fastapi import Depends, Request, Response

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.tables import AccountRow

COOKIE: Final = "nmo_training"
LIFETIME: Final = timedelta(hours=12)


class PageRefused(Exception):  # noqa: N818 - the page says no; nothing failed
    """Ends a request with a page that says why."""

    def __init__(self, status: int, title: str, text: str, sign_in: str = "") -> None:
        super().__init__(title)
        self.status, self.title, self.text = status, title, text
        self.sign_in = sign_in
        """Where to go on after signing in; empty when that would not help."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser of one person."""

    account_id: str
    form_token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page."""

    account: AccountRow
    form_token: str

    @property
    def roles(self) -> frozenset[Role]:
        """What the portal lets the person do."""
        return frozenset(Role(name) for name in self.account.roles.split())


class Visits:
    """All browsers that have signed in, in memory only."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._lock = threading.Lock()

    def begin(self, response: Response, account_id: str, now: datetime) -> None:
        """Let the browser that gets this answer in."""
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._visits = {key: each for key, each in self._visits.items() if each.until > now}
            self._visits[cookie] = Visit(account_id, secrets.token_urlsafe(24), now + LIFETIME)
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(LIFETIME.total_seconds()),
            httponly=True,
            samesite="lax",
        )

    def end(self, request: Request, response: Response) -> None:
        """Let this browser out."""
        with self._lock:
            self._visits.pop(request.cookies.get(COOKIE, ""), None)
        response.delete_cookie(COOKIE)

    def of(self, request: Request, now: datetime) -> Visit | None:
        """Return the visit that a request belongs to."""
        with self._lock:
            visit = self._visits.get(request.cookies.get(COOKIE, ""))
        return visit if visit is not None and visit.until > now else None


def visits_of(request: Request) -> Visits:
    """Return the visits of the application that serves this request."""
    return cast("Visits", request.app.state.visits)


VisitsHere = Annotated[Visits, Depends(visits_of)]


def _visitor(request: Request, portal: PortalHere, visits: VisitsHere) -> Visitor:
    visit = visits.of(request, portal.now())
    if visit is None:
        raise PageRefused(
            401, "Сначала войдите", "Эта страница открывается после входа.", request.url.path
        )
    with portal.store.reading() as session:
        account = session.get_one(AccountRow, visit.account_id)
    return Visitor(account, visit.form_token)


VisitorHere = Annotated[Visitor, Depends(_visitor)]


def require_form_token(visitor: Visitor, token: str) -> None:
    """Raise ``PageRefused`` for a form that no page of ours gave to this visitor."""
    if not hmac.compare_digest(visitor.form_token.encode(), token.encode()):
        raise PageRefused(403, "Форма устарела", "Откройте страницу заново и повторите.")
