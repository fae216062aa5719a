"""Routes ``auth``: challenge, signature, refresh, logout."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Annotated

from fastapi import APIRouter, Cookie, Response
from sqlalchemy import delete, func, select

from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.login_checks import (
    CHALLENGE_LIFETIME,
    LoginAttempt,
    LoginRefused,
    judge_login,
)
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import (
    SignedInHere,
    open_session,
    renew_session,
)
from desktop_app.sandbox.portal.token_digest import sha256_hex
from desktop_app.sandbox.tables import ChallengeRow, SessionRow
from desktop_app.services.portal.contract import (
    API_PREFIX,
    PRE_LOGIN_COOKIE,
    Challenge,
    ChallengeRequest,
    RefreshRequest,
    SessionMessage,
    SignatureRequest,
)
from desktop_app.services.portal.problem_codes import ProblemCode

CHALLENGES_LIMIT = 10_000
"""Open challenges that the portal keeps before it asks to wait."""

router = APIRouter(prefix="/auth", tags=["auth"])
PreLogin = Annotated[str, Cookie(alias=PRE_LOGIN_COOKIE, max_length=128)]


@router.post("/challenges", status_code=201, responses=problem_responses(400))
def begin_login(body: ChallengeRequest, portal: PortalHere, response: Response) -> Challenge:
    """Give a nonce for one login with this certificate, bound to a cookie."""
    cookie, now = secrets.token_urlsafe(32), portal.now()
    row = ChallengeRow(
        id=secrets.token_urlsafe(16),
        nonce=secrets.token_urlsafe(32),
        cookie_sha256=sha256_hex(cookie),
        certificate_sha256=body.certificate_sha256,
        expires_at=now + CHALLENGE_LIFETIME,
    )
    with portal.store.writing() as session:
        session.execute(delete(ChallengeRow).where(ChallengeRow.expires_at <= now))
        open_challenges = session.scalar(select(func.count()).select_from(ChallengeRow)) or 0
        if open_challenges >= CHALLENGES_LIMIT:
            raise Refusal(429, ProblemCode.SERVER_BUSY, headers={"Retry-After": "60"})
        session.add(row)
    response.set_cookie(
        PRE_LOGIN_COOKIE,
        cookie,
        max_age=int(CHALLENGE_LIFETIME.total_seconds()),
        path=f"{API_PREFIX}/auth",
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return Challenge(row.id, row.nonce, row.expires_at)


@router.post("/signatures", status_code=201, responses=problem_responses(400, 403))
def finish_login(
    body: SignatureRequest, portal: PortalHere, response: Response, nmo_login: PreLogin = ""
) -> SessionMessage:
    """Judge the signed login statement and begin a session."""
    try:
        signature = base64.b64decode(body.signature, validate=True)
        attempt = LoginAttempt(body.challenge_id, nmo_login, signature)
        account, certificate_sha256 = judge_login(portal, attempt)
    except (binascii.Error, LoginRefused) as refused:
        cause = refused.cause if isinstance(refused, LoginRefused) else "message.not-der"
        _note_refusal(portal, cause)
        raise Refusal(403, ProblemCode.LOGIN_REFUSED) from refused
    with portal.store.writing() as session:
        answer = open_session(portal, session, session.merge(account, load=False))
        note(session, portal.now(), "login", account=account, subject=certificate_sha256)
    response.delete_cookie(PRE_LOGIN_COOKIE, path=f"{API_PREFIX}/auth", secure=True, httponly=True)
    response.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/refresh", responses=problem_responses(400, 401))
def refresh(body: RefreshRequest, portal: PortalHere, response: Response) -> SessionMessage:
    """Exchange a refresh token, once, for a new pair; a second use ends the session."""
    with portal.store.writing() as session:
        answer = renew_session(portal, session, body.refresh_token)
    if answer is None:
        raise Refusal(401, ProblemCode.SESSION_EXPIRED)
    response.headers["Cache-Control"] = "no-store"
    return answer


@router.delete("/session", status_code=204, responses=problem_responses(401))
def log_out(portal: PortalHere, who: SignedInHere) -> None:
    """End the session; its tokens stop working at once."""
    with portal.store.writing() as session:
        session.get_one(SessionRow, who.session_id).ended_at = portal.now()
        note(session, portal.now(), "logout", account=who.account)


def _note_refusal(portal: Portal, cause: str) -> None:
    with portal.store.writing() as session:
        note(session, portal.now(), "login", outcome=cause)
