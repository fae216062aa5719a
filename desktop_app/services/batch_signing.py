"""Signing a batch: refusals before the PIN, one login, another one when the token is back."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import ClassVar, Protocol

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import CertificateNotFoundError
from desktop_app.core.errors.tokens import TokenMissingError, TokenRemovedError
from desktop_app.core.pin import PinGiven
from desktop_app.core.tokens import Token
from desktop_app.services.audited import audited
from desktop_app.services.batch_login import BatchLogin, Control
from desktop_app.services.document_signer import DocumentSigner, may_sign
from desktop_app.services.revocations import Revocations
from desktop_app.services.signing_batch import DocumentState, Item, SigningBatch
from desktop_app.services.storage.audit_log import AuditLog

_GONE = (TokenRemovedError, TokenMissingError)


@dataclass(frozen=True, slots=True)
class TokenGone:
    """The token was taken out in the middle of a batch; the same one is waited for."""

    code: ClassVar[str] = "batch.token-gone"
    """Code of the message that says so."""
    token: Token
    signed: int
    """Documents signed so far."""
    total: int

    def data(self) -> dict[str, object]:
        """Return what the message says."""
        name = ", ".join(filter(None, (self.token.label or self.token.model, self.token.serial)))
        return {"token": name, "signed": self.signed, "total": self.total}


class Attendant(Protocol):
    """Who stands by while a batch is signed; called on the caller's thread."""

    def token_gone(self, gone: TokenGone) -> None:
        """Say that the same token is to be plugged in again; it is waited for after this."""

    def pin_again(self, token: Token) -> PinGiven | None:
        """Ask for the PIN of the token that is back; None ends the batch here.

        The PIN is overwritten after use. A ``PinError`` that this raises stops the batch.
        """


class BatchSigning:
    """Signs the documents of a batch that have no signature yet."""

    def __init__(self, signer: DocumentSigner, revocations: Revocations, audit: AuditLog) -> None:
        self._signer = signer
        self._revocations = revocations
        self._audit = audit

    def sign(
        self,
        batch: SigningBatch[Item],
        certificate_id: str,
        given: PinGiven,
        control: Control,
        attendant: Attendant | None = None,
    ) -> None:
        """Sign with one login; ``batch`` holds what became of each document.

        A token that was taken out is waited for when somebody stands by. The first refusal of
        a PIN stops the batch. Raises ``CertificateUnfitError`` before the PIN is used,
        ``PinError`` and ``TokenError`` when the first login fails, and ``Cancelled``.
        """
        batch.begin_pass()
        try:
            token = self._work(batch, certificate_id, given, control)
            while attendant is not None and isinstance(batch.stopped_by, _GONE):
                if not self._went_on(batch, certificate_id, token, control, attendant):
                    break
        finally:
            self._audit.record_all(_audit_lines(batch))

    def _work(
        self, batch: SigningBatch[Item], certificate_id: str, given: PinGiven, control: Control
    ) -> Token:
        with ExitStack() as login:
            with audited(self._audit, "file.sign.login", certificate_id):
                certificate = self._signer.require(certificate_id, may_sign)
                self._revocations.refuse_revoked(certificate)
                token = self._signer.token_of(certificate.id)
                signer = login.enter_context(
                    self._signer.open(
                        certificate.id,
                        given.pin,
                        may_sign,
                        last_try_confirmed=given.last_try_confirmed,
                        cancel=control.cancel,
                    )
                )
            BatchLogin(batch, signer, control).run()
        return token

    def _went_on(
        self,
        batch: SigningBatch[Item],
        certificate_id: str,
        token: Token,
        control: Control,
        attendant: Attendant,
    ) -> bool:
        """Wait for the token and go on with it; False when nobody gives a PIN any more."""
        gone = TokenGone(token, batch.count(DocumentState.SIGNED), len(batch.outcomes))
        attendant.token_gone(gone)
        back = self._signer.token_back(token, certificate_id, control.cancel)
        given = None
        try:
            given = attendant.pin_again(back)
            if given is None:
                return False
            batch.stopped_by = None
            self._work(batch, certificate_id, given, control)
        except CertificateNotFoundError:
            batch.stopped_by = TokenRemovedError()
        except NmoError as error:
            batch.stopped_by = error
        finally:
            if given is not None and given.pin is not None:
                given.pin.wipe()
        return True


def _audit_lines(batch: SigningBatch[Item]) -> list[tuple[str, str, str]]:
    lines = []
    for outcome in batch.settled:
        code = "ok" if outcome.error is None else outcome.error.code
        lines.append(("file.sign", code, f"{outcome.document.name} {outcome.digest}".strip()))
    if batch.stopped_by is not None:
        untried = (batch.document(number) for number in batch.waiting())
        lines += [("file.sign", batch.stopped_by.code, each.name) for each in untried]
    return lines
