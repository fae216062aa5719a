"""Show, sign and withdraw the consent to pass data to ЕГИСЗ."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.consents import ConsentDocument, ConsentState
from desktop_app.core.errors.portal import ConsentRefusedError, RefusedError
from desktop_app.core.pin import Pin
from desktop_app.services.audited import audited
from desktop_app.services.consent_document import compose_consent, consent_state
from desktop_app.services.consent_folder import ConsentFolder, PendingGrant
from desktop_app.services.document_signer import DocumentSigner, may_sign
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.contract import ConsentMessage, GrantRequest
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog

_PATH = "consents/egisz"


def _local_now() -> datetime:
    return datetime.now().astimezone()


class SignedConsent:
    """Implements ``ConsentService``."""

    def __init__(
        self,
        session: PortalSession,
        signer: DocumentSigner,
        folder: ConsentFolder,
        audit: AuditLog,
        clock: Callable[[], datetime] = _local_now,
    ) -> None:
        self._session = session
        self._signer = signer
        self._folder = folder
        self._audit = audit
        self._clock = clock
        self._withdrawal_key = ""

    def state(self, cancel: Cancellation | None = None) -> ConsentState:
        """Return text in force, status and history as the portal has them."""
        return consent_state(self._fetch(cancel))

    def compose(self, certificate_id: str, cancel: Cancellation | None = None) -> ConsentDocument:
        """Compose the document from the text in force and the person's data."""
        certificate = self._signer.require(certificate_id, may_sign)
        message = self._fetch(cancel)
        if certificate.snils and certificate.snils != message.subject.snils:
            raise ConsentRefusedError(detail=ProblemCode.CONSENT_SIGNER_OTHER.value)
        return compose_consent(message, certificate.id, self._clock())

    def sign(
        self,
        document: ConsentDocument,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> ConsentState:
        """Sign the document, keep it as a file and hand it to the portal."""
        with audited(self._audit, "consent.sign", document.sha256):
            if self._fetch(cancel).text.version != document.version:
                raise ConsentRefusedError(detail=ProblemCode.CONSENT_VERSION_OLD.value)
            grant = self._folder.pending(self._session.account_key)
            if grant is None or grant.version != document.version:
                grant = self._signed(document, pin, confirmed=last_try_confirmed, cancel=cancel)
            return consent_state(self._hand_over(grant, cancel))

    def withdraw(self, cancel: Cancellation | None = None) -> ConsentState:
        """Withdraw the consent; an answer that was lost is asked for again with the same key."""
        with audited(self._audit, "consent.withdraw"):
            self._withdrawal_key = self._withdrawal_key or new_idempotency_key()
            request = Request(
                "POST", f"{_PATH}/withdrawals", {}, idempotency_key=self._withdrawal_key
            )
            try:
                answer = self._session.send(request, cancel)
            except RefusedError:
                self._withdrawal_key = ""
                raise
            self._withdrawal_key = ""
            return consent_state(answer.decode(ConsentMessage))

    def kept_files(self) -> tuple[Path, ...]:
        """Return the signed consents kept on this computer, oldest first."""
        return self._folder.files()

    def paper(
        self, catalogue: Catalogue, language: str, cancel: Cancellation | None = None
    ) -> bytes:
        """Return a PDF of the consent with the facts of its signature and its history."""
        from desktop_app.services.consent_paper import consent_paper  # noqa: PLC0415 - slow

        return consent_paper(
            self._fetch(cancel), self._folder.files(), self._clock(), catalogue, language
        )

    def _fetch(self, cancel: Cancellation | None) -> ConsentMessage:
        """Ask for the state; a grant that turns out to have arrived is no longer pending."""
        message = self._session.send(Request("GET", _PATH), cancel).decode(ConsentMessage)
        account = self._session.account_key
        grant = self._folder.pending(account)
        arrived = {event.document_sha256 for event in message.history}
        if grant is not None and grant.document_sha256 in arrived:
            self._folder.arrived(account, grant)
        return message

    def _signed(
        self,
        document: ConsentDocument,
        pin: Pin | None,
        *,
        confirmed: bool,
        cancel: Cancellation | None,
    ) -> PendingGrant:
        """Sign, and keep file and grant before anything is sent: a power cut loses neither."""
        with self._signer.open(
            document.certificate_id, pin, may_sign, last_try_confirmed=confirmed, cancel=cancel
        ) as signer:
            signature = signer.sign_content(document.content)
        return self._folder.begin(
            self._session.account_key,
            document.version,
            document.sha256,
            signature,
            self._clock(),
        )

    def _hand_over(self, grant: PendingGrant, cancel: Cancellation | None) -> ConsentMessage:
        account = self._session.account_key
        body = GrantRequest(
            version=grant.version, signature=base64.b64encode(grant.signature).decode()
        )
        request = Request("POST", f"{_PATH}/grants", body, idempotency_key=grant.idempotency_key)
        try:
            answer = self._session.send(request, cancel)
        except ConsentRefusedError:
            self._folder.refused(account, grant)
            raise
        self._folder.arrived(account, grant)
        return answer.decode(ConsentMessage)
