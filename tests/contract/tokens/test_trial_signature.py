"""The trial signature on real modules: one PIN, one signature, a second opinion."""

from __future__ import annotations

import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.errors.tokens import PinIncorrectError, PinRefusedBeforeError
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Token
from desktop_app.services.document_signer import DocumentSigner
from desktop_app.services.tokens import JudgedTokens
from desktop_app.services.trial_signature import SignatureTrial
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import only
from tests.modules.provisioned import Provisioned


@pytest.fixture
def trial(tokens: Tokens) -> SignatureTrial:
    return SignatureTrial(DocumentSigner(tokens, JudgedTokens(tokens)))


@only("softhsm", "training-token")
def test_each_key_makes_a_signature_that_holds(
    trial: SignatureTrial, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    for each in token.certificates:
        result = trial.run(each.certificate.id, Pin(module.pin))
        assert result.status is CheckStatus.OK, result.findings
        assert result.findings[0].cause == "trial.made"
    assert tokens.pins_sent == len(token.certificates)


@only("softhsm")
def test_a_wrong_pin_costs_one_try_and_is_not_sent_again(
    trial: SignatureTrial, tokens: Tokens, token: Token
) -> None:
    certificate = token.certificates[0].certificate.id
    with pytest.raises(PinIncorrectError):
        trial.run(certificate, Pin("wrong-one"))
    with pytest.raises(PinRefusedBeforeError):
        trial.run(certificate, Pin("wrong-one"))
    assert tokens.pins_sent == 1
