"""Fuzzing of what reads signatures, time stamps and signed PDFs.

    .venv/bin/python tests/fuzz/signatures.py [-runs=100000] [-max_total_time=60]

The first octet chooses what the others are: a message to verify, one to stamp and to sign beside,
the answer of a time-stamp service, a PDF. Whatever they are, an answer or a typed error comes
back, and nothing made up is ever good.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # it has no stubs
from fpdf import FPDF

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["desktop_app.signing"]):
    from desktop_app.core.errors.inputs import InputError
    from desktop_app.core.errors.signatures import TimeStampError
    from desktop_app.core.verdicts import Verdict
    from desktop_app.signing.certificates import read_certificate
    from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
    from desktop_app.signing.cms import CadesWriter, sign_cades
    from desktop_app.signing.cms_parts import cut_message, joined, with_time_stamps
    from desktop_app.signing.pdf_questions import PdfQuestion
    from desktop_app.signing.pdf_verification import verify_pdf
    from desktop_app.signing.pdf_work import answer_of
    from desktop_app.signing.signer_paths import SignerPaths
    from desktop_app.signing.time_stamp import TimeStampRequest, read_answer
    from desktop_app.signing.time_stamp_check import flaw_of
    from desktop_app.signing.verification import verify_cades

from tests.certificates.authority import NOW, Wanted, root
from tests.certificates.time_stamp_service import WANTED, granted, made_token

VERIFY, CUT, ANSWER, PDF = range(4)
_INSIDE = "inside"
CONTENT = b"document"
ANCHOR = root("Root")
SIGNER, SERVICE = ANCHOR.issue(Wanted("Person")), ANCHOR.issue(WANTED)
REQUEST = TimeStampRequest(CONTENT, "sha256", nonce=7)


class Undecided(PathJudge):
    """Reads the certificate and says nothing of its path: the worker is another target."""

    def judge(self, request: PathRequest, timeout_seconds: float = 0.0) -> PathReport:
        """Return «cannot tell» for whatever can be read."""
        leaf = read_certificate(request.certificate)
        return PathReport(Verdict.UNKNOWN, (), (leaf,))


PATHS = SignerPaths(TrustMaterial(), TrustMaterial(), Undecided(), None, offline=True)


def target(data: bytes) -> None:
    """Feed one input; anything but an answer or a typed error is a find."""
    if not data:
        return
    try:
        (_verify, _cut, _answer, _pdf)[data[0] % 4](data[1:])
    except (InputError, TimeStampError):
        return


def _verify(data: bytes) -> None:
    stream = io.BytesIO(CONTENT)
    report = verify_cades(data, stream, trust=TrustMaterial(), judge=Undecided(), offline=True)
    if not report.signers:
        raise AssertionError("nobody signed")


def _cut(data: bytes) -> None:
    message = cut_message(data)
    again = cut_message(message.encode())
    if [each.before for each in again.signers] != [each.before for each in message.signers]:
        raise AssertionError("a signer was changed")
    with_time_stamps(message, lambda _signer: b"\x30\x00").encode()
    joined(message, cut_message(signature())).encode()


def _answer(data: bytes) -> None:
    token = read_answer(data, REQUEST)
    if not flaw_of(token) and data != ANSWERED:
        read_certificate(token.message.signers[0].certificate or b"")


def _pdf(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "in.pdf")
        file.write_bytes(data)
        found = answer_of(PdfQuestion(str(file)))
        for report in verify_pdf(io.BytesIO(data), found, PATHS):
            if report.verdict is Verdict.GOOD:
                raise AssertionError("good without a path")
        answer_of(PdfQuestion(str(file), f"{folder}/out.pdf", 4096))


def signature() -> bytes:
    """Return a detached signature over ``CONTENT``."""
    algorithm = SIGNER.algorithms[0]
    return sign_cades(
        CadesWriter(SIGNER.der, algorithm, [ANCHOR.der]),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, CONTENT).digest(),
        signing_time=NOW,
    )


ANSWERED = granted(REQUEST.encode(), SERVICE, CONTENT)


def seeds() -> list[bytes]:
    """Return one real input of each kind and more."""
    plain = signature()
    stamped = with_time_stamps(
        cut_message(plain), lambda signer: made_token(SERVICE, signer.value)
    ).encode()
    made = FPDF()
    made.add_page()
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        file.write_bytes(bytes(made.output()))
        answer_of(PdfQuestion(str(file), str(copy), 512))
        pdfs = [file.read_bytes(), copy.read_bytes()]
    return [
        *(bytes((kind,)) + each for kind in (VERIFY, CUT) for each in (plain, stamped)),
        bytes((ANSWER,)) + ANSWERED,
        *(bytes((PDF,)) + each for each in pdfs),
    ]


def main() -> int:
    """Run libFuzzer over a corpus of real inputs; it leaves its process without cleaning up."""
    if sys.argv[1:2] == [_INSIDE]:
        atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
        atheris.Fuzz()
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            Path(corpus, str(number)).write_bytes(seed)
        limits = ["-max_len=8192", "-timeout=20", "-rss_limit_mb=2048"]
        command = [sys.executable, __file__, _INSIDE, *sys.argv[1:], *limits, corpus]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
