"""Time-stamp services over ГОСТ, and PDFs signed over ГОСТ, with OpenSSL as the peer."""

from __future__ import annotations

import io
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from desktop_app.core.verdicts import Verdict
from desktop_app.services.prepared_pdf import PreparedPdf
from desktop_app.services.time_stamping import TimeStamper
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP, cut_message
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_verification import PdfSignatureReport, verify_pdf
from desktop_app.signing.signer_paths import SignerPaths
from desktop_app.signing.verification import verify_cades
from tests.certificates.gost_pki import GostPki, issue_gost_pki
from tests.certificates.time_stamp_service import served

CONTENT = "Согласие\n".encode()


@pytest.fixture(scope="module", params=[256, 512])
def pki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GostPki:
    return issue_gost_pki(tmp_path_factory.mktemp("gost"), request.param)


@pytest.fixture(scope="module")
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


@pytest.fixture(scope="module")
def pdfs() -> Iterator[PdfFiles]:
    made = PdfFiles()
    yield made
    made.close()


def trust(pki: GostPki) -> TrustMaterial:
    return TrustMaterial((pki.der("root"),), (pki.der("middle"),), pki.crls)


def test_a_service_over_gost_stamps_a_signature_over_gost(pki: GostPki, judge: PathJudge) -> None:
    with served(pki.answer) as address:
        stamper = TimeStamper(address, ssl.create_default_context, "")
        stamped = stamper.stamp_message(pki.sign(CONTENT, attached=False))
    (signer,) = cut_message(stamped).signers
    pki.write("token", signer.attribute(SIGNATURE_TIME_STAMP) or b"")
    pki.write("value", signer.value)
    command = ("ts", "-verify", "-token_in", "-in", "token", "-data", "value")
    assert pki.run(*command, "-CAfile", "root.pem", check=False).returncode == 0
    assert pki.accepts(stamped, CONTENT)
    report = verify_cades(stamped, io.BytesIO(CONTENT), trust=trust(pki), judge=judge, offline=True)
    (judged,) = report.signers
    assert (report.verdict, judged.level) == (Verdict.GOOD, "T")
    assert (judged.stamps[0].verdict, judged.stamps[0].digest) == (
        Verdict.GOOD,
        f"streebog{pki.bits}",
    )


def pdf_with(pki: GostPki, pdfs: PdfFiles, folder: Path, subfilter: bytes) -> bytes:
    """Sign a PDF with a CMS that OpenSSL made over what the signature covers."""
    made = FPDF()
    made.add_page()
    plain, prepared = folder / "plain.pdf", folder / "prepared.pdf"
    plain.write_bytes(bytes(made.output()))
    gap = pdfs.prepare(plain, prepared, reserved_bytes=8192, digest="sha256", signer="Иванова")
    pdf = bytearray(prepared.read_bytes().replace(b"/ETSI.CAdES.detached", subfilter))
    begin, end = gap
    message = pki.sign(bytes(pdf[:begin] + pdf[end:]), attached=False)
    PreparedPdf(pdf, gap).put(message)
    return bytes(pdf)


def judged(
    pdf: bytes, pki: GostPki, pdfs: PdfFiles, judge: PathJudge, folder: Path
) -> PdfSignatureReport:
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    paths = SignerPaths(trust(pki), trust(pki), judge, None, offline=True)
    (report,) = verify_pdf(io.BytesIO(pdf), pdfs.read(file), paths)
    return report


@pytest.mark.parametrize("subfilter", [b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"])
def test_a_signature_over_gost_in_a_pdf_is_good_until_a_byte_changes(
    pki: GostPki, pdfs: PdfFiles, judge: PathJudge, tmp_path: Path, subfilter: bytes
) -> None:
    pdf = pdf_with(pki, pdfs, tmp_path, subfilter)
    good = judged(pdf, pki, pdfs, judge, tmp_path)
    assert good.signer is not None
    assert (good.verdict, good.covers_file) == (Verdict.GOOD, True), good.signer.reasons
    assert good.signer.subject == "Иванова Мария Петровна"
    spoiled = judged(pdf.replace(b"/MediaBox", b"/mediaBox", 1), pki, pdfs, judge, tmp_path)
    assert spoiled.signer is not None
    assert [each.code for each in spoiled.signer.reasons] == ["signature.content-changed"]
