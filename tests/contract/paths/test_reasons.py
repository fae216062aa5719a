"""The reason per link, against OpenSSL's verdict, error number and depth as the oracle."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, Purpose, TrustMaterial
from tests.certificates.authority import CLIENT_AUTH, DAY, EMAIL, NOW, Issued, Wanted, root

_OPENSSL_ERROR = re.compile(r"error (\d+) at (\d+) depth lookup")


@dataclass(frozen=True)
class Pki:
    """Root, intermediate and a person."""

    root: Issued
    middle: Issued
    leaf: Issued

    def trust(self, **parts: tuple[bytes, ...]) -> TrustMaterial:
        whole = TrustMaterial(
            anchors=(self.root.der,),
            intermediates=(self.middle.der,),
            crls=(self.root.crl(), self.middle.crl()),
        )
        return replace(whole, **parts)


def make(middle: Wanted | None = None, leaf: Wanted | None = None, **top: Any) -> Pki:
    anchor = root(**top)
    issuer = anchor.issue(middle or Wanted("Посредник", ca=True))
    return Pki(anchor, issuer, issuer.issue(leaf or Wanted("Иванова")))


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def ask(
    judge: PathJudge,
    pki: Pki,
    trust: TrustMaterial,
    at: datetime | None = None,
    purpose: Purpose = "any",
) -> PathReport:
    return judge.judge(PathRequest(pki.leaf.der, trust, at, offline=True, purpose=purpose))


def codes(report: PathReport) -> set[tuple[str, str]]:
    subjects = {certificate.id: certificate.subject for certificate in report.path}
    return {(each.code, subjects.get(each.certificate, "")) for each in report.reasons}


def openssl(tmp_path: Path, leaf: bytes, trust: TrustMaterial, *options: str) -> tuple[int, int]:
    """Return error number and depth; (0, 0) when OpenSSL is content."""
    files = {"anchors": trust.anchors, "untrusted": trust.intermediates, "leaf": (leaf,)}
    for name, ders in files.items():
        pems = (x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM) for der in ders)
        (tmp_path / name).write_bytes(b"".join(pems))
    lists = (x509.load_der_x509_crl(der).public_bytes(Encoding.PEM) for der in trust.crls)
    (tmp_path / "crls").write_bytes(b"".join(lists))
    command = ["openssl", "verify", "-CAfile", "anchors", *options]
    if trust.crls:
        command += ["-CRLfile", "crls"]
    if trust.intermediates:
        command += ["-untrusted", "untrusted"]
    done = subprocess.run(
        [*command, "leaf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    found = _OPENSSL_ERROR.search(done.stderr)
    assert (found is None) == (done.returncode == 0), done.stderr
    return (int(found[1]), int(found[2])) if found else (0, 0)


CHECKED = "-crl_check_all"


def test_a_whole_path_is_good(judge: PathJudge, tmp_path: Path) -> None:
    pki = make()
    report = ask(judge, pki, pki.trust())
    assert report.verdict is Verdict.GOOD
    assert [each.subject for each in report.path] == ["Иванова", "Посредник", "Корень"]
    assert openssl(tmp_path, pki.leaf.der, pki.trust(), CHECKED) == (0, 0)


def test_a_missing_intermediate_is_named_with_its_key(judge: PathJudge, tmp_path: Path) -> None:
    pki = make()
    trust = pki.trust(intermediates=())
    report = ask(judge, pki, trust)
    assert report.verdict is Verdict.BAD
    (reason,) = report.reasons
    assert reason.code == "path.intermediate-missing"
    assert reason.data["issuer"] == "Посредник"
    wanted = x509.SubjectKeyIdentifier.from_public_key(pki.middle.key.public_key())
    assert reason.data["key_id"] == wanted.digest.hex()
    assert openssl(tmp_path, pki.leaf.der, trust) == (20, 0)


def test_a_missing_root_is_named(judge: PathJudge, tmp_path: Path) -> None:
    pki = make()
    trust = pki.trust(anchors=(root("Чужой").der,))
    report = ask(judge, pki, trust)
    assert codes(report) == {("path.root-missing", "Посредник")}
    assert openssl(tmp_path, pki.leaf.der, trust) == (20, 1)


def test_a_root_that_is_present_and_not_trusted_is_named(judge: PathJudge, tmp_path: Path) -> None:
    pki = make()
    trust = pki.trust(anchors=(root("Чужой").der,), intermediates=(pki.middle.der, pki.root.der))
    report = ask(judge, pki, trust)
    assert codes(report) == {("path.root-not-trusted", "Корень")}
    assert openssl(tmp_path, pki.leaf.der, trust) == (19, 2)


def test_a_root_of_the_same_name_with_another_key_is_told_apart(
    judge: PathJudge, tmp_path: Path
) -> None:
    pki = make()
    trust = pki.trust(anchors=(root().der,))
    assert codes(ask(judge, pki, trust)) == {("path.same-name-other-key", "Посредник")}
    assert openssl(tmp_path, pki.leaf.der, trust) == (20, 1)


def test_of_three_roots_of_one_name_the_one_with_the_right_key_is_taken(judge: PathJudge) -> None:
    pki = make()
    trust = pki.trust(anchors=(root().der, pki.root.der, root().der))
    assert ask(judge, pki, trust).verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("number", "broken"),
    [
        (0, {"leaf": Wanted("Иванова", not_before=NOW - 9 * DAY, not_after=NOW - DAY)}),
        (1, {"middle": Wanted("Посредник", ca=True, not_after=NOW - DAY)}),
        (2, {"not_after": NOW - DAY}),
    ],
)
def test_an_expired_certificate_is_named_at_any_place(
    judge: PathJudge, tmp_path: Path, number: int, broken: dict[str, Any]
) -> None:
    pki = make(**broken)
    report = ask(judge, pki, pki.trust())
    name = ("Иванова", "Посредник", "Корень")[number]
    assert ("certificate.expired", name) in codes(report)
    assert report.verdict is Verdict.BAD
    assert openssl(tmp_path, pki.leaf.der, pki.trust()) == (10, number)


def test_a_certificate_of_the_future_is_named(judge: PathJudge, tmp_path: Path) -> None:
    pki = make(leaf=Wanted("Иванова", not_before=NOW + DAY))
    report = ask(judge, pki, pki.trust())
    assert codes(report) == {("certificate.not-yet-valid", "Иванова")}
    assert openssl(tmp_path, pki.leaf.der, pki.trust()) == (9, 0)


def test_a_moment_in_the_past_is_judged_as_of_then(judge: PathJudge, tmp_path: Path) -> None:
    pki = make(leaf=Wanted("Иванова", not_before=NOW - 9 * DAY, not_after=NOW - 2 * DAY))
    then = NOW - 3 * DAY
    lists = tuple(
        each.crl(this=then - DAY, following=then + DAY) for each in (pki.root, pki.middle)
    )
    trust = pki.trust(crls=lists)
    assert ask(judge, pki, trust, at=then).verdict is Verdict.GOOD
    moment = str(int(then.timestamp()))
    assert openssl(tmp_path, pki.leaf.der, trust, CHECKED, "-attime", moment) == (0, 0)
    assert ask(judge, pki, trust).verdict is Verdict.BAD


def test_a_broken_signature_is_named(judge: PathJudge, tmp_path: Path) -> None:
    pki = make()
    der = bytearray(pki.leaf.der)
    der[-1] ^= 1
    request = PathRequest(bytes(der), pki.trust(), offline=True)
    report = judge.judge(request)
    assert report.verdict is Verdict.BAD
    assert ("path.broken-signature", "Иванова") in codes(report)
    assert openssl(tmp_path, bytes(der), pki.trust()) == (7, 0)


def test_an_issuer_that_is_no_authority_is_named(judge: PathJudge, tmp_path: Path) -> None:
    pki = make(middle=Wanted("Посредник", ca=False))
    report = ask(judge, pki, pki.trust())
    assert ("path.not-a-ca", "Посредник") in codes(report)
    assert report.verdict is Verdict.BAD
    assert openssl(tmp_path, pki.leaf.der, pki.trust())[0] in (24, 32, 79)


@pytest.mark.parametrize("who", ["leaf", "middle"])
def test_a_revoked_certificate_is_named_at_any_place(
    judge: PathJudge, tmp_path: Path, who: str
) -> None:
    pki = make()
    issuer = pki.middle if who == "leaf" else pki.root
    issuer.revoke(getattr(pki, who))
    report = ask(judge, pki, pki.trust())
    name = "Иванова" if who == "leaf" else "Посредник"
    assert codes(report) == {("certificate.revoked", name)}
    assert report.verdict is Verdict.BAD
    assert openssl(tmp_path, pki.leaf.der, pki.trust(), CHECKED) == (23, int(who == "middle"))


def test_without_revocation_data_the_verdict_is_cannot_tell(
    judge: PathJudge, tmp_path: Path
) -> None:
    pki = make()
    trust = pki.trust(crls=())
    report = ask(judge, pki, trust)
    assert report.verdict is Verdict.UNKNOWN
    assert {code for code, _ in codes(report)} == {"path.revocation-unknown"}
    assert openssl(tmp_path, pki.leaf.der, trust, CHECKED) == (3, 0)


def test_a_stale_list_is_told_from_a_missing_one(judge: PathJudge, tmp_path: Path) -> None:
    pki = make()
    old = tuple(
        each.crl(this=NOW - 9 * DAY, following=NOW - 2 * DAY) for each in (pki.root, pki.middle)
    )
    trust = pki.trust(crls=old)
    report = ask(judge, pki, trust)
    assert report.verdict is Verdict.UNKNOWN
    assert {code for code, _ in codes(report)} == {"path.revocation-stale"}
    assert openssl(tmp_path, pki.leaf.der, trust, CHECKED)[0] == 12


@pytest.mark.parametrize(
    ("purpose", "wanted", "fits"),
    [
        ("sign", Wanted("Иванова", usage=("content_commitment",)), True),
        ("sign", Wanted("Иванова", usage=("key_encipherment",)), False),
        ("login", Wanted("Иванова", usage=("content_commitment",)), False),
        ("login", Wanted("Иванова", purposes=(CLIENT_AUTH,)), True),
        ("login", Wanted("Иванова", purposes=(EMAIL,)), False),
        ("any", Wanted("Иванова", usage=("key_encipherment",)), True),
    ],
)
def test_the_purpose_decides_what_usage_is_needed(
    judge: PathJudge, purpose: Purpose, wanted: Wanted, fits: bool
) -> None:
    pki = make(leaf=wanted)
    report = ask(judge, pki, pki.trust(), purpose=purpose)
    assert (report.verdict is Verdict.GOOD) == fits
    assert fits or codes(report) == {("path.wrong-usage", "Иванова")}


def test_an_anchor_judged_by_itself_is_good(judge: PathJudge) -> None:
    anchor = root()
    trust = TrustMaterial(anchors=(anchor.der,), crls=(anchor.crl(),))
    report = judge.judge(PathRequest(anchor.der, trust, offline=True))
    assert report.verdict is Verdict.GOOD
    assert len(report.path) == 1


def test_a_tangled_bundle_ends_within_its_limit_and_the_next_question_works() -> None:
    """Many CAs of one name, all signing each other: no validator is to try every order."""
    judge = PathJudge()
    try:
        keys = [root("Клубок") for _ in range(7)]
        bundle = tuple(
            one.issue(Wanted("Клубок", ca=True), other.key).der for one in keys for other in keys
        )
        leaf = keys[0].issue(Wanted("Иванова"))
        trust = TrustMaterial(anchors=(root("Чужой").der,), intermediates=bundle)
        report = judge.judge(PathRequest(leaf.der, trust, offline=True), timeout_seconds=10)
        assert report.verdict is not Verdict.GOOD
        pki = make()
        assert ask(judge, pki, pki.trust()).verdict is Verdict.GOOD
    finally:
        judge.close()


def test_a_worker_over_its_time_is_killed_and_the_verdict_is_cannot_tell() -> None:
    judge = PathJudge()
    try:
        pki = make()
        assert ask(judge, pki, pki.trust()).verdict is Verdict.GOOD
        report = judge.judge(PathRequest(pki.leaf.der, pki.trust()), timeout_seconds=0.0)
        assert report.verdict is Verdict.UNKNOWN
        assert [each.code for each in report.reasons] == ["path.timeout"]
        assert ask(judge, pki, pki.trust()).verdict is Verdict.GOOD
    finally:
        judge.close()


def test_the_moment_of_judging_is_now_by_default(judge: PathJudge) -> None:
    pki = make(leaf=Wanted("Иванова", not_after=datetime.now(UTC) + DAY))
    assert ask(judge, pki, pki.trust()).verdict is Verdict.GOOD
