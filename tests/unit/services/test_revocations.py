from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.errors.inputs import CertificateUnfitError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.revocations import REVOKED, Revocations
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest
from tests.unit.services.issued import issue

CERTIFICATE = read_certificate(issue("a", "ca"))


class Answering(PathJudge):
    """A judge that says what a test wants and counts how often it is asked."""

    def __init__(self, *codes: str) -> None:
        super().__init__()
        self.codes = codes
        self.asked = 0

    def judge(self, request: PathRequest, timeout_seconds: float = 0.0) -> PathReport:
        self.asked += 1
        return PathReport(Verdict.BAD, tuple(Reason(code) for code in self.codes), ())


@pytest.fixture
def trust(tmp_path: Path) -> OwnTrust:
    (tmp_path / "root.der").write_bytes(issue("root", "root", ca=True))
    return OwnTrust(anchors=tmp_path)


def test_a_revoked_certificate_is_refused_and_remembered(trust: OwnTrust) -> None:
    judge = Answering(REVOKED)
    revocations = Revocations(judge, trust)
    for _ in range(2):
        with pytest.raises(CertificateUnfitError):
            revocations.refuse_revoked(CERTIFICATE)
    assert revocations.is_known_revoked(CERTIFICATE)
    assert judge.asked == 1


@pytest.mark.parametrize("code", ["path.revocation-unknown", "path.timeout", "path.root-missing"])
def test_what_cannot_be_told_does_not_stop_signing(trust: OwnTrust, code: str) -> None:
    revocations = Revocations(Answering(code), trust)
    revocations.refuse_revoked(CERTIFICATE)
    assert not revocations.is_known_revoked(CERTIFICATE)


def test_the_answer_is_forgotten_after_a_while(trust: OwnTrust) -> None:
    now = [0.0]
    judge = Answering(REVOKED)
    revocations = Revocations(judge, trust, lambda: now[0])
    with pytest.raises(CertificateUnfitError):
        revocations.refuse_revoked(CERTIFICATE)
    now[0] = 601.0
    assert not revocations.is_known_revoked(CERTIFICATE)
    judge.codes = ()
    revocations.refuse_revoked(CERTIFICATE)
    assert judge.asked == 2


def test_without_anchors_nobody_is_asked() -> None:
    judge = Answering(REVOKED)
    Revocations(judge, OwnTrust()).refuse_revoked(CERTIFICATE)
    assert judge.asked == 0
