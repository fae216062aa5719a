"""Purposes, marks of qualified certificates, keys that are no longer accepted, oddities."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.diagnostics.facts.certificates import OwnCertificates
from tests.certificates.authority import EMAIL, ec_key
from tests.unit.services.diagnostics.certificates.own import (
    ANNA,
    TOP,
    anna,
    changed,
    findings,
    on_token,
    only,
    own,
    told,
)

FAIL, WARN, NOTE = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK


def beside_a_good_one(facts: OwnCertificates) -> OwnCertificates:
    good = only(own(anna()))
    return OwnCertificates((*facts.certificates, good), tokens=1)


@pytest.mark.parametrize(
    ("wanted", "causes"),
    [
        (
            {"usage": ("key_encipherment",)},
            ["certificate.not-for-signing", "certificate.not-for-login"],
        ),
        ({"usage": ("content_commitment",)}, ["certificate.not-for-login"]),
        ({"purposes": (EMAIL,)}, ["certificate.not-for-login"]),
    ],
)
def test_a_certificate_for_something_else_stands_in_the_way(
    wanted: dict[str, object], causes: list[str]
) -> None:
    facts = own(anna(**wanted))
    assert told(findings("CRT-07", facts)) == [(FAIL, cause) for cause in causes]
    beside = beside_a_good_one(facts)
    assert told(findings("CRT-07", beside)) == [(NOTE, cause) for cause in causes]


def test_a_certificate_that_is_not_qualified_is_a_warning() -> None:
    facts = changed(own(anna()), qualified_problems=("subject-tool", "tool-class"))
    found = findings("CRT-08", facts)
    assert told(found) == [(WARN, "certificate.not-qualified")]
    assert found[0].evidence["lacks"] == ["mark.subject-tool", "mark.tool-class"]
    assert told(findings("CRT-08", beside_a_good_one(facts))) == [
        (NOTE, "certificate.not-qualified")
    ]


def test_the_certificate_of_an_organisation_does_not_sign_a_person_in() -> None:
    facts = changed(own(anna(snils="")), organisation_only=True)
    assert told(findings("CRT-12", facts)) == [(FAIL, "certificate.of-organisation")]
    assert told(findings("CRT-12", beside_a_good_one(facts))) == [
        (NOTE, "certificate.of-organisation")
    ]
    assert findings("CRT-09", facts) == ()


@pytest.mark.parametrize("weakness", ["gost-2001", "rsa-short", "sha1"])
def test_a_weak_key_stands_in_the_way(weakness: str) -> None:
    facts = changed(own(anna()), weakness=weakness)
    assert told(findings("CRT-16", facts)) == [(FAIL, "certificate.key-weak")]
    assert told(findings("CRT-16", beside_a_good_one(facts))) == [(NOTE, "certificate.key-weak")]


def test_unknown_parameters_of_a_key_that_works_are_a_note() -> None:
    facts = changed(own(anna()), parameters_known=False, parameters="1.2.3")
    assert told(findings("CRT-17", facts)) == [(NOTE, "certificate.parameters-unknown")]
    unfit = changed(own(anna(usage=("key_encipherment",))), parameters_known=False)
    assert told(findings("CRT-17", unfit)) == [(WARN, "certificate.parameters-unknown")]


def test_broken_rules_are_a_warning_and_what_strict_readers_mind_a_note() -> None:
    odd = changed(own(anna()), encoding_problems=("serial-negative", "strict"))
    found = findings("CRT-32", odd)
    assert told(found) == [(WARN, "certificate.odd-encoding")]
    assert found[0].evidence["problems"] == ["oddity.serial-negative", "oddity.strict"]
    strict = changed(own(anna()), encoding_problems=("strict",))
    assert told(findings("CRT-32", strict)) == [(NOTE, "certificate.odd-encoding")]
    assert told(findings("CRT-32", beside_a_good_one(odd))) == [(NOTE, "certificate.odd-encoding")]


def test_a_good_certificate_is_in_order() -> None:
    for identifier in ("CRT-07", "CRT-08", "CRT-12", "CRT-16", "CRT-17", "CRT-32"):
        assert findings(identifier, own(anna())) == ()


def unsupported() -> OwnCertificates:
    """Return a certificate whose key this program cannot use yet, as ГОСТ keys are now."""
    return own(on_token(TOP.issue(ANNA, ec_key(ec.SECP256K1()))))


def test_a_key_that_the_program_cannot_use_stands_in_the_way() -> None:
    facts = unsupported()
    assert told(findings("CRT-16", facts)) == [(FAIL, "certificate.algorithm-unsupported")]
    beside = beside_a_good_one(facts)
    assert told(findings("CRT-16", beside)) == [(NOTE, "certificate.algorithm-unsupported")]


def test_such_a_certificate_is_looked_at_like_the_others() -> None:
    facts = changed(unsupported(), qualified_problems=("tool-class",))
    assert told(findings("CRT-08", facts)) == [(WARN, "certificate.not-qualified")]
