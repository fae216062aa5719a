"""The program as an OAuth client: where the browser goes, and the exchange of the code."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import requests
import urllib3.exceptions
from authlib.integrations.requests_client import OAuth2Session, OAuthError

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.browser_login import BrowserAnswerUntrustedError
from desktop_app.core.errors.portal import PortalAnswerError, PortalUnavailableError
from desktop_app.services.portal.failures import connection_failure
from desktop_app.services.portal.interruptible import run_interruptible
from desktop_app.services.portal.openid_contract import CLIENT_ID, SCOPE, TokenMessage
from desktop_app.signing.decoding import convert

_SECONDS = (10.0, 20.0)


def _secret() -> str:
    return secrets.token_urlsafe(48)


class CodeExchange(Protocol):
    """Exchanges a code for tokens, once."""

    def redeem(
        self,
        endpoint: str,
        code: str,
        redirect_uri: str,
        verifier: str,
        cancel: Cancellation | None = None,
    ) -> TokenMessage:
        """Return the tokens. Raises ``BrowserAnswerUntrustedError``, ``PortalError``."""


@dataclass(frozen=True, slots=True)
class LoginSecrets:
    """What only one login knows."""

    state: str = field(default_factory=_secret, repr=False)
    nonce: str = field(default_factory=_secret, repr=False)
    verifier: str = field(default_factory=_secret, repr=False)
    """43 to 128 characters (RFC 7636 section 4.1)."""


def authorization_address(endpoint: str, redirect_uri: str, mine: LoginSecrets) -> str:
    """Return the address that the browser opens; the verifier itself stays here (RFC 7636)."""
    with _client(redirect_uri) as session:
        address, _ = session.create_authorization_url(
            endpoint, state=mine.state, code_verifier=mine.verifier, nonce=mine.nonce
        )
    return str(address)


@dataclass(frozen=True, slots=True)
class AuthlibExchange:
    """Implements ``CodeExchange`` over a session of Authlib."""

    prepare: Callable[[requests.Session], object]
    """Gives a session the program's trust and proxy."""

    def redeem(
        self,
        endpoint: str,
        code: str,
        redirect_uri: str,
        verifier: str,
        cancel: Cancellation | None = None,
    ) -> TokenMessage:
        """Return the tokens; tried once, since a code works once."""

        def exchange() -> TokenMessage:
            with _client(redirect_uri) as session:
                self.prepare(session)
                return _tokens(session, endpoint, code, verifier)

        return run_interruptible(exchange, cancel)


def _client(redirect_uri: str) -> OAuth2Session:
    return OAuth2Session(
        CLIENT_ID,
        scope=SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",  # noqa: S106 - a public client has no secret
    )


def _tokens(session: OAuth2Session, endpoint: str, code: str, verifier: str) -> TokenMessage:
    try:
        tokens = session.fetch_token(
            endpoint,
            code=code,
            code_verifier=verifier,
            timeout=_SECONDS,
            allow_redirects=False,
        )
        return convert(dict(tokens), TokenMessage)
    except OAuthError as error:
        raise BrowserAnswerUntrustedError(detail="code") from error
    except requests.HTTPError as error:
        raise PortalUnavailableError(status=error.response.status_code) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        if isinstance(error, requests.JSONDecodeError):
            raise PortalAnswerError(detail="token") from error
        raise connection_failure(error, _host(endpoint), _SECONDS[1]) from error
    except ValueError as error:  # Authlib's, or a field of another type.
        raise PortalAnswerError(detail="token") from error


def _host(endpoint: str) -> str:
    return endpoint.removeprefix("https://").partition("/")[0]
