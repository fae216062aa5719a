"""Verification against RFC 7091 section 7 and RFC 9215 appendix D."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from asn1crypto import crl, csr, x509

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.signing import libgcrypt
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.der import elements, inner
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost import (
    data_expression,
    gost_signature_is_valid,
    signature_expression,
)
from desktop_app.signing.gost_keys import GostKey, named, read_gost_key
from tests.certificates.rfc9215 import EXAMPLES, TC26_256_A, Example


@dataclass(frozen=True)
class Numbers:
    """An example of RFC 7091 in its own notation, big-endian hexadecimal."""

    curve: str
    digest: str
    r: str
    s: str
    x: str
    y: str


RFC_7091 = [
    Numbers(
        curve="GOST2001-test",
        digest="2dfbc1b372d89a1188c09c52e0eec61fce52032ab1022e8e67ece6672b043ee5",
        r="41aa28d2f1ab148280cd9ed56feda41974053554a42767b83ad043fd39dc0493",
        s="01456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c40",
        x="7f2b49e270db6d90d8595bec458b50c58585ba1d4e9b788f6689dbd8e56fd80b",
        y="26f1b489d6701dd185c8413a977b3cbbaf64d1c593d26627dffb101a87ff77da",
    ),
    Numbers(
        curve="GOST2012-512-test",
        digest="3754f3cfacc9e0615c4f4a7c4d8dab531b09b6f9c170c533a71d147035b0c591"
        "7184ee536593f4414339976c647c5d5a407adedb1d560c4fc6777d2972075b8c",
        r="2f86fa60a081091a23dd795e1e3c689ee512a3c82ee0dcc2643c78eea8fcacd3"
        "5492558486b20f1c9ec197c90699850260c93bcbcd9c5c3317e19344e173ae36",
        s="1081b394696ffe8e6585e7a9362d26b6325f56778aadbc081c0bfbe933d52ff5"
        "823ce288e8c4f362526080df7f70ce406a6eeb1f56919cb92a9853bde73e5b4a",
        x="115dc5bc96760c7b48598d8ab9e740d4c4a85a65be33c1815b5c320c854621dd"
        "5a515856d13314af69bc5b924c8b4ddff75c45415c1d9dd9dd33612cd530efe1",
        y="37c7c90cd40b0f5621dc3ac1b751cfa0e2634fa0503b3d52639f5d7fb72afd61"
        "ea199441d943ffe7f0c70a2759a3cdb84c114e1f9339fdf27f35eca93677beec",
    ),
]


def is_valid(curve: str, point: bytes, digest: bytes, signature: bytes) -> bool:
    """Verify as the program does, on a curve that it does not take from certificates."""
    key = GostKey(named(len(digest) * 8, curve), "for tests", point)
    value = signature_expression(signature)
    return libgcrypt.verify(key.expression, data_expression(digest), value)


@pytest.mark.parametrize("numbers", RFC_7091, ids=lambda each: each.curve)
def test_the_examples_of_rfc_7091(numbers: Numbers) -> None:
    # alpha of section 6.1 is the digest as a number whose least significant octet comes first.
    digest = bytes.fromhex(numbers.digest)[::-1]
    point = bytes.fromhex(numbers.x)[::-1] + bytes.fromhex(numbers.y)[::-1]
    signature = bytes.fromhex(numbers.s + numbers.r)
    assert is_valid(numbers.curve, point, digest, signature)
    assert not is_valid(numbers.curve, point, digest[::-1], signature)
    assert not is_valid(numbers.curve, point, digest, bytes.fromhex(numbers.r + numbers.s))


def parts(signed: bytes) -> tuple[bytes, bytes]:
    """Return what is signed and the signature of a request, a certificate or a CRL."""
    tbs, _algorithm, signature = elements(inner(signed))
    return tbs, inner(signature)[1:]


def key_info(example: Example) -> bytes:
    return bytes(x509.Certificate.load(example.certificate).public_key.dump())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.section)
def test_request_certificate_and_crl_of_rfc_9215_verify(example: Example) -> None:
    request = csr.CertificationRequest.load(example.request)
    info = request["certification_request_info"]["subject_pk_info"].dump()
    assert info == key_info(example)
    point = inner(inner(elements(inner(info))[1])[1:])
    for signed in (example.request, example.certificate, example.crl):
        tbs, signature = parts(signed)
        digest = digest_of(tbs, f"streebog{example.bits}")
        if example.libgcrypt_curve:
            assert is_valid(example.libgcrypt_curve, point, digest, signature)
        else:
            assert gost_signature_is_valid(info, digest, signature)


def test_the_keys_for_tests_are_not_supported_and_never_wrong() -> None:
    refused = []
    for example in EXAMPLES:
        tbs, signature = parts(example.certificate)
        digest = digest_of(tbs, f"streebog{example.bits}")
        try:
            assert gost_signature_is_valid(key_info(example), digest, signature)
        except AlgorithmUnsupportedError as error:
            refused.append((example.section, error.algorithm))
    assert refused == [
        ("D.1", "1.2.643.7.1.1.1.1 1.2.643.2.2.35.0"),
        ("D.3", "1.2.643.7.1.1.1.2 1.2.643.7.1.2.1.2.0"),
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.section)
def test_certificates_of_rfc_9215_are_read(example: Example) -> None:
    certificate = read_certificate(example.certificate)
    assert certificate.subject == certificate.issuer == "Example"
    assert certificate.algorithm == f"ГОСТ Р 34.10-2012 {example.bits}"
    assert (certificate.not_before.year, certificate.not_after.year) == (2001, 2050)
    revoked = crl.CertificateList.load(example.crl)["tbs_cert_list"]
    assert revoked["this_update"].native.year == 2014


def test_a_key_without_the_set_of_its_digest_is_whole() -> None:
    """RFC 9215 section 4.2: for the TC26 sets digestParamSet is left out."""
    key = read_gost_key(key_info(TC26_256_A))
    assert (key.parameter_set, key.curve.bits) == ("1.2.643.7.1.2.1.1.1", 256)
    names = [algorithm.name for algorithm in algorithms_for(key_info(TC26_256_A))]
    assert set(names) == {"ГОСТ Р 34.10-2012 256"}
