"""Sign in with a token, ask who is signed in, sign out."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from desktop_app import __version__
from desktop_app.core.accounts import Account, LoginStatement, SessionState
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import LoginStaleError
from desktop_app.core.pin import Pin
from desktop_app.services.audited import audited
from desktop_app.services.document_signer import DocumentSigner, may_sign_in
from desktop_app.services.login_statement import check_clock, compose_statement
from desktop_app.services.portal.client import Request
from desktop_app.services.portal.contract import (
    LOGIN_CONTENT_TYPE,
    AccountMessage,
    Challenge,
    ChallengeRequest,
    SessionMessage,
    SignatureRequest,
)
from desktop_app.services.portal.session import PortalSession, account_of
from desktop_app.services.storage.audit_log import AuditLog

_log = logging.getLogger(__name__)
_APP = f"nmo-cabinet/{__version__}"


def _now() -> datetime:
    return datetime.now(UTC)


class TokenLogin:
    """Implements ``LoginService``."""

    def __init__(
        self,
        session: PortalSession,
        signer: DocumentSigner,
        audit: AuditLog,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._session = session
        self._signer = signer
        self._audit = audit
        self._clock = clock

    def prepare(self, certificate_id: str, cancel: Cancellation | None = None) -> LoginStatement:
        """Fetch a challenge and compose the statement that a person sees before the PIN."""
        certificate_id = self._signer.require(certificate_id, may_sign_in).id
        client = self._session.client
        body = ChallengeRequest(certificate_sha256=certificate_id)
        answer = client.send(Request("POST", "auth/challenges", body, harmless=True), cancel)
        now = self._clock()
        check_clock(answer.headers.get("Date"), now)
        return compose_statement(
            answer.decode(Challenge),
            origin=client.origin,
            certificate_id=certificate_id,
            app=_APP,
            now=now,
        )

    def sign_in(
        self,
        statement: LoginStatement,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> SessionState:
        """Sign the statement on the token and open a session; ``pin`` None for a PIN pad."""
        with audited(self._audit, "login", statement.certificate_id):
            if self._clock() >= statement.expires_at:
                raise LoginStaleError
            with self._signer.open(
                statement.certificate_id,
                pin,
                may_sign_in,
                last_try_confirmed=last_try_confirmed,
                cancel=cancel,
            ) as signer:
                signature = signer.sign_content(statement.content, LOGIN_CONTENT_TYPE)
            body = SignatureRequest(
                challenge_id=statement.challenge_id,
                signature=base64.b64encode(signature).decode(),
            )
            answer = self._session.client.send(Request("POST", "auth/signatures", body), cancel)
            message = answer.decode(SessionMessage)
            return self._session.begin(message, statement.certificate_id)

    def state(self) -> SessionState:
        """Return the session as known here, without asking the portal."""
        return self._session.state()

    def account(self, cancel: Cancellation | None = None) -> Account:
        """Ask the portal who is signed in."""
        answer = self._session.send(Request("GET", "account"), cancel)
        account = account_of(answer.decode(AccountMessage))
        self._session.update_account(account)
        return account

    def logout(self) -> None:
        """Forget the session here, and revoke it at the portal where that can be reached."""
        try:
            self._session.end()
        except NmoError as error:
            _log.info("the portal did not take the logout: %s", error.code)
        self._audit.record("logout")
