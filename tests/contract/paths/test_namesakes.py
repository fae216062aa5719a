"""Certificates that bear an anchor's name and key without being the anchor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from tests.certificates.authority import DAY, NOW, Issued, ec_key, root


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def ask(judge: PathJudge, der: bytes, anchors: tuple[Issued, ...]) -> PathReport:
    lists = tuple(each.crl() for each in anchors)
    trust = TrustMaterial(tuple(each.der for each in anchors), (), lists)
    return judge.judge(PathRequest(der, trust, offline=True))


def signed_by_another(anchor: Issued, signer: Issued) -> bytes:
    """Return a certificate on the anchor's name and key that ``signer`` issued."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(anchor.certificate.subject)
        .issuer_name(signer.certificate.subject)
        .public_key(anchor.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + 9000 * DAY)
    )
    return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_an_anchor_with_a_damaged_signature_is_not_the_anchor(judge: PathJudge) -> None:
    anchor = root()
    damaged = bytearray(anchor.der)
    damaged[-1] ^= 1
    assert ask(judge, anchor.der, (anchor,)).verdict is Verdict.GOOD
    assert ask(judge, bytes(damaged), (anchor,)).verdict is Verdict.BAD


def test_an_anchors_name_and_key_signed_by_a_stranger_are_not_good(judge: PathJudge) -> None:
    anchor = root()
    forged = signed_by_another(anchor, root("Чужой"))
    report = ask(judge, forged, (anchor,))
    assert report.verdict is Verdict.BAD
    assert "path.intermediate-missing" in {reason.code for reason in report.reasons}


def test_a_forged_issuer_signature_over_an_anchors_name_and_key_is_bad(judge: PathJudge) -> None:
    anchor, other = root(), root("Другой")
    forged = signed_by_another(anchor, Issued(other.certificate, ec_key()))
    report = ask(judge, forged, (anchor, other))
    assert report.verdict is Verdict.BAD
    assert "path.broken-signature" in {reason.code for reason in report.reasons}


def test_a_cross_certificate_of_two_anchors_is_not_called_good_unseen(judge: PathJudge) -> None:
    anchor, other = root(), root("Другой")
    cross = signed_by_another(anchor, other)
    report = ask(judge, cross, (anchor, other))
    assert report.verdict is Verdict.UNKNOWN
    assert [reason.code for reason in report.reasons] == ["path.revocation-unknown"]
    assert [each.subject for each in report.path] == ["Корень", "Другой"]
