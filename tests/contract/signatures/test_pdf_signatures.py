"""PDFs that pyHanko signed, and what happened to them later, before our verification."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fpdf import FPDF
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, TrustMaterial
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_verification import PdfSignatureReport, verify_pdf
from desktop_app.signing.signer_paths import SignerPaths
from tests.certificates.authority import NOW, Issued, Wanted, ec_key, root, rsa_key
from tests.certificates.time_stamp_service import WANTED

USAGE = ("digital_signature", "content_commitment")
PEOPLE, SERVICES = root("Корень", rsa_key()), root("Корень служб", rsa_key())
PERSON = PEOPLE.issue(Wanted("Иванова", usage=USAGE), rsa_key())
SECOND = PEOPLE.issue(Wanted("Петров", usage=USAGE), ec_key())
SERVICE = SERVICES.issue(WANTED, rsa_key())


@dataclass
class Scene:
    """The program's own worker and judge."""

    pdfs: PdfFiles
    judge: PathJudge
    folder: Path

    def verify(self, pdf: bytes) -> tuple[PdfSignatureReport, ...]:
        file = self.folder / "signed.pdf"
        file.write_bytes(pdf)
        trust = TrustMaterial(anchors=(PEOPLE.der,), crls=(PEOPLE.crl(),))
        stamps = TrustMaterial(anchors=(SERVICES.der,), crls=(SERVICES.crl(),))
        paths = SignerPaths(trust, stamps, self.judge, None, offline=True)
        return verify_pdf(io.BytesIO(pdf), self.pdfs.read(file), paths)


@pytest.fixture(scope="module")
def workers() -> Iterator[tuple[PdfFiles, PathJudge]]:
    pdfs, judge = PdfFiles(), PathJudge()
    yield pdfs, judge
    pdfs.close()
    judge.close()


@pytest.fixture
def scene(workers: tuple[PdfFiles, PathJudge], tmp_path: Path) -> Scene:
    return Scene(*workers, tmp_path)


def plain() -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="Application")
    return bytes(made.output())


def asn1(issued: Issued) -> x509.Certificate:
    return x509.Certificate.load(issued.der)


def key_of(issued: Issued) -> keys.PrivateKeyInfo:
    der = issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(der)


def store(*issued: Issued) -> SimpleCertificateStore:
    kind: Any = SimpleCertificateStore
    made: SimpleCertificateStore = kind.from_certs([asn1(each) for each in issued])
    return made


STAMPER = DummyTimeStamper(asn1(SERVICE), key_of(SERVICE), store(SERVICES))


def signed(pdf: bytes, person: Issued = PERSON, name: str = "First", **wanted: Any) -> bytes:
    signer = SimpleSigner(
        signing_cert=asn1(person),
        signing_key=key_of(person),
        cert_registry=store(PEOPLE),
    )
    stamper = wanted.pop("timestamper", None)
    described: dict[str, Any] = {"subfilter": SigSeedSubFilter.PADES, "field_name": name}
    out = PdfSigner(
        PdfSignatureMetadata(**described | wanted), signer, timestamper=stamper
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(out.getvalue())


def codes(report: PdfSignatureReport) -> list[str]:
    assert report.signer is not None
    return [reason.code for reason in report.signer.reasons]


def pyhanko_says(pdf: bytes, number: int = 0) -> bool:
    context = ValidationContext(trust_roots=[asn1(PEOPLE), asn1(SERVICES)])
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[number]
    return bool(asyncio.run(async_validate_pdf_signature(embedded, context)).bottom_line)


@pytest.mark.parametrize("person", [PERSON, SECOND], ids=["RSA", "EC"])
@pytest.mark.parametrize(
    "subfilter", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED]
)
def test_what_pyhanko_signs_is_good(
    scene: Scene, person: Issued, subfilter: SigSeedSubFilter
) -> None:
    (report,) = scene.verify(signed(plain(), person, subfilter=subfilter))
    assert (report.verdict, report.covers_file, codes(report)) == (Verdict.GOOD, True, [])
    assert report.signer is not None
    assert report.signer.signing_time is not None


def test_a_stamp_in_a_pdf_makes_it_level_t(scene: Scene) -> None:
    (report,) = scene.verify(signed(plain(), timestamper=STAMPER))
    assert report.signer is not None
    assert (report.verdict, report.signer.level) == (Verdict.GOOD, "T")
    assert report.signer.not_later_than is not None


def test_long_term_data_and_a_stamp_on_the_document(scene: Scene) -> None:
    context = ValidationContext(
        trust_roots=[asn1(PEOPLE), asn1(SERVICES)],
        crls=[PEOPLE.crl(), SERVICES.crl()],
        revocation_mode="hard-fail",
    )
    pdf = signed(
        plain(),
        timestamper=STAMPER,
        embed_validation_info=True,
        use_pades_lta=True,
        validation_context=context,
    )
    person, document = scene.verify(pdf)
    assert person.signer is not None
    assert (person.verdict, person.signer.level) == (Verdict.GOOD, "LT")
    assert codes(person) == ["pdf.long-term-data-added"]
    assert document.stamp is not None
    assert document.verdict is Verdict.GOOD
    assert len(person.signer.stamps) == 2, "its own, and the one on the document"


def test_a_stamp_on_the_document_proves_the_time_of_a_signature_without_its_own(
    scene: Scene,
) -> None:
    out = PdfTimeStamper(STAMPER).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(signed(plain()))), md_algorithm="sha256"
    )
    person, _document = scene.verify(bytes(out.getvalue()))
    assert person.signer is not None
    assert (person.verdict, person.signer.level) == (Verdict.GOOD, "T")


def test_a_second_signature_leaves_the_first_good(scene: Scene) -> None:
    twice = signed(signed(plain()), SECOND, "Second")
    first, second = scene.verify(twice)
    assert pyhanko_says(twice)
    assert (first.verdict, codes(first)) == (Verdict.GOOD, ["pdf.filled-later"])
    assert (second.verdict, second.covers_file) == (Verdict.GOOD, True)


def drawn_over(pdf: bytes) -> bytes:
    stream = io.BytesIO(pdf)
    writer: Any = IncrementalPdfFileWriter(stream)
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 9 9 re f")))
    writer.write_in_place()
    return stream.getvalue()


def test_a_page_drawn_over_is_changed_later(scene: Scene) -> None:
    changed = drawn_over(signed(plain()))
    (report,) = scene.verify(changed)
    assert not pyhanko_says(changed)
    assert (report.verdict, codes(report)) == (Verdict.BAD, ["pdf.changed-later"])


def test_what_the_author_forbade_is_forbidden(scene: Scene) -> None:
    pdf = signed(plain(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    (alone,) = scene.verify(pdf)
    assert alone.verdict is Verdict.GOOD
    (changed,) = scene.verify(drawn_over(pdf))
    assert changed.verdict is Verdict.BAD


def test_a_byte_that_was_signed_and_changed_is_noticed(scene: Scene) -> None:
    pdf = signed(plain())
    at = pdf.index(b"/MediaBox")
    (report,) = scene.verify(pdf[:at] + b"/mediaBox" + pdf[at + 9 :])
    assert (report.verdict, codes(report)) == (Verdict.BAD, ["signature.content-changed"])


def test_junk_behind_the_end_is_not_taken_for_covered(scene: Scene) -> None:
    (report,) = scene.verify(signed(plain()) + b"% junk\n")
    assert report.verdict is not Verdict.GOOD
    assert not report.covers_file


RANGE = re.compile(rb"/ByteRange *\[ *(\d+) +(\d+) +(\d+) +(\d+) *\]")


def with_range(pdf: bytes, change: Callable[[list[int]], list[int]]) -> bytes:
    found = RANGE.search(pdf)
    assert found is not None
    numbers = change([int(each) for each in found.groups()])
    text = b"/ByteRange [" + b" ".join(b"%d" % each for each in numbers) + b"]"
    room = found.end() - found.start()
    assert len(text) <= room
    return pdf[: found.start()] + text.ljust(room) + pdf[found.end() :]


@pytest.mark.parametrize(
    "change",
    [
        lambda n: [n[0], n[1] - 40, n[2], n[3]],
        lambda n: [n[0], n[1], n[2] + 40, n[3] - 40],
        lambda n: [9, n[1] - 9, n[2], n[3]],
        lambda n: [n[0], n[1], n[2], n[3] + 1],
        lambda n: [n[0], n[1], n[2], 0],
        lambda n: n[:3],
        lambda n: [n[0], n[2], n[1], n[3]],
    ],
)
def test_a_range_that_leaves_room_is_refused(
    scene: Scene, change: Callable[[list[int]], list[int]]
) -> None:
    """Whoever signs such a range himself could put anything into what it leaves out."""
    (report,) = scene.verify(with_range(signed(plain()), change))
    assert report.verdict is Verdict.BAD
    assert {"pdf.byte-range", "pdf.not-covered"} & set(codes(report))


def with_contents(pdf: bytes, message: bytes) -> bytes:
    found = RANGE.search(pdf)
    assert found is not None
    begin, end = int(found[2]), int(found[3])
    return pdf[: begin + 1] + message.hex().encode().ljust(end - begin - 2, b"0") + pdf[end - 1 :]


def test_a_signature_over_its_own_content_is_not_one_over_the_pdf(scene: Scene) -> None:
    algorithm = PERSON.algorithms[0]
    attached = sign_cades(
        CadesWriter(PERSON.der, algorithm),
        lambda attributes: PERSON.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, b"something else").digest(),
        content=b"something else",
        signing_time=NOW,
    )
    (report,) = scene.verify(with_contents(signed(plain()), attached))
    assert (report.verdict, codes(report)) == (Verdict.BAD, ["pdf.own-content"])


@pytest.mark.parametrize("junk", [b"", b"\x30\x00", b"\xff" * 30])
def test_junk_in_place_of_a_signature_is_unreadable(scene: Scene, junk: bytes) -> None:
    (report,) = scene.verify(with_contents(signed(plain()), junk))
    assert report.verdict is Verdict.BAD
    assert "pdf.signature-unreadable" in codes(report)


def test_a_kind_that_is_not_known_is_not_called_wrong(scene: Scene) -> None:
    pdf = signed(plain()).replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.sha1____")
    (report,) = scene.verify(pdf)
    assert report.verdict is Verdict.UNKNOWN
    assert "pdf.kind-unsupported" in codes(report)
