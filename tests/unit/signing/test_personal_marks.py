"""Marks of personal certificates: qualified, СНИЛС, weak keys, parameter sets, oddities."""

from __future__ import annotations

import warnings
from dataclasses import replace

import pytest
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.core.resources import resource_path
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.certificates import cut_certificate, read_certificate
from desktop_app.signing.personal_marks import (
    encoding_problems,
    is_organisation_only,
    key_parameters,
    qualified_problems,
    snils_problem,
    weakness,
)
from desktop_app.signing.qualified import Attribute, CertificateDescription, describe_certificate
from tests.certificates.authority import NOW, Wanted, ec_key, root

TOP = root("Учебный корень")
PERSON = Wanted("Врач", snils="11223344595")
ECDSA_SHA256 = "1.2.840.10045.4.3.2"


def opaque(oid: str, value: core.Asn1Value) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value.dump())


def described(wanted: Wanted) -> CertificateDescription:
    return describe_certificate(TOP.issue(wanted).der)


def test_a_qualified_certificate_carries_tools_and_their_class() -> None:
    tools = core.SequenceOf(["a", "b", "c", "d"], spec=core.UTF8String)
    class_ = x509.PolicyInformation(x509.ObjectIdentifier("1.2.643.100.113.1"), None)
    marks = (
        opaque("1.2.643.100.111", core.UTF8String("средство")),
        opaque("1.2.643.100.112", tools),
        x509.CertificatePolicies([class_]),
    )
    assert qualified_problems(described(replace(PERSON, extensions=marks))) == ()
    assert qualified_problems(described(replace(PERSON, extensions=marks[:2]))) == ("tool-class",)
    assert qualified_problems(described(PERSON)) == ("subject-tool", "issuer-tools", "tool-class")


@pytest.mark.parametrize(
    ("snils", "problem"),
    [
        ("11223344595", ""),
        ("112-233-445 95", ""),
        ("00100199899", ""),
        ("08765430300", ""),
        ("", "absent"),
        ("11223344594", "malformed"),
        ("1122334459", "malformed"),
        ("1122334459x", "malformed"),
    ],
)
def test_a_snils_ends_in_check_digits(snils: str, problem: str) -> None:
    assert snils_problem(snils) == problem


def test_an_organisation_has_an_ogrn_and_no_person() -> None:
    ogrn = Attribute("1.2.643.100.1", "ogrn", "1027700132195")
    surname = Attribute("2.5.4.4", "surname", "Иванова")
    plain = described(PERSON)
    assert is_organisation_only(replace(plain, subject=(ogrn,)))
    assert not is_organisation_only(replace(plain, subject=(ogrn, surname)))
    assert not is_organisation_only(plain)


def test_short_rsa_keys_and_sha1_are_weak() -> None:
    short = rsa.generate_private_key(65537, 1024)
    assert weakness(TOP.issue(PERSON, short).der, ECDSA_SHA256) == "rsa-short"
    sound = TOP.issue(PERSON).der
    assert weakness(sound, ECDSA_SHA256) == ""
    assert weakness(sound, "1.2.840.113549.1.1.5") == "sha1"


def test_of_the_six_roots_that_of_2012_has_an_outlawed_key() -> None:
    roots = read_certificates(resource_path("anchors"))
    weak = [marks_of(der).sha1 for der in roots if weakness(der, "") == "gost-2001"]
    assert weak == ["8cae88bbfd404a7a53630864f9033606e1dc45e2"]
    assert {key_parameters(der) for der in roots} == {("1.2.643.2.2.35.1", True)}


def test_parameter_sets_of_keys_are_told() -> None:
    assert key_parameters(TOP.issue(PERSON).der) == ("1.2.840.10045.3.1.7", True)
    unusual = TOP.issue(PERSON, ec_key(ec.SECP256K1())).der
    assert key_parameters(unusual) == ("1.3.132.0.10", False)


def test_a_well_formed_certificate_has_no_oddities() -> None:
    assert encoding_problems(TOP.issue(PERSON).der) == ()


def odd(serial: int = 5, name: str = "Врач", kind: _ASN1Type = _ASN1Type.UTF8String) -> bytes:
    attribute = x509.NameAttribute(x509.NameOID.COMMON_NAME, name, kind, _validate=False)
    key = ec_key()
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([attribute]))
        .issuer_name(x509.Name([attribute]))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(NOW)
        .not_valid_after(NOW)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER)


def test_names_that_are_too_long_or_written_in_an_old_way_are_odd() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        long, old = odd(name="Я" * 65), odd(name="Doctor", kind=_ASN1Type.T61String)
    assert "name-long" in encoding_problems(long)
    assert "name-encoding" in encoding_problems(old)


def test_a_gost_key_off_its_curve_is_odd() -> None:
    root_der = next(
        der for der in read_certificates(resource_path("anchors")) if weakness(der, "") == ""
    )
    assert "key-malformed" not in encoding_problems(root_der)
    point = cut_certificate(root_der).public_key_info[-64:]
    bent = root_der.replace(point, bytes([point[0] ^ 1]) + point[1:])
    assert "key-malformed" in encoding_problems(bent)


def test_a_negative_serial_number_is_odd() -> None:
    plain = odd(serial=0x7001)
    negative = plain.replace(b"\x02\x02\x70\x01", b"\x02\x02\xf0\x01", 1)
    assert negative != plain
    assert "serial-negative" in encoding_problems(negative)


def test_what_cannot_be_read_is_only_called_so() -> None:
    assert encoding_problems(b"0\x00") == ("strict",)


PLAIN = TOP.issue(PERSON).der


def test_a_version_that_does_not_exist_is_odd() -> None:
    unknown = PLAIN.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01", 1)
    assert "strict" in encoding_problems(unknown)


@given(place=st.integers(0, len(PLAIN) - 1), octet=st.integers(0, 255))
def test_no_damage_to_a_certificate_breaks_the_look_at_it(place: int, octet: int) -> None:
    damaged = PLAIN[:place] + bytes([octet]) + PLAIN[place + 1 :]
    try:
        description = describe_certificate(damaged)
        read_certificate(damaged)
    except NotCertificateError:
        return
    qualified_problems(description)
    is_organisation_only(description)
    assert weakness(damaged, description.signature_algorithm) in {"", "rsa-short", "sha1"}
    assert len(key_parameters(damaged)) == 2
    encoding_problems(damaged)
