"""The trial signature: one login, a second opinion, the rules for PINs left as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.diagnostics import CheckStatus, Need
from desktop_app.core.errors.inputs import CertificateUnfitError
from desktop_app.core.errors.tokens import PinIncorrectError, PinLastTryError
from desktop_app.core.errors.tokens import SignatureMismatchError as Mismatch
from desktop_app.core.pin import Pin
from desktop_app.services.document_signer import DocumentSigner, OpenSigner
from desktop_app.services.trial_signature import TEXT, SignatureTrial
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.cms import CadesWriter
from tests.certificates.authority import Issued, Wanted, ec_key, root

SIGNER = root("Учебный корень").issue(Wanted("Врач"))


@dataclass
class Session:
    """A token's session that signs with a key of these tests."""

    key: Issued
    error: Exception | None = None
    messages: list[bytes] = field(default_factory=list)

    def sign(self, message: bytes, algorithm: Any) -> bytes:
        if self.error is not None:
            raise self.error
        self.messages.append(message)
        return self.key.sign_message(message, algorithm)


@dataclass
class Signer(DocumentSigner):
    """Gives one certificate, and a session for it."""

    session: Session
    refusal: Exception | None = None
    opened: list[dict[str, object]] = field(default_factory=list)

    def require(self, certificate_id: str, allowed: Callable[[Fitness], bool]) -> Certificate:
        if isinstance(self.refusal, CertificateUnfitError):
            raise self.refusal
        return read_certificate(SIGNER.der)

    @contextmanager
    def open(
        self,
        certificate_id: str,
        pin: Pin | None,
        allowed: Callable[[Fitness], bool],
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> Iterator[OpenSigner]:
        self.opened.append({"confirmed": last_try_confirmed, "cancel": cancel, "pin": pin})
        if self.refusal is not None:
            raise self.refusal
        algorithm = SIGNER.algorithms[0]
        session: Any = self.session
        yield OpenSigner(session, CadesWriter(SIGNER.der, algorithm, ()), algorithm)


def test_a_good_signature_is_in_order_and_costs_one_login() -> None:
    signer = Signer(Session(SIGNER))
    cancel, pin = Cancellation(), Pin("12345678")
    result = SignatureTrial(signer).run("id", pin, last_try_confirmed=True, cancel=cancel)
    assert (result.id, result.status) == ("CRT-30", CheckStatus.OK)
    assert [each.cause for each in result.findings] == ["trial.made"]
    assert Need.PIN in result.needs
    assert signer.opened == [{"confirmed": True, "cancel": cancel, "pin": pin}]
    assert len(signer.session.messages) == 1


def test_a_signature_of_another_key_is_told() -> None:
    signer = Signer(Session(Issued(SIGNER.certificate, ec_key())))
    result = SignatureTrial(signer).run("id", None)
    assert result.status is CheckStatus.FAIL
    assert result.findings[0].cause == "trial.not-valid"
    assert result.findings[0].evidence["flaw"] == "signature"


def test_a_driver_whose_signature_does_not_verify_is_told() -> None:
    signer = Signer(Session(SIGNER, error=Mismatch("id")))
    result = SignatureTrial(signer).run("id", None)
    assert (result.status, result.findings[0].cause) == (CheckStatus.FAIL, "trial.not-valid")


def test_the_second_opinion_gets_the_message_the_text_and_the_certificate() -> None:
    asked: list[tuple[bytes, bytes]] = []

    def opinion(message: bytes, content: bytes, certificate: bytes) -> str:
        asked.append((content, certificate))
        assert hashlib.sha256(TEXT).digest() in message
        return "content"

    result = SignatureTrial(Signer(Session(SIGNER)), opinion).run("id", None)
    assert asked == [(TEXT, SIGNER.der)]
    assert result.findings[0].evidence["flaw"] == "content"


@pytest.mark.parametrize(
    "refusal", [PinIncorrectError(), PinLastTryError(), CertificateUnfitError("id", [])], ids=repr
)
def test_what_keeps_the_token_shut_is_raised_as_everywhere(refusal: Exception) -> None:
    with pytest.raises(type(refusal)):
        SignatureTrial(Signer(Session(SIGNER), refusal)).run("id", Pin("0000"))
