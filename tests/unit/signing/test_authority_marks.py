"""An issuer is told from its namesakes by key identifier and signature."""

from __future__ import annotations

import pytest

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.core.resources import resource_path
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.authority_marks import issued_by, marks_of
from tests.certificates.authority import Wanted, root, rsa_key
from tests.certificates.real_authorities import bundled_root


def test_marks_name_the_keys_and_the_role() -> None:
    top = root("Корень")
    issuing = marks_of(top.issue(Wanted("УЦ", ca=True)).der)
    above = marks_of(top.der)
    assert (issuing.subject, issuing.issuer) == ("УЦ", "Корень")
    assert issuing.issuer_key_id == above.key_id != ""
    assert (issuing.is_authority, issuing.self_issued) == (True, False)
    assert above.self_issued
    person = marks_of(top.issue(Wanted("Врач")).der)
    assert not person.is_authority


@pytest.mark.parametrize("key_identifiers", [True, False])
def test_a_namesake_is_not_the_issuer(*, key_identifiers: bool) -> None:
    first = root("Корень", rsa_key(), key_identifiers=key_identifiers)
    second = root("Корень", key_identifiers=key_identifiers)
    child = first.issue(Wanted("Врач", key_identifiers=key_identifiers))
    assert issued_by(child.der, first.der) is True
    assert issued_by(child.der, second.der) is False
    assert issued_by(child.der, root("Другой").der) is False
    assert issued_by(child.der, b"broken") is False


def test_six_roots_of_few_names_are_told_apart_by_their_keys() -> None:
    roots = read_certificates(resource_path("anchors"))
    assert len({marks_of(der).key_id for der in roots}) == 6
    assert len({marks_of(der).subject for der in roots}) == 3
    assert all(issued_by(der, der) for der in roots if der != bundled_root(2012))
    # ГОСТ Р 34.10-2001 is of the past and not computed.
    assert issued_by(bundled_root(2012), bundled_root(2012)) is None


def test_a_child_is_led_to_the_one_namesake_whose_key_it_names() -> None:
    namesakes = [root("Минцифры России") for _ in range(3)]
    for one in namesakes:
        child = one.issue(Wanted("УЦ", ca=True))
        fitting = [each for each in namesakes if issued_by(child.der, each.der) is not False]
        assert fitting == [one]


def test_what_is_no_certificate_has_no_marks() -> None:
    with pytest.raises(NotCertificateError):
        marks_of(b"0\x00")
