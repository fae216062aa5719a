"""An attached signature judged by code that shares nothing with the code that made it."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.second_opinion import flaw_of
from tests.certificates.authority import NOW, Issued, Key, Wanted, ec_key, root, rsa_key

TEXT = "Проверка подписи\n".encode()
TOP = root("Учебный корень")


def message(signer: Issued, row: int = 0, content: bytes = TEXT) -> bytes:
    algorithm = signer.algorithms[row]
    return sign_cades(
        CadesWriter(signer.der, algorithm, ()),
        lambda attributes: signer.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, content).digest(),
        content=content,
        signing_time=NOW,
    )


@pytest.fixture(scope="module")
def signer() -> Issued:
    return TOP.issue(Wanted("Врач"))


@pytest.mark.parametrize(
    "key", [rsa_key(), ec_key(), ec_key(ec.SECP384R1())], ids=["rsa", "p-256", "p-384"]
)
def test_a_good_signature_of_each_algorithm_has_no_flaw(key: Key) -> None:
    signer = TOP.issue(Wanted("Врач"), key)
    for row in range(len(signer.algorithms)):
        assert flaw_of(message(signer, row), TEXT, signer.der) == ""


def test_another_text_is_noticed(signer: Issued) -> None:
    assert flaw_of(message(signer), b"another", signer.der) == "content"
    assert flaw_of(message(signer, content=b"another"), TEXT, signer.der) == "content"


def test_another_certificate_is_noticed(signer: Issued) -> None:
    other = TOP.issue(Wanted("Другой"))
    assert flaw_of(message(signer), TEXT, other.der) == "certificate"


def test_a_value_that_does_not_fit_the_key_is_noticed(signer: Issued) -> None:
    impostor = Issued(signer.certificate, ec_key())
    assert flaw_of(message(impostor), TEXT, signer.der) == "signature"


def test_changed_attributes_are_noticed(signer: Issued) -> None:
    made = message(signer)
    year = f"{NOW:%y%m%d}".encode()
    changed = made.replace(b"\x17\x0d" + year, b"\x17\x0d" + b"200101")
    assert changed != made
    assert flaw_of(changed, TEXT, signer.der) == "signature"


@pytest.mark.parametrize("broken", [b"", b"0\x00", b"\x30\x80\x00\x00", TEXT])
def test_what_is_no_signature_is_a_flaw_of_form(signer: Issued, broken: bytes) -> None:
    assert flaw_of(broken, TEXT, signer.der) == "form"
