"""The portal's authorization endpoint: it stands between the program and ЕСИА."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox.portal.browser_logins import Attempt, is_loopback_redirect
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.openid import issuer_of
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.web.esia_client import (
    CALLBACK_PATH,
    EsiaClient,
    EsiaPerson,
    EsiaRefused,
)
from desktop_app.sandbox.web.layout import page
from desktop_app.sandbox.web.markup import tag
from desktop_app.services.portal.openid_contract import (
    ACCOUNT_UNKNOWN,
    CLIENT_ID,
    ESIA_FAILED,
    SCOPE,
)

router = APIRouter()
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_MARK: Final = re.compile(r"[\x21-\x7e]{16,256}")
_WORDS: Final = "Вернитесь в программу и начните вход заново."


@router.get("/oauth/authorize")
def authorize(request: Request, portal: PortalHere) -> Response:
    """Take the program's request and send the browser on to ЕСИА."""
    asked = request.query_params
    redirect_uri = asked.get("redirect_uri", "")
    if asked.get("client_id") != CLIENT_ID or not is_loopback_redirect(redirect_uri):
        # Nobody is told elsewhere: the address may be an attacker's (RFC 6749 section 4.1.2.1).
        return page("Запрос на вход не принят", tag("p", _WORDS), status=400)
    error = _fault_of(asked)
    attempt = Attempt(
        redirect_uri=redirect_uri,
        state=asked.get("state", ""),
        nonce=asked.get("nonce", ""),
        code_challenge=asked.get("code_challenge", ""),
        begun_at=portal.now(),
    )
    if error:
        return _back(portal, attempt, error=error)
    key = portal.browser_logins.begin(attempt)
    esia: EsiaClient = request.app.state.esia_client
    return RedirectResponse(esia.address(key, uuid.uuid4(), portal.now()), 303)


@router.get(CALLBACK_PATH)
def come_back(request: Request, portal: PortalHere, key: str) -> Response:
    """Take ЕСИА's answer and send the browser back to the program."""
    attempt = portal.browser_logins.take(key, portal.now())
    if attempt is None:
        return page("Вход уже закончен или устарел", tag("p", _WORDS), status=400)
    esia: EsiaClient = request.app.state.esia_client
    try:
        person = esia.person_of(request.query_params, key)
    except EsiaRefused as refused:
        _note(portal, refused.code)
        return _back(portal, attempt, error=ESIA_FAILED, error_description=str(refused))
    account_id = _account_of(portal, person)
    if not account_id:
        _note(portal, ACCOUNT_UNKNOWN)
        return _back(portal, attempt, error=ACCOUNT_UNKNOWN)
    code = portal.browser_logins.deal_code(attempt, account_id, portal.now())
    return _back(portal, attempt, code=code)


def _account_of(portal: Portal, person: EsiaPerson) -> str:
    """Return the person's account, raised to what ЕСИА knows; empty where there is none."""
    wanted = select(AccountRow).where(AccountRow.snils == person.snils)
    with portal.store.writing() as session:
        account = session.scalars(wanted).one_or_none()
        if account is None:
            return ""
        if person.is_confirmed and account.level != AccountLevel.CONFIRMED:
            account.level = AccountLevel.CONFIRMED.value
            note(session, portal.now(), "account.confirm", account=account, subject="gosuslugi")
        return account.id


def _fault_of(asked: Mapping[str, str]) -> str:
    """Return the standard's name of what is wrong with a request, or nothing."""
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if SCOPE not in asked.get("scope", "").split():
        return "invalid_scope"
    whole = _CHALLENGE.fullmatch(asked.get("code_challenge", "")) and all(
        _MARK.fullmatch(asked.get(name, "")) for name in ("state", "nonce")
    )
    if not whole or asked.get("code_challenge_method") != "S256":
        return "invalid_request"
    return ""


def _back(portal: Portal, attempt: Attempt, **answer: str) -> Response:
    values = {**answer, "state": attempt.state, "iss": issuer_of(portal)}
    return RedirectResponse(f"{attempt.redirect_uri}?{urlencode(values)}", 303)


def _note(portal: Portal, outcome: str) -> None:
    with portal.store.writing() as session:
        note(session, portal.now(), "login", outcome=outcome, subject="gosuslugi")
