"""NIST PKITS: every signed message's path, with the settings that its description asks for.

The Python package cryptography-vectors carries the data. The names of the messages say what a
conforming validator answers; sections 4.8, 4.10 and 4.12 also name settings of their own.
"""

from __future__ import annotations

import email
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cryptography_vectors
import pytest
from asn1crypto import crl, x509
from pyhanko_certvalidator.policy_decl import AcceptAllAlgorithms, PKIXValidationParams

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathRequest, TrustMaterial
from desktop_app.signing.path_decision import Rules, decide
from desktop_app.signing.signed_data import read_signed_message

DATA = Path(cryptography_vectors.__file__).parent / "x509" / "PKITS_data"
AT = datetime(2022, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Settings:
    """Initial settings of section 6.1.1 of RFC 5280; policies by their NIST number."""

    policies: frozenset[int] = frozenset()
    explicit: bool = False
    no_mapping: bool = False
    no_any: bool = False

    def params(self) -> PKIXValidationParams:
        oids = frozenset(f"2.16.840.1.101.3.2.1.48.{number}" for number in self.policies)
        return PKIXValidationParams(
            user_initial_policy_set=oids or frozenset({"any_policy"}),
            initial_explicit_policy=self.explicit,
            initial_policy_mapping_inhibit=self.no_mapping,
            initial_any_policy_inhibit=self.no_any,
        )


def only(*policies: int, explicit: bool = False) -> Settings:
    return Settings(frozenset(policies), explicit=explicit)


# PKITS signs these with a short DSA key, which the program refuses unless told otherwise.
WEAK = ("ValidDSASignaturesTest4", "ValidDSAParameterInheritanceTest5")

# The CRL's signature needs DSA parameters that only the issuer's issuer has: the program says
# «cannot tell» about revocation here, so only the path itself is compared.
UNREADABLE_CRL = ("ValidDSAParameterInheritanceTest5",)

DEFAULT = Settings()
EXPLICIT = Settings(explicit=True)

# Rows whose expectation is not in the message's name, or that stand for several settings.
SPECIAL: dict[str, tuple[tuple[Settings, bool], ...]] = {
    "MissingCRLTest1": ((DEFAULT, False),),
    "AllCertificatesSamePolicyTest1": (
        (EXPLICIT, True),
        (only(1, explicit=True), True),
        (only(2, explicit=True), False),
        (only(1, 2, explicit=True), True),
    ),
    "AllCertificatesNoPoliciesTest2": ((DEFAULT, True), (EXPLICIT, False)),
    "DifferentPoliciesTest3": (
        (DEFAULT, True),
        (EXPLICIT, False),
        (only(1, 2, explicit=True), False),
    ),
    "DifferentPoliciesTest4": ((DEFAULT, False),),
    "DifferentPoliciesTest5": ((DEFAULT, False),),
    "OverlappingPoliciesTest6": ((DEFAULT, True), (only(1), True), (only(2), False)),
    "DifferentPoliciesTest7": ((DEFAULT, False),),
    "DifferentPoliciesTest8": ((DEFAULT, False),),
    "DifferentPoliciesTest9": ((DEFAULT, False),),
    "AllCertificatesSamePoliciesTest10": ((DEFAULT, True), (only(1), True), (only(2), True)),
    "AllCertificatesAnyPolicyTest11": ((DEFAULT, True), (only(1), True)),
    "DifferentPoliciesTest12": ((DEFAULT, False),),
    "AllCertificatesSamePoliciesTest13": ((only(1), True), (only(2), True), (only(3), True)),
    "AnyPolicyTest14": ((only(1), True), (only(2), False)),
    "UserNoticeQualifierTest15": ((DEFAULT, True),),
    "UserNoticeQualifierTest16": ((DEFAULT, True),),
    "UserNoticeQualifierTest17": ((DEFAULT, True),),
    "UserNoticeQualifierTest18": ((only(1), True), (only(2), True)),
    "UserNoticeQualifierTest19": ((DEFAULT, True),),
    "CPSPointerQualifierTest20": ((DEFAULT, True),),
    "ValidPolicyMappingTest1": (
        (only(1), True),
        (only(2), False),
        (Settings(no_mapping=True), False),
    ),
    "InvalidPolicyMappingTest2": ((DEFAULT, False), (Settings(no_mapping=True), False)),
    "ValidPolicyMappingTest3": ((only(1), False), (only(2), True)),
    "ValidPolicyMappingTest5": ((only(1), True), (only(6), False)),
    "ValidPolicyMappingTest6": ((only(1), True), (only(6), False)),
    "ValidPolicyMappingTest12": ((only(1), True), (only(2), True)),
    "inhibitAnyPolicyTest3": ((DEFAULT, True), (Settings(no_any=True), False)),
}


def rows() -> Iterator[tuple[str, Settings, bool]]:
    for path in sorted((DATA / "smime").glob("*.eml")):
        name = path.stem.removeprefix("Signed")
        if name in SPECIAL:
            for settings, valid in SPECIAL[name]:
                yield name, settings, valid
        else:
            yield name, DEFAULT, name.startswith("Valid")


ROWS = tuple(rows())


@functools.cache
def certificates() -> tuple[tuple[bytes, str, frozenset[str]], ...]:
    """Return each certificate, its subject and the names that it leads to."""
    found = [path.read_bytes() for path in sorted((DATA / "certs").glob("*.crt"))]
    return tuple((der, x509.Certificate.load(der).subject.hashable, leads_to(der)) for der in found)


@functools.cache
def all_crls() -> tuple[tuple[bytes, str], ...]:
    found = [path.read_bytes() for path in sorted((DATA / "crls").glob("*.crl"))]
    return tuple((der, crl.CertificateList.load(der).issuer.hashable) for der in found)


def signer_of(name: str) -> bytes:
    message = email.message_from_bytes((DATA / "smime" / f"Signed{name}.eml").read_bytes())
    part = next(each for each in message.walk() if "pkcs7" in each.get_content_type())
    encoded = part.get_payload(decode=True)
    assert isinstance(encoded, bytes)
    signer = read_signed_message(encoded).signers[0].certificate
    assert signer is not None
    return signer


def material(anchor: bytes, leaf: bytes) -> TrustMaterial:
    """Return the certificates and CRLs that can concern the leaf's path."""
    kept: list[bytes] = []
    names = set(leads_to(leaf))
    while True:
        news = [
            (der, further)
            for der, subject, further in certificates()
            if subject in names and der not in kept and der != leaf
        ]
        if not news:
            crls = tuple(der for der, issuer in all_crls() if issuer in names)
            return TrustMaterial((anchor,), tuple(kept), crls)
        for der, further in news:
            kept.append(der)
            names.update(further)


def leads_to(der: bytes) -> frozenset[str]:
    """Return the names of the issuer and of those who sign CRLs for it."""
    certificate = x509.Certificate.load(der)
    points = certificate.crl_distribution_points_value or ()
    signers = {name.chosen.hashable for point in points for name in point["crl_issuer"] or ()}
    return frozenset({certificate.issuer.hashable, *signers})


@pytest.fixture(scope="module")
def anchor() -> bytes:
    return (DATA / "certs" / "TrustAnchorRootCertificate.crt").read_bytes()


def test_the_suite_is_whole() -> None:
    assert len({name for name, *_ in ROWS}) == 224
    assert len(ROWS) == 247
    assert set(SPECIAL) <= {name for name, *_ in ROWS}


@pytest.mark.parametrize(
    ("name", "settings", "valid"),
    ROWS,
    ids=[f"{name}-{number}" for number, (name, *_rest) in enumerate(ROWS)],
)
def test_a_path_is_good_exactly_when_pkits_says_so(
    name: str, settings: Settings, valid: bool, anchor: bytes
) -> None:
    leaf = signer_of(name)
    request = PathRequest(leaf, material(anchor, leaf), at=AT, offline=True)
    algorithms = AcceptAllAlgorithms() if name in WEAK else None
    revocation = "none" if name in UNREADABLE_CRL else "require"
    answer = decide(request, Rules(settings.params(), algorithms, revocation))
    assert (answer.verdict is Verdict.GOOD) == valid, answer.reasons
    assert valid or answer.reasons


@pytest.mark.parametrize("name", WEAK)
def test_a_short_dsa_key_in_a_path_is_refused_by_default(name: str, anchor: bytes) -> None:
    leaf = signer_of(name)
    answer = decide(PathRequest(leaf, material(anchor, leaf), at=AT, offline=True))
    assert answer.verdict is Verdict.BAD
    assert "path.weak-algorithm" in {reason.code for reason in answer.reasons}
