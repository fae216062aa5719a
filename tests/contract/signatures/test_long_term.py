"""Signatures with time stamps and with the word on revocation that they carry, judged later."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from asn1crypto import core

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import CutSigner, cut_message, joined, with_time_stamps
from desktop_app.signing.der import SEQUENCE, SET, tlv
from desktop_app.signing.verification import SignerReport, VerificationReport, verify_cades
from tests.certificates.authority import DAY, NOW, Issued, Wanted, ec_key, root, rsa_key
from tests.certificates.time_stamp_service import WANTED, made_token

CONTENT = "Согласие\n".encode()
THEN = NOW - 5 * DAY
OLD: dict[str, Any] = {"not_before": NOW - 400 * DAY}
REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"


@dataclass
class Scene:
    """Two roots: one certifies people, the other time-stamp services."""

    judge: PathJudge
    people: Issued
    services: Issued

    def verify(
        self,
        signature: bytes,
        *crls: bytes,
        stamp_anchors: Sequence[Issued] = (),
        stamp_crls: Sequence[bytes] = (),
    ) -> VerificationReport:
        return verify_cades(
            signature,
            io.BytesIO(CONTENT),
            trust=TrustMaterial(anchors=(self.people.der,), crls=crls),
            stamp_trust=TrustMaterial(
                anchors=tuple(each.der for each in stamp_anchors), crls=tuple(stamp_crls)
            ),
            judge=self.judge,
            offline=True,
        )

    def stamped(self, signature: bytes, *crls: bytes) -> SignerReport:
        """Verify while services are trusted and not revoked."""
        report = self.verify(
            signature, *crls, stamp_anchors=[self.services], stamp_crls=[self.services.crl()]
        )
        (signer,) = report.signers
        assert report.verdict is signer.verdict
        return signer


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    judge = PathJudge()
    yield Scene(judge, root("Корень", **OLD), root("Корень служб", **OLD))
    judge.close()


def signed(signer: Issued) -> bytes:
    algorithm = signer.algorithms[0]
    return sign_cades(
        CadesWriter(signer.der, algorithm),
        lambda attributes: signer.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, CONTENT).digest(),
        signing_time=THEN,
    )


def with_stamp(signature: bytes, service: Issued, time: datetime = THEN) -> bytes:
    def stamp(signer: CutSigner) -> bytes:
        return made_token(service, signer.value, time)

    return with_time_stamps(cut_message(signature), stamp).encode()


def with_attribute(signature: bytes, dotted: str, value: bytes) -> bytes:
    message = cut_message(signature)
    (signer,) = message.signers
    kind = bytes(core.ObjectIdentifier(dotted).dump())
    attribute = tlv(SEQUENCE, kind, tlv(SET, value))
    more = replace(signer, unsigned=(*signer.unsigned, attribute))
    return replace(message, signers=(more,)).encode()


def codes(signer: SignerReport) -> list[str]:
    return [reason.code for reason in signer.reasons]


@pytest.fixture(params=[rsa_key, ec_key])
def service(request: pytest.FixtureRequest, scene: Scene) -> Issued:
    return scene.services.issue(replace(WANTED, not_before=NOW - 200 * DAY), request.param())


def test_a_trusted_stamp_says_when_the_signature_existed(scene: Scene, service: Issued) -> None:
    person = scene.people.issue(Wanted("Иванова"))
    signer = scene.stamped(with_stamp(signed(person), service), scene.people.crl())
    assert (signer.verdict, signer.level, codes(signer)) == (Verdict.GOOD, "T", [])
    assert signer.timestamp == signer.not_later_than == THEN
    (stamp,) = signer.stamps
    assert (stamp.verdict, stamp.service) == (Verdict.GOOD, WANTED.name)
    assert [each.subject for each in stamp.path] == [WANTED.name, "Корень служб"]


EXPIRED = Wanted("Иванова", not_before=NOW - 300 * DAY, not_after=NOW - 2 * DAY)
IN_TIME = {"this": NOW - 6 * DAY, "following": NOW - DAY}


def test_a_certificate_that_expired_after_the_stamp_is_still_good(
    scene: Scene, service: Issued
) -> None:
    signature = signed(scene.people.issue(EXPIRED))
    word = scene.people.crl(**IN_TIME)
    assert "certificate.expired" in codes(scene.verify(signature, word).signers[0])
    signer = scene.stamped(with_stamp(signature, service), word)
    assert (signer.verdict, codes(signer)) == (Verdict.GOOD, ["signature.stamped-in-time"])


def test_a_certificate_that_expired_before_the_stamp_is_bad(scene: Scene, service: Issued) -> None:
    stamped = with_stamp(signed(scene.people.issue(EXPIRED)), service, NOW - DAY)
    signer = scene.stamped(stamped, scene.people.crl(**IN_TIME))
    assert signer.verdict is Verdict.BAD
    assert "certificate.expired" in codes(signer)


def test_a_service_that_nobody_trusts_proves_nothing(scene: Scene, service: Issued) -> None:
    stamped = with_stamp(signed(scene.people.issue(EXPIRED)), service)
    report = scene.verify(stamped, scene.people.crl(**IN_TIME))
    (signer,) = report.signers
    assert (signer.verdict, signer.stamps[0].verdict) == (Verdict.BAD, Verdict.BAD)
    assert signer.not_later_than is None
    assert signer.level == "T"


def test_a_service_of_which_nobody_can_tell_turns_bad_into_cannot_tell(
    scene: Scene, service: Issued
) -> None:
    stamped = with_stamp(signed(scene.people.issue(EXPIRED)), service)
    report = scene.verify(stamped, scene.people.crl(**IN_TIME), stamp_anchors=[scene.services])
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report.signers[0]) == ["signature.stamp-doubtful"]


def test_the_roots_of_services_do_not_certify_people(scene: Scene) -> None:
    person = scene.services.issue(Wanted("Иванова"))
    signer = scene.stamped(signed(person), scene.services.crl())
    assert signer.verdict is Verdict.BAD


def test_a_stamp_on_something_else_counts_for_nothing(scene: Scene, service: Issued) -> None:
    person = scene.people.issue(Wanted("Иванова"))

    def stamp(_signer: CutSigner) -> bytes:
        return made_token(service, b"another", THEN)

    stamped = with_time_stamps(cut_message(signed(person)), stamp).encode()
    signer = scene.stamped(stamped, scene.people.crl())
    assert (signer.verdict, signer.level, signer.timestamp) == (Verdict.GOOD, "BES", None)
    (reason,) = signer.stamps[0].reasons
    assert (reason.code, reason.data["detail"]) == ("stamp.flawed", "imprint")


def test_junk_in_place_of_a_stamp_does_not_break_the_signature(scene: Scene) -> None:
    person = scene.people.issue(Wanted("Иванова"))
    junk = with_time_stamps(cut_message(signed(person)), lambda _signer: tlv(SEQUENCE)).encode()
    signer = scene.stamped(junk, scene.people.crl())
    assert (signer.verdict, signer.level) == (Verdict.GOOD, "BES")
    assert signer.stamps[0].verdict is Verdict.BAD


@pytest.mark.parametrize("place", ["crls field", "revocation values"])
def test_the_word_that_a_signature_carries_is_enough_without_a_network(
    scene: Scene, service: Issued, place: str
) -> None:
    signature = with_stamp(signed(scene.people.issue(EXPIRED)), service)
    unknown = scene.stamped(signature)
    assert (unknown.verdict, unknown.level) == (Verdict.UNKNOWN, "T")
    word = scene.people.crl(**IN_TIME)
    if place == "crls field":
        carrying = replace(cut_message(signature), crls=tlv(0xA1, word)).encode()
    else:
        value = tlv(SEQUENCE, tlv(0xA0, tlv(SEQUENCE, word)))
        carrying = with_attribute(signature, REVOCATION_VALUES, value)
    signer = scene.stamped(carrying)
    assert (signer.verdict, signer.level) == (Verdict.GOOD, "LT")


def test_issuers_that_a_signature_carries_complete_the_path(scene: Scene, service: Issued) -> None:
    middle = scene.people.issue(Wanted("УЦ", ca=True))
    person = middle.issue(Wanted("Иванова"))
    signature = with_stamp(signed(person), service)
    word = (scene.people.crl(), middle.crl())
    assert scene.stamped(signature, *word).verdict is Verdict.BAD
    value = tlv(SEQUENCE, middle.der)
    carrying = with_attribute(signature, "1.2.840.113549.1.9.16.2.23", value)
    assert scene.stamped(carrying, *word).verdict is Verdict.GOOD


def test_each_of_several_signers_has_a_verdict_and_a_level(scene: Scene, service: Issued) -> None:
    first = with_stamp(signed(scene.people.issue(Wanted("Иванова"))), service)
    second = signed(scene.people.issue(EXPIRED, rsa_key()))
    both = joined(cut_message(first), cut_message(second)).encode()
    report = scene.verify(
        both,
        scene.people.crl(),
        stamp_anchors=[scene.services],
        stamp_crls=[scene.services.crl()],
    )
    found = {(each.subject, each.level, each.verdict) for each in report.signers}
    assert report.verdict is Verdict.BAD
    assert found == {("Иванова", "T", Verdict.GOOD), ("Иванова", "BES", Verdict.BAD)}


def test_a_second_stamp_helps_where_the_first_does_not(scene: Scene, service: Issued) -> None:
    """RFC 5126 section 6.1.1: stamps of several services may stand beside one another."""
    stranger = root("Чужой корень").issue(WANTED)
    signature = with_stamp(signed(scene.people.issue(EXPIRED)), stranger)
    message = cut_message(signature)
    (signer,) = message.signers
    token = made_token(service, signer.value, THEN)
    both = with_attribute(signature, "1.2.840.113549.1.9.16.2.14", token)
    report = scene.stamped(both, scene.people.crl(**IN_TIME))
    assert [each.verdict for each in report.stamps] == [Verdict.BAD, Verdict.GOOD]
    assert report.verdict is Verdict.GOOD
