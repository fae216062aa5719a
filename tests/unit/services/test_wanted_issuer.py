"""A missing issuer is found where it is, and what only looks like it is left."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from desktop_app.services.pins_of_trust import own_pins
from desktop_app.services.wanted_issuer import IssuerSources, Wanted, bundle_of
from desktop_app.signing.accredited_list import AccreditedList
from desktop_app.signing.accredited_list_reader import read_accredited_list
from desktop_app.signing.authority_marks import marks_of
from tests.certificates.accredited import List, Listed
from tests.certificates.authority import Issued, ec_key, issue, root
from tests.certificates.authority import Wanted as Asked

ADDRESS = "http://authority.example/issuing.cer"


@pytest.fixture(scope="module")
def top() -> Issued:
    return root("Корень")


@pytest.fixture(scope="module")
def issuing(top: Issued) -> Issued:
    return top.issue(Asked("УЦ", ca=True))


@pytest.fixture(scope="module")
def person(issuing: Issued) -> Issued:
    return issuing.issue(Asked("Врач"))


def wanted(child: Issued, **more: Any) -> Wanted:
    marks = marks_of(child.der)
    return Wanted(issuer=marks.issuer, key_id=marks.issuer_key_id, **more)


def nearby(**sources: tuple[Issued, ...]) -> tuple[tuple[str, Callable[[], list[bytes]]], ...]:
    return tuple((name, partial(_ders, found)) for name, found in sources.items())


def _ders(found: tuple[Issued, ...]) -> list[bytes]:
    return [each.der for each in found]


def found(sources: IssuerSources, what: Wanted, *, online: bool = True) -> list[tuple[str, bytes]]:
    return [(each.source, each.der) for each in sources.candidates(what, online=online)]


def forged(issuing: Issued) -> Issued:
    """Return an authority of the same name and key identifier with another key."""
    real = x509.SubjectKeyIdentifier.from_public_key(issuing.key.public_key())
    return issue(
        Asked("УЦ", ca=True, key_identifiers=False, extensions=(real,)), ec_key(), root("Чужой")
    )


def test_the_token_comes_before_the_program_and_the_network(
    person: Issued, issuing: Issued
) -> None:
    sources = IssuerSources(
        nearby(token=(person, issuing), bundled=(issuing,)), fetch=lambda _address: issuing.der
    )
    assert found(sources, wanted(person, aia=(ADDRESS,))) == [("token", issuing.der)]


def test_an_issuer_is_fetched_from_the_address_in_the_certificate(
    person: Issued, issuing: Issued
) -> None:
    asked = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return issuing.der

    sources = IssuerSources(nearby(token=(person,)), fetch=fetch)
    what = wanted(person, aia=(ADDRESS,))
    assert found(sources, what) == [(f"aia:{ADDRESS}", issuing.der)]
    assert found(sources, what, online=False) == []
    assert asked == [ADDRESS]


def test_the_list_of_authorities_gives_the_issuer_by_its_key(
    person: Issued, issuing: Issued, top: Issued
) -> None:
    def accredited() -> AccreditedList:
        listed = List((Listed("УЦ", (top.der, issuing.der)),))
        return read_accredited_list(io.BytesIO(listed.xml()))

    sources = IssuerSources(nearby(token=(person,)), accredited)
    assert found(sources, wanted(person)) == [("list", issuing.der)]


def test_a_forgery_of_the_same_name_and_key_identifier_is_left(
    person: Issued, issuing: Issued
) -> None:
    fake = forged(issuing)
    assert marks_of(fake.der).key_id == marks_of(issuing.der).key_id
    sources = IssuerSources(nearby(token=(person, fake)), fetch=lambda _address: fake.der)
    assert found(sources, wanted(person, aia=(ADDRESS,))) == []


@pytest.mark.parametrize("name", ["УЦ", "Другой УЦ"])
def test_a_namesake_and_a_stranger_are_left(name: str, person: Issued, top: Issued) -> None:
    other = top.issue(Asked(name, ca=True))
    sources = IssuerSources(nearby(token=(person, other)))
    assert found(sources, wanted(person)) == []


def test_a_person_is_no_issuer(person: Issued) -> None:
    marks = marks_of(person.der)
    sources = IssuerSources(nearby(token=(person,)))
    assert found(sources, Wanted(marks.subject, marks.key_id)) == []


def test_it_is_told_whether_a_signature_proved_the_issuer(
    person: Issued, issuing: Issued, top: Issued
) -> None:
    def proven(*here: Issued, **what: Any) -> list[bool | None]:
        sources = IssuerSources(nearby(token=here))
        return [each.proven for each in sources.candidates(Wanted("УЦ", **what))]

    marks = marks_of(issuing.der)
    assert proven(person, issuing, key_id=marks.key_id) == [True]
    assert proven(issuing, key_id=marks.key_id) == [None]
    assert proven(issuing, sha256=marks.sha256) == [True]
    assert proven(person, issuing, key_id=marks.key_id, sha256=marks.sha256) == [True]
    assert proven(forged(issuing), person, key_id=marks.key_id) == []
    assert proven(top, person, key_id=marks.key_id) == []


def test_a_fingerprint_alone_is_enough_and_a_wrong_one_finds_nothing(top: Issued) -> None:
    sources = IssuerSources(nearby(bundled=(top,)))
    assert found(sources, Wanted(sha256=marks_of(top.der).sha256)) == [("bundled", top.der)]
    assert found(sources, Wanted(sha256="00" * 32)) == []
    assert found(sources, Wanted("Корень", sha256="00" * 32)) == []


def test_each_of_the_ministrys_roots_is_found_by_its_key_among_its_namesakes() -> None:
    roots = own_pins().bundled("signatures")
    sources = IssuerSources((("bundled", lambda: roots),))
    for der in roots:
        marks = marks_of(der)
        assert found(sources, Wanted(marks.subject, marks.key_id)) == [("bundled", der)]


def test_a_name_alone_is_not_enough(top: Issued) -> None:
    sources = IssuerSources(nearby(bundled=(top,)))
    assert found(sources, Wanted("Корень")) == []
    assert found(sources, Wanted()) == []


def test_an_address_that_fails_or_gives_rubbish_finds_nothing(person: Issued) -> None:
    def silent(_address: str) -> bytes:
        raise OSError

    what = wanted(person, aia=(ADDRESS,))
    for fetch in (silent, lambda _address: b"<html>", lambda _address: b""):
        assert found(IssuerSources(nearby(token=(person,)), fetch=fetch), what) == []


def test_bundles_of_every_form_are_read(top: Issued, issuing: Issued) -> None:
    both = [issuing.certificate, top.certificate]
    p7 = pkcs7.serialize_certificates(both, Encoding.DER)
    assert set(bundle_of(p7)) == {top.der, issuing.der}
    assert list(bundle_of(top.pem + issuing.pem)) == [top.der, issuing.der]
    assert list(bundle_of(top.der)) == [top.der]


def test_evidence_of_findings_is_understood() -> None:
    reason = {"subject": "Врач", "issuer": "УЦ", "key_id": "AB01", "sources": [ADDRESS]}
    assert Wanted.of(reason) == Wanted("УЦ", "ab01", "", (ADDRESS,))
    link = {"name": "УЦ", "sha256": "CD" * 32, "aia": (ADDRESS, "ldap://x", "https://y")}
    assert Wanted.of(link) == Wanted("УЦ", "", "cd" * 32, (ADDRESS,))
    assert Wanted.of({}) == Wanted()
