"""Certificates of real authorities: each is read, and each path leads to the roots we carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.resources import resource_path
from desktop_app.core.verdicts import Verdict
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from desktop_app.signing.path_walk import links_from, signed_by
from desktop_app.signing.qualified import describe_certificate
from tests.certificates.real_authorities import (
    bundled_root,
    bundled_roots,
    real,
    real_authorities,
)

AUTHORITIES = real_authorities()
OBSOLETE = ("0408435E", "0932E483", "13877A8B", "1B4158B9", "9E78A331", "D24B37FC")
"""Signed by ГОСТ Р 34.10-2001."""
TREASURY, TAX_SERVICE_2025 = "7B6AF66A", "2FEF1770"
CROSS = "1D131217"
"""The key of the root of 2022 under the root of 2021."""
UNCHECKED = ["path.revocation-unknown"]
DAY = timedelta(days=1)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def ask(
    judge: PathJudge,
    leaf: bytes,
    anchors: tuple[bytes, ...],
    between: tuple[bytes, ...] = (),
    at: datetime = NOW,
) -> PathReport:
    return judge.judge(PathRequest(leaf, TrustMaterial(anchors, between), at, offline=True))


def codes(report: PathReport) -> list[str]:
    return [reason.code for reason in report.reasons]


@pytest.mark.parametrize("name", AUTHORITIES)
def test_a_real_certificate_is_read_and_described(name: str) -> None:
    certificate = read_certificate(AUTHORITIES[name])
    described = describe_certificate(AUTHORITIES[name])
    assert certificate.subject
    assert described.is_authority
    assert len(described.subject_key_id) == 40
    assert not described.unknown_critical
    expected = "ГОСТ Р 34.10-2001" if name.startswith(OBSOLETE) else "ГОСТ Р 34.10-2012 256"
    if certificate.issuer != "Russian Trusted Root CA":
        assert certificate.algorithm == expected


@pytest.mark.parametrize("name", AUTHORITIES)
def test_the_path_of_a_real_authority_holds_or_is_of_the_past(judge: PathJudge, name: str) -> None:
    leaf = AUTHORITIES[name]
    tls = tuple(read_certificates(resource_path("anchors") / "tls"))
    cryptopro, nuc = real("34E21FC0"), real("0884889D")
    anchors = (*bundled_roots(), *tls, cryptopro, nuc)
    at = read_certificate(leaf).not_before + DAY
    report = ask(judge, leaf, anchors, tuple(AUTHORITIES.values()), at)
    if name.startswith(OBSOLETE):
        assert report.verdict is Verdict.UNKNOWN
        assert set(codes(report)) == {"path.obsolete-algorithm"}
        assert report.reasons[0].data["algorithm"] == "ГОСТ Р 34.10-2001"
    elif leaf in anchors:
        assert report.verdict is Verdict.GOOD
    else:
        assert codes(report) == UNCHECKED
        assert report.path[-1].der in anchors


@pytest.mark.parametrize("year", [2018, 2021, 2022, 2025, 2026])
def test_a_bundled_root_signed_itself(judge: PathJudge, year: int) -> None:
    (link,) = links_from((bundled_root(year),), trusted=False)
    assert signed_by(link, link) is True
    assert ask(judge, link.der, bundled_roots()).verdict is Verdict.GOOD
    others = [each for each in links_from(bundled_roots(), trusted=False) if each.der != link.der]
    assert not any(signed_by(link, other) for other in others)


def test_the_root_of_2012_is_of_the_past(judge: PathJudge) -> None:
    report = ask(judge, bundled_root(2012), bundled_roots())
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == ["path.obsolete-algorithm"]


@pytest.mark.parametrize("years", [(2025, 2026, 2022), (2022, 2026, 2025)])
def test_of_three_roots_of_one_name_the_key_tells_which(
    judge: PathJudge, years: tuple[int, ...]
) -> None:
    roots = tuple(bundled_root(year) for year in years)
    assert {read_certificate(root).subject for root in roots} == {"Минцифры России"}
    for name in (TREASURY, TAX_SERVICE_2025):
        report = ask(judge, real(name), roots)
        assert codes(report) == UNCHECKED
        assert report.path[-1].der == bundled_root(2022)
        assert len(report.path) == 2


def test_without_the_right_one_of_three_the_key_is_missed(judge: PathJudge) -> None:
    report = ask(judge, real(TREASURY), (bundled_root(2025), bundled_root(2026)))
    assert codes(report) == ["path.same-name-other-key"]


def test_the_cross_certificate_opens_a_second_path(judge: PathJudge) -> None:
    cross = real(CROSS)
    short = ask(judge, real(TREASURY), (bundled_root(2022),), (cross,))
    long = ask(judge, real(TREASURY), (bundled_root(2021),), (cross,))
    assert codes(short) == codes(long) == UNCHECKED
    assert [each.der for each in short.path[1:]] == [bundled_root(2022)]
    assert [each.der for each in long.path[1:]] == [cross, bundled_root(2021)]
    neither = ask(judge, real(TREASURY), (bundled_root(2018),), (cross,))
    assert codes(neither) == ["path.same-name-other-key"]


def test_a_flipped_bit_of_a_real_certificate_breaks_its_signature(judge: PathJudge) -> None:
    leaf = bytearray(real(TREASURY))
    leaf[-1] ^= 1
    report = ask(judge, bytes(leaf), bundled_roots())
    assert report.verdict is Verdict.BAD
    assert codes(report) == ["path.broken-signature"]
