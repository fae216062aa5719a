"""Reading certificates and judging what they are fit for."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotCertificateError
from desktop_app.signing.algorithms import algorithm_from, algorithms_for
from desktop_app.signing.certificates import cut_certificate, read_certificate, same_name
from desktop_app.signing.fitness import judge_fitness
from desktop_app.signing.signature_check import signature_is_valid
from tests.certificates.authority import CLIENT_AUTH, DAY, EMAIL, NOW, Wanted, ec_key, root, rsa_key

PERSON = Wanted(
    "ООО «Клиника»", surname="Иванова", given_name="Мария Петровна", snils="11223344595"
)


def test_a_person_is_named_by_surname_and_given_names() -> None:
    issued = root("УЦ").issue(PERSON)
    for data in (issued.der, issued.pem):
        read = read_certificate(data)
        assert read.subject == "Иванова Мария Петровна"
        assert (read.snils, read.issuer) == ("11223344595", "УЦ")
        assert read.id == hashlib.sha256(issued.der).hexdigest()
        assert read.not_after == PERSON.not_after


@pytest.mark.parametrize(
    ("key", "name"),
    [(rsa_key(), "RSA 2048"), (ec_key(), "EC P-256"), (ec_key(ec.SECP384R1()), "EC P-384")],
)
def test_the_algorithm_has_a_short_name(key: object, name: str) -> None:
    issued = root("УЦ").issue(PERSON, key)  # type: ignore[arg-type]  # one of both kinds
    assert read_certificate(issued.der).algorithm == name


def test_the_raw_parts_are_those_that_were_signed() -> None:
    anchor = root("УЦ")
    raw = cut_certificate(anchor.issue(PERSON).der)
    algorithm = algorithm_from(anchor.public_key_info, raw.signature_algorithm, "sha256")
    digest = hashlib.sha256(raw.tbs).digest()
    assert signature_is_valid(anchor.public_key_info, algorithm, digest, raw.signature)
    assert raw.public_key_info != anchor.public_key_info


def test_a_name_is_one_whatever_its_case_and_spaces() -> None:
    name = x509.Name.build({"common_name": "Учебный УЦ"})
    assert same_name(name, x509.Name.build({"common_name": "Учебный УЦ"}))
    assert same_name(name, x509.Name.build({"common_name": "учебный  уц"}))
    assert not same_name(name, x509.Name.build({"common_name": "Учебный"}))


@pytest.mark.parametrize("junk", [b"", b"x", b"\x30\x00", b"-----BEGIN CERTIFICATE-----\nx"])
def test_what_is_no_certificate_is_a_typed_error(junk: bytes) -> None:
    with pytest.raises(NotCertificateError):
        read_certificate(junk)


def test_an_unknown_curve_is_unsupported_and_not_wrong() -> None:
    with pytest.raises(AlgorithmUnsupportedError):
        algorithms_for(root("УЦ", ec_key(ec.BrainpoolP256R1())).public_key_info)


@pytest.mark.parametrize("key", [rsa_key(), ec_key(), ec_key(ec.SECP521R1())])
def test_each_algorithm_of_a_key_signs_and_is_found_again(key: object) -> None:
    signer = root("УЦ", key)  # type: ignore[arg-type]  # one of both kinds
    for algorithm in signer.algorithms:
        digest = hashlib.new(algorithm.digest, b"x").digest()
        value = signer.sign_digest(digest, algorithm)
        spki = signer.public_key_info
        assert signature_is_valid(spki, algorithm, digest, value)
        assert not signature_is_valid(spki, algorithm, digest[::-1], value)
        assert not signature_is_valid(spki, algorithm, digest, value[:-1])
        found = algorithm_from(spki, algorithm.signature_der, algorithm.digest)
        assert found.signature_der == algorithm.signature_der


def test_raw_ecdsa_of_a_token_becomes_the_x509_form() -> None:
    (algorithm,) = root("УЦ").algorithms
    assert algorithm.from_token(b"\x00" * 31 + b"\x01" + b"\xff" * 32).hex() == (
        "3026020101022100" + "ff" * 32
    )


def read(**changes: object) -> Certificate:
    wanted = Wanted(**{"name": "Иванова", "snils": "11223344595", **changes})  # type: ignore[arg-type]  # fields of Wanted
    return read_certificate(root("УЦ").issue(wanted).der)


def reasons(certificate: Certificate, **facts: bool) -> set[str]:
    whole = {"has_private_key": True, "key_known": True, **facts}
    fitness = judge_fitness(certificate, at=NOW, **whole)
    codes = {reason.code for reason in fitness.reasons}
    assert fitness.can_sign_in == (not codes)
    assert not fitness.can_sign_in or fitness.can_sign
    return codes


def test_a_good_certificate_is_fit_for_both() -> None:
    assert reasons(read()) == set()
    assert reasons(read(purposes=(CLIENT_AUTH, EMAIL))) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"not_before": NOW - 9 * DAY, "not_after": NOW - DAY}, "certificate.expired"),
        ({"not_before": NOW + DAY}, "certificate.not-yet-valid"),
        ({"key_not_after": NOW - DAY}, "certificate.key-expired"),
        ({"snils": ""}, "certificate.no-snils"),
        ({"purposes": (EMAIL,)}, "certificate.not-for-login"),
    ],
)
def test_each_reason_is_given(changes: dict[str, object], code: str) -> None:
    assert reasons(read(**changes)) == {code}


def test_an_encryption_certificate_is_fit_for_nothing() -> None:
    codes = reasons(read(usage=("key_encipherment",)))
    assert codes == {"certificate.not-for-signing", "certificate.not-for-login"}


def test_a_missing_key_is_told_only_where_the_token_shows_keys() -> None:
    assert reasons(read(), has_private_key=False) == {"certificate.key-missing"}
    assert reasons(read(), has_private_key=False, key_known=False) == set()


def test_a_revoked_certificate_is_refused() -> None:
    certificate = read()
    fitness = judge_fitness(certificate, has_private_key=True, key_known=True, at=NOW, revoked=True)
    assert [reason.code for reason in fitness.reasons] == ["certificate.revoked"]
