"""«Готов ли компьютер к подписи?»: one signature over a harmless text, on the person's word."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.diagnostics import CheckResult, Finding, Need, Who
from desktop_app.core.errors.tokens import SignatureMismatchError
from desktop_app.core.pin import Pin
from desktop_app.services.diagnostics.check import fail, note
from desktop_app.services.diagnostics.checks.trial_signature import MADE, NOT_VALID, TRIAL
from desktop_app.services.document_signer import DocumentSigner, may_sign
from desktop_app.signing.second_opinion import flaw_of

TEXT = (
    "Это проверка подписи на этом компьютере. Текст ни к чему не обязывает"
    " и никуда не отправляется.\n"
).encode()
SecondOpinion = Callable[[bytes, bytes, bytes], str]
"""Message, content and certificate; returns what is wrong, or an empty string."""


class SignatureTrial:
    """Signs the text with one login and asks a second opinion on what came out.

    The signature is judged and thrown away. The rules for PINs are those of every signature:
    ``DocumentSigner`` refuses what would cost a try in vain.
    """

    def __init__(self, signer: DocumentSigner, second_opinion: SecondOpinion = flaw_of) -> None:
        self._signer = signer
        self._second_opinion = second_opinion

    def run(
        self,
        certificate_id: str,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> CheckResult:
        """Return the result of check CRT-30.

        Raises ``CertificateUnfitError``, ``CertificateNotFoundError``, ``PinError``,
        ``TokenError`` and ``Cancelled``: then no signature was made.
        """
        began = time.monotonic()
        finding = self._finding(certificate_id, pin, last_try_confirmed, cancel)
        return CheckResult(
            id=TRIAL,
            status=finding.status,
            findings=(finding,),
            needs=(Need.TOKEN, Need.PIN),
            duration_ms=round((time.monotonic() - began) * 1000),
        )

    def _finding(
        self, certificate_id: str, pin: Pin | None, confirmed: bool, cancel: Cancellation | None
    ) -> Finding:
        certificate = self._signer.require(certificate_id, may_sign)
        evidence: dict[str, Any] = {
            "certificate": certificate.id,
            "subject": certificate.subject,
            "algorithm": certificate.algorithm,
        }
        try:
            with self._signer.open(
                certificate.id, pin, may_sign, last_try_confirmed=confirmed, cancel=cancel
            ) as opened:
                message = opened.sign_content(TEXT)
        except SignatureMismatchError:
            return fail(NOT_VALID, Who.IT, **evidence, flaw="signature")
        flaw = self._second_opinion(message, TEXT, certificate.der)
        if flaw:
            return fail(NOT_VALID, Who.IT, **evidence, flaw=flaw)
        return note(MADE, **evidence)
