"""Confirm the consent by a code from a short message: a simple electronic signature."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.confirmations import SentCode
from desktop_app.core.consents import ConsentDocument, ConsentState
from desktop_app.services.audited import audited
from desktop_app.services.consent_document import compose_consent_by_code, consent_state
from desktop_app.services.consent_folder import ConsentFolder
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.confirmation_contract import (
    CodeMessage,
    ConsentCodeRequest,
    ConsentContactMessage,
    GrantByCodeRequest,
)
from desktop_app.services.portal.contract import ConsentMessage
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog

_PATH = "consents/egisz"


def _local_now() -> datetime:
    return datetime.now().astimezone()


class ConsentByCode:
    """The other way to give the consent; the document is composed here, as for a signature."""

    def __init__(
        self,
        session: PortalSession,
        folder: ConsentFolder,
        audit: AuditLog,
        clock: Callable[[], datetime] = _local_now,
    ) -> None:
        self._session = session
        self._folder = folder
        self._audit = audit
        self._clock = clock

    def compose(self, cancel: Cancellation | None = None) -> ConsentDocument:
        """Compose the document that a code will confirm. Raises ``ContactMissingError``."""
        message = self._session.send(Request("GET", _PATH), cancel).decode(ConsentMessage)
        answer = self._session.send(Request("GET", f"{_PATH}/contact"), cancel)
        address = answer.decode(ConsentContactMessage).address
        return compose_consent_by_code(message, address, self._clock())

    def send_code(self, document: ConsentDocument, cancel: Cancellation | None = None) -> SentCode:
        """Have a code sent that confirms this document and no other.

        Raises ``CodeRefusedError``.
        """
        body = ConsentCodeRequest(document.sha256)
        key = new_idempotency_key()
        request = Request("POST", f"{_PATH}/codes", body, idempotency_key=key)
        return sent_code(self._session.send(request, cancel).decode(CodeMessage))

    def confirm(
        self, document: ConsentDocument, code: str, cancel: Cancellation | None = None
    ) -> ConsentState:
        """Hand the document over with the code, and keep it as a file.

        Raises ``CodeRefusedError``, ``ConsentRefusedError``.
        """
        body = GrantByCodeRequest(
            document.version, base64.b64encode(document.content).decode(), code
        )
        key = new_idempotency_key()
        request = Request("POST", f"{_PATH}/grants-by-code", body, idempotency_key=key)
        with audited(self._audit, "consent.confirm", document.sha256):
            message = self._session.send(request, cancel).decode(ConsentMessage)
        self._folder.keep_document(document.content, self._clock())
        return consent_state(message)


def sent_code(message: CodeMessage) -> SentCode:
    """Return the code under way of the contract's message."""
    return SentCode(
        message.channel, message.address, message.expires_at, message.resend_at, message.tries_left
    )
