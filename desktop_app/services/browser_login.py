"""«Войти через Госуслуги»: the code flow with PKCE in the system's browser (RFC 8252)."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final, Protocol, TypeVar
from urllib.parse import urlsplit

from desktop_app.core.accounts import SessionState
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.browser_login import (
    BrowserAnswerUntrustedError,
    BrowserLoginMissingError,
    BrowserLoginTimeoutError,
    NoPortalAccountError,
)
from desktop_app.core.errors.portal import NotOnPortalError
from desktop_app.services.audited import audited
from desktop_app.services.esia_causes import esia_refusal
from desktop_app.services.id_token import ExpectedToken, subject_of
from desktop_app.services.loopback_listener import LoopbackListener
from desktop_app.services.portal.authorization import (
    CodeExchange,
    LoginSecrets,
    authorization_address,
)
from desktop_app.services.portal.client import PortalClient, Request
from desktop_app.services.portal.contract import API_PREFIX, AccountMessage, SessionMessage
from desktop_app.services.portal.openid_contract import (
    ACCOUNT_UNKNOWN,
    DISCOVERY_PATH,
    ESIA_FAILED,
    DiscoveryMessage,
    KeysMessage,
    TokenMessage,
)
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog

Message = TypeVar("Message")
WAIT_SECONDS: Final = 300
"""How long the person may take in the browser."""
_LOOK_SECONDS: Final = 0.2
OpenBrowser = Callable[[str], object]
"""Opens an address in the system's browser, or shows it; called on the caller's thread."""


class BrowserLoginService(Protocol):
    """Signing in through the browser."""

    def sign_in(
        self, open_browser: OpenBrowser, words: str, cancel: Cancellation | None = None
    ) -> SessionState:
        """Open the browser, wait for the person to come back, and keep the session.

        ``words`` is what the browser shows at the end. Raises ``Cancelled``,
        ``LoopbackPortError``, ``PortalError``, ``RefusedError``.
        """


class BrowserLogin:
    """Implements ``BrowserLoginService``."""

    def __init__(
        self,
        session: PortalSession,
        exchange: CodeExchange,
        audit: AuditLog,
        *,
        allow_plain_loopback: bool = False,
        wait_seconds: float = WAIT_SECONDS,
        port: int = 0,
    ) -> None:
        """``allow_plain_loopback`` lets the training portal show its pages without TLS."""
        self._session = session
        self._exchange = exchange
        self._audit = audit
        self._allow_plain_loopback = allow_plain_loopback
        self._wait_seconds = wait_seconds
        self._port = port

    def sign_in(
        self, open_browser: OpenBrowser, words: str, cancel: Cancellation | None = None
    ) -> SessionState:
        """Open the browser, wait for the person to come back, and keep the session."""
        with audited(self._audit, "login", "gosuslugi"):
            place = self._discover(cancel)
            mine = LoginSecrets()
            with LoopbackListener(words, self._port) as listener:
                open_browser(
                    authorization_address(place.authorization_endpoint, listener.redirect_uri, mine)
                )
                answer = self._wait(listener, cancel)
                code = code_of(answer, mine.state, place)
                with self._client.contact.told():
                    tokens = self._exchange.redeem(
                        place.token_endpoint, code, listener.redirect_uri, mine.verifier, cancel
                    )
            return self._begin(place, mine, tokens, cancel)

    def _begin(
        self,
        place: DiscoveryMessage,
        mine: LoginSecrets,
        tokens: TokenMessage,
        cancel: Cancellation | None,
    ) -> SessionState:
        """Keep the session once the id token proves whose it is."""
        keys = self._ask(Request("GET", "auth/jwks"), KeysMessage, cancel)
        expected = ExpectedToken(place.issuer, mine.nonce, keys, datetime.now(UTC))
        subject = subject_of(tokens.id_token, expected)
        request = Request("GET", "account", bearer=tokens.access_token)
        account = self._ask(request, AccountMessage, cancel)
        if account.id != subject:
            raise BrowserAnswerUntrustedError(detail="account")
        message = SessionMessage(
            tokens.access_token, tokens.refresh_token, tokens.expires_in, account
        )
        return self._session.begin(message, "")

    @property
    def _client(self) -> PortalClient:
        return self._session.client

    def _discover(self, cancel: Cancellation | None) -> DiscoveryMessage:
        try:
            place = self._ask(Request("GET", DISCOVERY_PATH), DiscoveryMessage, cancel)
        except NotOnPortalError as error:
            raise BrowserLoginMissingError from error
        issuer = f"{self._client.origin}{API_PREFIX}"
        if place.issuer != issuer:
            raise BrowserAnswerUntrustedError(detail="issuer")
        # The code and its verifier go to the portal itself, over the connection that is judged.
        own = place.token_endpoint.startswith(f"{issuer}/")
        if not own or not self._may_be_opened(place.authorization_endpoint):
            raise BrowserAnswerUntrustedError(detail="endpoint")
        return place

    def _may_be_opened(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if parts.username is not None or not parts.hostname:
            return False
        plain = self._allow_plain_loopback and parts.hostname == "127.0.0.1"
        return parts.scheme == "https" or (parts.scheme == "http" and plain)

    def _ask(self, request: Request, kind: type[Message], cancel: Cancellation | None) -> Message:
        return self._client.send(request, cancel).decode(kind)

    def _wait(self, listener: LoopbackListener, cancel: Cancellation | None) -> Mapping[str, str]:
        deadline = time.monotonic() + self._wait_seconds
        while time.monotonic() < deadline:
            answer = listener.wait(_LOOK_SECONDS)
            if answer is not None:
                return answer
            if cancel is not None:
                cancel.checkpoint()
        raise BrowserLoginTimeoutError(seconds=int(self._wait_seconds))


def code_of(answer: Mapping[str, str], state: str, place: DiscoveryMessage) -> str:
    """Return the code that the browser brought.

    Raises ``BrowserAnswerUntrustedError``, ``EsiaRefusedError``, ``NoPortalAccountError``.
    """
    if not hmac.compare_digest(answer.get("state", "").encode(), state.encode()):
        raise BrowserAnswerUntrustedError(detail="state")
    # RFC 9207 section 2.4: a server that names itself has to do so in each answer.
    silent = "" if place.authorization_response_iss_parameter_supported else place.issuer
    if answer.get("iss", silent) != place.issuer:
        raise BrowserAnswerUntrustedError(detail="issuer")
    error = answer.get("error", "")
    if error == ACCOUNT_UNKNOWN:
        raise NoPortalAccountError
    if error in (ESIA_FAILED, "access_denied"):
        raise esia_refusal(answer.get("error_description", ""))
    if error or not answer.get("code"):
        raise BrowserAnswerUntrustedError(detail="code")
    return answer["code"]
