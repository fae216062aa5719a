from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import (
    CertificateAmbiguousError,
    CertificateNotFoundError,
    CertificateUnfitError,
)
from desktop_app.core.tokens import PinState, Token, TokenCertificate, TokenOverview
from desktop_app.services.document_signer import may_sign
from desktop_app.services.tokens import JudgedTokens, require_fit
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.tokens import Tokens
from tests.unit.services.issued import NOW, issue


class ShownTokens(Tokens):
    """Tokens without drivers that show what a test gives them."""

    def __init__(self, *certificates: TokenCertificate) -> None:
        super().__init__(())
        self._shown = TokenOverview(
            tokens=tuple(
                Token(f"s{n}", f"t{n}", "", "", "", (), PinState.OK, certificates=(each,))
                for n, each in enumerate(certificates)
            )
        )

    def overview(self, *, reread: bool = False) -> TokenOverview:
        return self._shown


def on_token(der: bytes, *, has_private_key: bool = True) -> TokenCertificate:
    return TokenCertificate(read_certificate(der), b"\1", has_private_key)


def judged(
    *certificates: TokenCertificate, is_revoked: Callable[[Certificate], bool] = lambda _: False
) -> JudgedTokens:
    return JudgedTokens(ShownTokens(*certificates), lambda: NOW, is_revoked)


def test_every_certificate_gets_its_fitness() -> None:
    good, expired = on_token(issue("a", "ca")), on_token(issue("b", "ca", days=-1))
    first, second = judged(good, expired).overview().tokens
    assert first.certificates[0].fitness.can_sign
    assert [each.code for each in second.certificates[0].fitness.reasons][:1] == [
        "certificate.expired"
    ]


def test_a_certificate_known_to_be_revoked_may_not_sign() -> None:
    tokens = judged(on_token(issue("a", "ca")), is_revoked=lambda _: True)
    fitness = tokens.overview().tokens[0].certificates[0].fitness
    assert not fitness.can_sign
    assert [each.code for each in fitness.reasons][:1] == ["certificate.revoked"]


def test_eight_characters_find_a_certificate() -> None:
    wanted = on_token(issue("a", "ca"))
    tokens = judged(wanted, on_token(issue("b", "ca")))
    _, found = tokens.find(f" {wanted.certificate.id[:8].upper()}")
    assert found.certificate.id == wanted.certificate.id


@pytest.mark.parametrize("length", [0, 1, 7])
def test_fewer_characters_do_not(length: int) -> None:
    wanted = on_token(issue("a", "ca"))
    with pytest.raises(CertificateNotFoundError):
        judged(wanted).find(wanted.certificate.id[:length])


def test_an_unknown_certificate_is_not_found() -> None:
    with pytest.raises(CertificateNotFoundError):
        judged().find("0" * 64)


def test_a_beginning_that_two_certificates_share_is_ambiguous() -> None:
    # Two ids that agree in eight characters are made by hand: finding them takes days.
    first, second = (
        TokenCertificate(_renamed(read_certificate(issue(name, "ca")), name), b"", True)
        for name in ("a", "b")
    )
    with pytest.raises(CertificateAmbiguousError):
        judged(first, second).find("0" * 8)


def _renamed(certificate: Certificate, last: str) -> Certificate:
    fields = {name: getattr(certificate, name) for name in Certificate.__slots__}
    return Certificate(**{**fields, "id": "0" * 63 + last})


def test_of_two_tokens_with_one_certificate_the_one_with_the_key_is_taken() -> None:
    der = issue("a", "ca")
    tokens = judged(on_token(der, has_private_key=False), on_token(der))
    token, found = tokens.find(read_certificate(der).id)
    assert token.serial == "s1"
    assert found.has_private_key


def test_an_unfit_certificate_is_refused_with_its_reasons() -> None:
    (token,) = judged(on_token(issue("a", "ca", days=-1))).overview().tokens
    with pytest.raises(CertificateUnfitError) as caught:
        require_fit(token.certificates[0], may_sign)
    assert caught.value.reasons is not None
    assert "certificate.expired" in caught.value.reasons
