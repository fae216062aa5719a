"""Routes of «Войти через Госуслуги»: discovery, keys, and the exchange of a code for tokens."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from authlib.oauth2.rfc6749.errors import (
    InvalidClientError,
    OAuth2Error,
    UnsupportedGrantTypeError,
)
from fastapi import APIRouter, Form, Response
from fastapi.responses import JSONResponse

from desktop_app.sandbox.portal.browser_logins import CodeReused
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import problem_responses
from desktop_app.sandbox.portal.sessions import open_session, session_id_of
from desktop_app.sandbox.tables import AccountRow, SessionRow
from desktop_app.services.portal.contract import API_PREFIX
from desktop_app.services.portal.openid_contract import (
    CLIENT_ID,
    DISCOVERY_PATH,
    DiscoveryMessage,
    KeysMessage,
    OAuthProblem,
    TokenMessage,
)

router = APIRouter(tags=["auth"])
Field = Annotated[str, Form(max_length=512)]
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": "RFC 6749 section 5.2", "model": OAuthProblem} for status in (400, 401)
}


def issuer_of(portal: Portal) -> str:
    """Return the issuer of id tokens: the API's base."""
    return f"{portal.configuration.origin}{API_PREFIX}"


@router.get(f"/{DISCOVERY_PATH}", responses=problem_responses())
def discover(portal: PortalHere) -> DiscoveryMessage:
    """Say where the parts of the flow are."""
    issuer = issuer_of(portal)
    return DiscoveryMessage(
        issuer=issuer,
        authorization_endpoint=f"{portal.configuration.web_url}/oauth/authorize",
        token_endpoint=f"{issuer}/auth/token",
        jwks_uri=f"{issuer}/auth/jwks",
        response_types_supported=("code",),
        subject_types_supported=("public",),
        id_token_signing_alg_values_supported=("ES256",),
        code_challenge_methods_supported=("S256",),
        token_endpoint_auth_methods_supported=("none",),
        authorization_response_iss_parameter_supported=True,
    )


@router.get("/auth/jwks", responses=problem_responses())
def read_keys(portal: PortalHere) -> KeysMessage:
    """Return the public keys of id tokens."""
    return KeysMessage(portal.browser_logins.id_tokens.public_keys())


@router.post(
    "/auth/token",
    response_model=TokenMessage,
    responses={**problem_responses(), **_REFUSED},
)
def redeem_code(
    portal: PortalHere,
    grant_type: Field = "",
    client_id: Field = "",
    code: Field = "",
    redirect_uri: Field = "",
    code_verifier: Field = "",
) -> Response:
    """Exchange a code for a session, once; the verifier proves who began the login."""
    try:
        if grant_type != "authorization_code":
            raise UnsupportedGrantTypeError(grant_type)
        if client_id != CLIENT_ID:
            raise InvalidClientError
        message = _redeem(portal, code, redirect_uri, code_verifier)
    except OAuth2Error as error:
        _note_refusal(portal, error)
        problem = OAuthProblem(str(error.error), str(error.description or ""))
        return JSONResponse(asdict(problem), int(error.status_code), _NO_STORE)
    return JSONResponse(asdict(message), headers=_NO_STORE)


def _redeem(portal: Portal, code: str, redirect_uri: str, verifier: str) -> TokenMessage:
    now = portal.now()
    dealt = portal.browser_logins.redeem(code, redirect_uri, verifier, now)
    with portal.store.writing() as session:
        account = session.get_one(AccountRow, dealt.account_id)
        tokens = open_session(portal, session, account)
        dealt.session_id = session_id_of(session, tokens.access_token)
        note(session, now, "login", account=account, subject="gosuslugi")
    claims = {
        "iss": issuer_of(portal),
        "sub": dealt.account_id,
        "aud": CLIENT_ID,
        "nonce": dealt.attempt.nonce,
    }
    return TokenMessage(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        id_token=portal.browser_logins.id_tokens.issue(claims, now),
    )


def _note_refusal(portal: Portal, error: OAuth2Error) -> None:
    with portal.store.writing() as session:
        note(session, portal.now(), "login", outcome=f"oauth.{error.error}", subject="gosuslugi")
        if isinstance(error, CodeReused) and error.session_id:
            session.get_one(SessionRow, error.session_id).ended_at = portal.now()
