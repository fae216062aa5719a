"""Hostile bytes end in typed errors or verdicts, never in anything else."""

from __future__ import annotations

import hashlib
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    NotCertificateError,
    NotSignatureError,
)
from desktop_app.core.verdicts import Verdict
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.certificates import cut_certificate, read_certificate
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.path_decision import decide
from desktop_app.signing.signed_data import read_signed_message
from desktop_app.signing.verification import verify_cades
from tests.certificates.authority import NOW, Wanted, root

ANCHOR = root("Корень")
SIGNER = ANCHOR.issue(Wanted("Иванова", snils="11223344595"))
CONTENT = b"document"
SIGNATURE = sign_cades(
    CadesWriter(SIGNER.der, SIGNER.algorithms[0]),
    lambda attributes: SIGNER.sign_message(attributes, SIGNER.algorithms[0]),
    hashlib.sha256(CONTENT).digest(),
    signing_time=NOW,
)


class DirectJudge(PathJudge):
    """Judges in this process: the worker's decision without its process."""

    def judge(self, request: PathRequest, timeout_seconds: float = 0.0) -> PathReport:
        answer = decide(request)
        path = tuple(read_certificate(der) for der in answer.path)
        return PathReport(answer.verdict, answer.reasons, path)


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """Flip, cut out or insert a few bytes of something real."""
    data = bytearray(original)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.sampled_from(("flip", "cut", "insert"))):
            case "flip":
                data[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[place : place + draw(st.integers(1, 40))]
            case _:
                data[place:place] = draw(st.binary(min_size=1, max_size=8))
    return bytes(data)


@given(st.one_of(st.binary(max_size=300), damaged(SIGNER.der)))
@settings(max_examples=400, deadline=None)
def test_a_certificate_is_read_or_refused(data: bytes) -> None:
    try:
        certificate = read_certificate(data)
        algorithms_for(cut_certificate(certificate.der).public_key_info)
    except (NotCertificateError, AlgorithmUnsupportedError):
        return
    assert len(certificate.id) == 64


@given(st.one_of(st.binary(max_size=300), damaged(SIGNATURE)))
@settings(max_examples=400, deadline=None)
def test_a_message_is_read_or_refused(data: bytes) -> None:
    try:
        message = read_signed_message(data)
    except NotSignatureError:
        return
    assert message.signers


@given(damaged(SIGNATURE))
@settings(max_examples=200, deadline=None)
def test_a_damaged_message_is_never_good_unless_nothing_signed_was_touched(data: bytes) -> None:
    trust = TrustMaterial(anchors=(ANCHOR.der,), crls=(ANCHOR.crl(),))
    try:
        report = verify_cades(
            data,
            io.BytesIO(CONTENT),
            trust=trust,
            judge=DirectJudge(),
            offline=True,
        )
    except NotSignatureError:
        return
    if report.verdict is Verdict.GOOD:
        assert [signer.certificate.id for signer in report.signers if signer.certificate] == [
            hashlib.sha256(SIGNER.der).hexdigest()
        ]


@given(damaged(SIGNER.der))
@settings(max_examples=200, deadline=None)
def test_a_damaged_certificate_is_never_good(data: bytes) -> None:
    trust = TrustMaterial(anchors=(ANCHOR.der,), crls=(ANCHOR.crl(),))
    try:
        read_certificate(data)
    except NotCertificateError:
        return
    if data != SIGNER.der:
        assert decide(PathRequest(data, trust, offline=True)).verdict is not Verdict.GOOD
