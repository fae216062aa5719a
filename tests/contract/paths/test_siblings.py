"""A certificate of a remembered family is judged as it would be without any memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, Purpose, TrustMaterial
from desktop_app.signing.der import SEQUENCE, tlv
from tests.certificates.authority import DAY, EMAIL, NOW, Issued, Wanted, root, rsa_key

BIT_STRING = 0x03
LATER = NOW + 2 * DAY


@dataclass(frozen=True)
class Family:
    """Two authorities and their lists."""

    top: Issued
    issuing: Issued
    crls: tuple[bytes, ...]

    def question(self, leaf: bytes, at: datetime | None = None, **parts: object) -> PathRequest:
        """Ask as for a CMS that carries its signer and the issuer."""
        trust = TrustMaterial((self.top.der,), (leaf, self.issuing.der), self.crls)
        request = PathRequest(leaf, trust, at, offline=True, purpose="sign")
        return replace(request, **parts)  # type: ignore[arg-type]


def family(**middle: object) -> Family:
    top = root("Корень")
    issuing = top.issue(replace(Wanted("Издатель", ca=True), **middle))  # type: ignore[arg-type]
    return Family(top, issuing, (top.crl(), issuing.crl()))


PLAIN = family()
FIRST = PLAIN.issuing.issue(Wanted("Первая", surname="Первая", given_name="Анна"))
WHOLE = Wanted(
    "Вторая",
    key_not_after=NOW + DAY,
    extensions=(x509.SubjectAlternativeName([x509.RFC822Name("second@clinic.test")]),),
)
SECOND = PLAIN.issuing.issue(WHOLE)
THIRD = PLAIN.issuing.issue(replace(WHOLE, name="Третья", key_not_after=NOW + 2 * DAY))
REVOKED = PLAIN.issuing.issue(Wanted("Отозванная"))
PLAIN.issuing.revoke(REVOKED)
PLAIN = replace(PLAIN, crls=(PLAIN.top.crl(), PLAIN.issuing.crl()))


@pytest.fixture(scope="module")
def anew() -> Iterator[PathJudge]:
    """A judge that asks the validator each time."""
    made = PathJudge(remembered_seconds=0.0)
    yield made
    made.close()


@pytest.fixture(scope="module")
def remembering() -> Iterator[PathJudge]:
    """A judge that has seen one of the family a moment ago, however long the tests take."""
    made = PathJudge(remembered_seconds=3600.0)
    for first, at in ((FIRST, None), (FIRST, LATER), (THIRD, None)):
        assert made.judge(PLAIN.question(first.der, at)).verdict is Verdict.GOOD
    yield made
    made.close()


def without_the_validator(judge: PathJudge, request: PathRequest) -> PathReport:
    """Judge in no time, which the worker cannot keep."""
    return judge.judge(request, timeout_seconds=0.0)


ALIKE: dict[str, Wanted] = {
    "another name": Wanted("Вторая", surname="Вторая", snils="11223344595"),
    "another term": Wanted("Вторая", not_before=NOW - 400 * DAY, not_after=NOW + 3 * DAY),
}
UNLIKE: dict[str, tuple[Wanted, Verdict]] = {
    "another usage": (Wanted("Вторая", usage=("key_agreement",)), Verdict.BAD),
    "a purpose": (Wanted("Вторая", purposes=(EMAIL,)), Verdict.GOOD),
    "expired": (Wanted("Вторая", not_after=NOW - DAY), Verdict.BAD),
    "not yet valid": (Wanted("Вторая", not_before=NOW + DAY), Verdict.BAD),
    "no key identifiers": (Wanted("Вторая", key_identifiers=False), Verdict.GOOD),
    "an authority": (Wanted("Вторая", ca=True), Verdict.BAD),
    "name of the issuer": (Wanted("Издатель"), Verdict.GOOD),
    "name of the root in other letters": (Wanted("КОРЕНЬ"), Verdict.GOOD),
}


@pytest.mark.parametrize("what", sorted(ALIKE))
@pytest.mark.parametrize("at", [None, LATER], ids=["now", "then"])
def test_one_made_alike_is_judged_without_the_validator(
    anew: PathJudge, remembering: PathJudge, what: str, at: datetime | None
) -> None:
    request = PLAIN.question(PLAIN.issuing.issue(ALIKE[what]).der, at)
    report = without_the_validator(remembering, request)
    assert report.verdict is Verdict.GOOD
    assert report == anew.judge(request)


@pytest.mark.parametrize("what", sorted(UNLIKE))
def test_one_made_otherwise_is_judged_by_the_validator(
    anew: PathJudge, remembering: PathJudge, what: str
) -> None:
    wanted, verdict = UNLIKE[what]
    request = PLAIN.question(PLAIN.issuing.issue(wanted).der)
    expected = anew.judge(request)
    assert expected.verdict is verdict
    assert remembering.judge(request) == expected


def damaged(der: bytes) -> bytes:
    return der[:-1] + bytes([der[-1] ^ 1])


def with_unused_bits(der: bytes) -> bytes:
    start = len(der) - len(cut_certificate(der).signature) - 1
    return der[:start] + b"\x80" + der[start + 1 :]


def of_another_key(_: bytes) -> bytes:
    other = root("Корень").issue(Wanted("Издатель", ca=True))
    return other.issue(Wanted("Вторая")).der


def with_an_rsa_key(_: bytes) -> bytes:
    return PLAIN.issuing.issue(Wanted("Вторая"), rsa_key()).der


def with_name_and_key_of_the_root(_: bytes) -> bytes:
    return PLAIN.issuing.issue(Wanted("Корень"), PLAIN.top.key).der


ODD: dict[str, tuple[Callable[[bytes], bytes], Verdict]] = {
    "its signature is damaged": (damaged, Verdict.BAD),
    "its signature has unused bits": (with_unused_bits, Verdict.UNKNOWN),
    "another key of the issuer's name signed it": (of_another_key, Verdict.BAD),
    "its key is of another kind": (with_an_rsa_key, Verdict.GOOD),
    "it bears name and key of the root": (with_name_and_key_of_the_root, Verdict.UNKNOWN),
    "it is revoked": (lambda _: REVOKED.der, Verdict.BAD),
}


@pytest.mark.parametrize("what", sorted(ODD))
def test_what_is_odd_about_one_is_found_by_the_validator(
    anew: PathJudge, remembering: PathJudge, what: str
) -> None:
    made, verdict = ODD[what]
    request = PLAIN.question(made(PLAIN.issuing.issue(Wanted("Вторая")).der))
    report = remembering.judge(request)
    assert report.verdict is verdict
    assert report == anew.judge(request)


@pytest.mark.parametrize("purpose", ["any", "login", "stamp"])
def test_another_question_is_another_family(
    anew: PathJudge, remembering: PathJudge, purpose: Purpose
) -> None:
    leaf = PLAIN.issuing.issue(Wanted("Вторая")).der
    request = PLAIN.question(leaf, purpose=purpose)
    assert remembering.judge(request) == anew.judge(request)


def test_newer_lists_are_another_family(anew: PathJudge, remembering: PathJudge) -> None:
    second = PLAIN.issuing.issue(Wanted("Вторая"))
    PLAIN.issuing.revoke(second)
    newer = replace(PLAIN, crls=(PLAIN.top.crl(), PLAIN.issuing.crl()))
    PLAIN.issuing.revoked.remove(second.certificate.serial_number)
    report = remembering.judge(newer.question(second.der))
    assert {each.code for each in report.reasons} == {"certificate.revoked"}
    assert report == anew.judge(newer.question(second.der))


def test_an_authority_with_a_permitted_name_says_nothing_of_other_names(
    anew: PathJudge, remembering: PathJudge
) -> None:
    def person(name: str) -> Wanted:
        return Wanted(name, extensions=(x509.SubjectAlternativeName([x509.DNSName(name)]),))

    bound = family(extensions=(x509.NameConstraints([x509.DNSName("clinic.test")], None),))
    inside = bound.issuing.issue(person("a.clinic.test"))
    assert remembering.judge(bound.question(inside.der)).verdict is Verdict.GOOD
    outside = bound.question(bound.issuing.issue(person("a.shop.test")).der)
    report = remembering.judge(outside)
    assert report.verdict is Verdict.BAD
    assert report == anew.judge(outside)


def test_a_family_is_forgotten_in_time(anew: PathJudge) -> None:
    assert anew.judge(PLAIN.question(FIRST.der)).verdict is Verdict.GOOD
    request = PLAIN.question(PLAIN.issuing.issue(Wanted("Вторая")).der)
    assert without_the_validator(anew, request).verdict is Verdict.UNKNOWN


def signed_anew(tbs: bytes) -> bytes:
    """Return a certificate that the authority signed, whatever it says."""
    algorithm = cut_certificate(FIRST.der).signature_algorithm
    (row, *_) = PLAIN.issuing.algorithms
    signature = PLAIN.issuing.sign_message(tbs, row)
    return tlv(SEQUENCE, tbs, algorithm, tlv(BIT_STRING, b"\0" + signature))


@settings(max_examples=120)
@given(st.data())
def test_whatever_the_authority_signs_is_judged_as_without_memory(
    anew: PathJudge, remembering: PathJudge, data: st.DataObject
) -> None:
    tbs = bytearray(cut_certificate(SECOND.der).tbs)
    for _ in range(data.draw(st.integers(1, 2))):
        tbs[data.draw(st.integers(0, len(tbs) - 1))] = data.draw(st.integers(0, 255))
    request = PLAIN.question(signed_anew(bytes(tbs)))
    assert outcome(remembering, request) == outcome(anew, request)


def outcome(judge: PathJudge, request: PathRequest) -> PathReport | str:
    try:
        return judge.judge(request)
    except Exception as error:  # noqa: BLE001 - both must fail alike
        return repr(error)
