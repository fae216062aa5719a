"""Hostile messages, time stamps, PDFs and heaps of certificates: typed errors, within limits."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.core.errors.signatures import (
    PadesUnreadableError,
    TimeStampInvalidError,
    TimeStampRefusedError,
)
from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import TIME_LIMIT_SECONDS, PathJudge, TrustMaterial
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import cut_message, joined, with_time_stamps
from desktop_app.signing.der import SEQUENCE, SET, tlv
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.time_stamp import TimeStampRequest, read_answer
from desktop_app.signing.verification import verify_cades
from tests.certificates.authority import NOW, Issued, Wanted, root
from tests.certificates.time_stamp_service import WANTED, granted, made_token
from tests.properties.test_hostile_input import DirectJudge, damaged

FUZZ = Path(__file__).parents[1] / "fuzz" / "signatures.py"
CONTENT = b"document"
ANCHOR = root("Корень")
SIGNER, SERVICE = ANCHOR.issue(Wanted("Иванова")), ANCHOR.issue(WANTED)
TRUST = TrustMaterial(anchors=(ANCHOR.der,), crls=(ANCHOR.crl(),))


def signed(signer: Issued, *carried: bytes) -> bytes:
    algorithm = signer.algorithms[0]
    return sign_cades(
        CadesWriter(signer.der, algorithm, carried),
        lambda attributes: signer.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, CONTENT).digest(),
        signing_time=NOW,
    )


STAMPED = with_time_stamps(
    cut_message(signed(SIGNER)), lambda signer: made_token(SERVICE, signer.value)
).encode()
REQUEST = TimeStampRequest(CONTENT, "sha256", nonce=7)
ANSWER = granted(REQUEST.encode(), SERVICE, CONTENT)


@given(damaged(STAMPED))
@settings(max_examples=150, deadline=None)
def test_a_damaged_stamped_message_is_judged_or_refused(data: bytes) -> None:
    try:
        report = verify_cades(
            data, io.BytesIO(CONTENT), trust=TRUST, judge=DirectJudge(), offline=True
        )
    except NotSignatureError:
        return
    for signer in report.signers:
        for stamp in signer.stamps:
            if stamp.verdict is Verdict.GOOD:
                assert stamp.time == NOW


@given(st.one_of(st.binary(max_size=300), damaged(ANSWER)))
@settings(max_examples=300, deadline=None)
def test_the_answer_of_a_service_is_read_or_refused(data: bytes) -> None:
    try:
        token = read_answer(data, REQUEST)
    except (TimeStampInvalidError, TimeStampRefusedError):
        return
    assert token.stands_for(CONTENT)


@given(damaged(STAMPED))
@settings(max_examples=200, deadline=None)
def test_a_message_is_cut_and_joined_or_refused(data: bytes) -> None:
    try:
        message = cut_message(data)
    except NotSignatureError:
        return
    both = cut_message(joined(message, cut_message(signed(SIGNER))).encode())
    assert {each.before for each in message.signers} <= {each.before for each in both.signers}


@pytest.fixture(scope="module")
def pdfs() -> PdfFiles:
    return PdfFiles(timeout_seconds=3.0)


BOMB = (
    b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Length 9>>stream\n1 0 1 0 R\nendstream endobj\n"
)
LOOPS = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/AcroForm<</Fields[1 0 R]>>/Kids[1 0 R]>>\n"
    b"endobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    b"trailer<</Size 2/Root 1 0 R/Prev 92>>\nstartxref\n92\n%%EOF\n"
)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n" + b"[" * 200_000, BOMB, LOOPS, b"%PDF-" + b"<<" * 100_000]
)
def test_a_pathological_pdf_ends_in_a_typed_error_within_its_limit(
    pdfs: PdfFiles, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "in.pdf"
    file.write_bytes(data)
    begun = time.monotonic()
    try:
        found = pdfs.signatures(file)
    except PadesUnreadableError:
        found = ()
    finally:
        pdfs.close()
    assert found == ()
    assert time.monotonic() - begun < 30


def heap_of_namesakes(count: int) -> tuple[Issued, list[bytes]]:
    """Return a signer and certificates of one name with other keys that could be above it."""
    name = Wanted("УЦ", ca=True, key_identifiers=False)
    middle = ANCHOR.issue(name)
    signer = middle.issue(Wanted("Иванова", key_identifiers=False))
    others, above = [], middle
    for _ in range(count - 1):
        above = above.issue(name)
        others.append(above.der)
    return signer, [*others, middle.der]


@pytest.mark.parametrize("count", [60, 200])
def test_a_heap_of_certificates_of_one_name_ends_within_the_limit(count: int) -> None:
    """Every one of them could have issued every other, as far as names tell."""
    signer, heap = heap_of_namesakes(count)
    begun = time.monotonic()
    judge = PathJudge()
    try:
        report = verify_cades(
            signed(signer, *heap), io.BytesIO(CONTENT), trust=TRUST, judge=judge, offline=True
        )
    except NotSignatureError:
        assert count > 64, "so many certificates are refused at once"
    else:
        assert report.verdict is not Verdict.GOOD
    finally:
        judge.close()
    assert time.monotonic() - begun < TIME_LIMIT_SECONDS + 15


def test_a_heap_among_the_values_for_later_readers_ends_within_the_limit() -> None:
    """certificate-values is not signed: anybody can put two hundred certificates there."""
    signer, heap = heap_of_namesakes(200)
    message = cut_message(signed(signer))
    attribute = tlv(
        SEQUENCE,
        bytes.fromhex("060b2a864886f70d0109100217"),
        tlv(SET, tlv(SEQUENCE, *heap)),
    )
    (only,) = message.signers
    crowded = type(message)(
        message.version,
        message.digests,
        message.content,
        message.certificates,
        message.crls,
        (type(only)(only.before, only.signature, (attribute,)),),
    ).encode()
    begun = time.monotonic()
    judge = PathJudge()
    try:
        report = verify_cades(crowded, io.BytesIO(CONTENT), trust=TRUST, judge=judge, offline=True)
    finally:
        judge.close()
    assert report.verdict is not Verdict.GOOD
    assert report.signers[0].certificate is not None
    assert time.monotonic() - begun < TIME_LIMIT_SECONDS + 15


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is there on Linux alone")
def test_a_short_run_of_the_fuzzer_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, FUZZ, "-runs=600", "-seed=1", "-artifact_prefix=/dev/null"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 600 runs" in done.stderr
