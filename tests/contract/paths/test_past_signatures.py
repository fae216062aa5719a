"""A signature that is known to have existed at some moment is judged as of then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from tests.certificates.authority import DAY, NOW, Issued, Wanted, root
from tests.end_to_end.workplace import published

THEN = NOW - 5 * DAY


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def ask(
    judge: PathJudge,
    anchor: Issued,
    leaf: Issued,
    *crls: bytes,
    existed_at: datetime | None = THEN,
    offline: bool = True,
) -> PathReport:
    trust = TrustMaterial(anchors=(anchor.der,), crls=crls)
    request = PathRequest(leaf.der, trust, offline=offline, purpose="sign", existed_at=existed_at)
    return judge.judge(request)


def codes(report: PathReport) -> list[str]:
    return [reason.code for reason in report.reasons]


EXPIRED = Wanted("Иванова", not_before=NOW - 300 * DAY, not_after=NOW - 2 * DAY)


def test_a_certificate_that_expired_later_was_good_then(judge: PathJudge) -> None:
    anchor = root(not_before=NOW - 400 * DAY)
    leaf = anchor.issue(EXPIRED)
    word = anchor.crl(this=NOW - 6 * DAY, following=NOW - 1 * DAY)
    assert codes(ask(judge, anchor, leaf, word, existed_at=None)) == ["certificate.expired"]
    report = ask(judge, anchor, leaf, word)
    assert (report.verdict, report.judged_at) == (Verdict.GOOD, THEN)


def test_a_list_made_after_the_term_does_not_clear_an_expired_certificate(
    judge: PathJudge,
) -> None:
    anchor = root(not_before=NOW - 400 * DAY)
    report = ask(judge, anchor, anchor.issue(EXPIRED), anchor.crl())
    assert (report.verdict, codes(report)) == (Verdict.UNKNOWN, ["path.revocation-unknown"])


def test_a_list_made_after_the_term_still_convicts(judge: PathJudge) -> None:
    anchor = root(not_before=NOW - 400 * DAY)
    leaf = anchor.issue(EXPIRED)
    assert codes(ask(judge, anchor, leaf, revoked_crl(anchor, leaf, NOW - 6 * DAY))) == [
        "certificate.revoked"
    ]


def revoked_crl(anchor: Issued, leaf: Issued, at: datetime) -> bytes:
    """Return a fresh list that says when the leaf was revoked."""

    entry = x509.RevokedCertificateBuilder(leaf.certificate.serial_number, at).build()
    builder = x509.CertificateRevocationListBuilder(
        anchor.certificate.subject, NOW - DAY, NOW + 7 * DAY
    ).add_revoked_certificate(entry)
    return builder.sign(anchor.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("revoked", "verdict"), [(NOW - 6 * DAY, Verdict.BAD), (NOW - 4 * DAY, Verdict.GOOD)]
)
def test_a_revocation_counts_when_it_came_before(
    judge: PathJudge, revoked: datetime, verdict: Verdict
) -> None:
    anchor = root()
    leaf = anchor.issue(Wanted("Иванова"))
    crl = revoked_crl(anchor, leaf, revoked)
    assert ask(judge, anchor, leaf, crl, existed_at=None).verdict is Verdict.BAD
    assert ask(judge, anchor, leaf, crl).verdict is verdict


def test_an_old_list_does_not_clear_what_a_newer_one_convicts(judge: PathJudge) -> None:
    """A thief would carry a list along that was made before the revocation."""
    anchor = root()
    leaf = anchor.issue(Wanted("Иванова"))
    old = anchor.crl(this=NOW - 9 * DAY, following=NOW - DAY)
    new = revoked_crl(anchor, leaf, NOW - 6 * DAY)
    for crls in ((old, new), (new, old)):
        assert ask(judge, anchor, leaf, *crls).verdict is Verdict.BAD


def test_a_certificate_cannot_sign_before_it_was_issued(judge: PathJudge) -> None:
    anchor = root()
    leaf = anchor.issue(Wanted("Иванова", not_before=NOW - 3 * DAY))
    report = ask(judge, anchor, leaf, anchor.crl(this=NOW - 6 * DAY))
    assert codes(report) == ["certificate.not-yet-valid"]


def test_a_certificate_that_is_good_now_needs_no_other_moment(judge: PathJudge) -> None:
    anchor = root()
    report = ask(judge, anchor, anchor.issue(Wanted("Иванова")), anchor.crl())
    assert (report.verdict, report.judged_at) == (Verdict.GOOD, None)


def test_the_word_on_the_past_is_fetched_where_it_can_be(judge: PathJudge, tmp_path: Path) -> None:
    anchor = root(not_before=NOW - 400 * DAY)
    with published(tmp_path) as address:
        name = x509.UniformResourceIdentifier(f"{address}/root.crl")
        points = x509.CRLDistributionPoints([x509.DistributionPoint([name], None, None, None)])
        wanted = Wanted(
            "Иванова",
            not_before=NOW - 300 * DAY,
            not_after=NOW - 2 * DAY,
            extensions=(points,),
        )
        leaf = anchor.issue(wanted)
        (tmp_path / "root.crl").write_bytes(revoked_crl(anchor, leaf, NOW - 6 * DAY))
        assert codes(ask(judge, anchor, leaf, offline=False)) == ["certificate.revoked"]
        (tmp_path / "root.crl").write_bytes(anchor.crl(this=NOW - 6 * DAY, following=NOW - DAY))
        assert ask(judge, anchor, leaf, offline=False).verdict is Verdict.GOOD
