"""Hostile certificates and messages over ГОСТ end in typed errors or verdicts, never in a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from desktop_app.core.errors.inputs import ContentNeededError, NotSignatureError
from desktop_app.core.verdicts import Verdict
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.chain import PathRequest, TrustMaterial
from desktop_app.signing.path_decision import decide
from desktop_app.signing.path_walk import links_from, signed_by
from desktop_app.signing.verification import verify_cades
from tests.certificates.real_authorities import FOLDER, bundled_root, real
from tests.properties.test_hostile_input import DirectJudge, damaged

TREASURY, ROOT = real("7B6AF66A"), bundled_root(2022)
MESSAGES = [(FOLDER / f"tc26-signed_{name}.pem").read_bytes() for name in ("a111", "a121")]
FUZZ = Path(__file__).parents[1] / "fuzz" / "gost.py"


@given(damaged(TREASURY))
@settings(max_examples=150, deadline=None)
def test_a_damaged_certificate_is_never_signed_by_the_root(data: bytes) -> None:
    (root,) = links_from((ROOT,), trusted=True)
    for link in links_from((data,), trusted=False):
        if data != TREASURY:
            assert signed_by(link, root) is not True


@given(damaged(ROOT))
@settings(max_examples=100, deadline=None)
def test_a_damaged_anchor_makes_no_path_good(data: bytes) -> None:
    answer = decide(PathRequest(TREASURY, TrustMaterial((data,)), offline=True))
    assert answer.verdict is not Verdict.GOOD
    assert answer.reasons


@given(damaged(MESSAGES[0]) | damaged(MESSAGES[1]))
@settings(max_examples=100, deadline=None)
def test_a_damaged_message_is_judged_or_refused(data: bytes) -> None:
    try:
        report = verify_cades(data, None, trust=TrustMaterial(), judge=DirectJudge(), offline=True)
    except (NotSignatureError, ContentNeededError):
        return
    assert report.verdict is not Verdict.GOOD
    for signer in report.signers:
        if signer.certificate is not None:
            assert read_certificate(signer.certificate.der)


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is there on Linux alone")
def test_a_short_run_of_the_fuzzer_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, FUZZ, "-runs=1000", "-seed=1", "-artifact_prefix=/dev/null"],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 1000 runs" in done.stderr
