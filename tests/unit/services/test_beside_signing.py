"""Signing files where they lie: which service is asked for what, and what a stamp costs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.core.errors.signatures import (
    PadesUnsupportedError,
    TimeStampNoServiceError,
    TimeStampUnreachableError,
)
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.signing_wishes import BesideWish, SignatureShape, may_be_in_pdf
from desktop_app.services.batch_login import Control
from desktop_app.services.beside_signing import BesideSigning
from desktop_app.services.file_signing import FileDocument
from desktop_app.services.pdf_signing import PdfSigning, PdfWish
from desktop_app.services.signature_stamps import StampedFile, StampingReport
from desktop_app.services.signing_batch import DocumentState, Outcome, SigningBatch, SigningKey
from desktop_app.services.signing_report import FailedFile

FILES = [Path("/letters/one.pdf"), Path("/letters/two.pdf")]


class Signing:
    """Signs everything but ``failing`` and notes how it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failing: set[str] = set()
        self.no_service = False
        self.silent = False
        self.gost = False
        self.wish: PdfWish | None = None

    def sign_batch(self, batch: SigningBatch[Any], *_more: object) -> None:
        batch.begin_pass()
        names = [batch.document(number).name for number in batch.waiting()]
        self.asked.append(" ".join(["batch", *names]))
        for number in batch.waiting():
            document = batch.document(number)
            outcome = Outcome(document, DocumentState.SIGNED)
            if document.name in self.failing:
                outcome = Outcome(document, DocumentState.FAILED, OutputExistsError())
            batch.settle(number, outcome)

    def refuse_unfit(self, _certificate: str) -> None:
        if self.gost:
            raise PadesUnsupportedError(algorithm="ГОСТ")

    def batch(
        self, files: Sequence[Path], wish: PdfWish, begun: Callable[[], object]
    ) -> SigningBatch[FileDocument]:
        self.wish = wish
        return PdfSigning(cast(Any, None), cast(Any, None)).batch(files, wish, begun)

    def require_service(self, address: str = "") -> None:
        if self.no_service:
            raise TimeStampNoServiceError

    def stamp_files(
        self, signatures: Sequence[Path], address: str = "", **_more: object
    ) -> StampingReport:
        self.asked.append(f"stamp {address} " + " ".join(each.name for each in signatures))
        if self.silent:
            error = TimeStampUnreachableError(host="stamps.example", detail="connection")
            return StampingReport((), tuple(FailedFile(each, error) for each in signatures))
        now = datetime(2026, 11, 27, tzinfo=UTC)
        return StampingReport(tuple(StampedFile(each, now) for each in signatures), ())


@pytest.fixture
def signing() -> Signing:
    return Signing()


def begin(signing: Signing, wish: BesideWish, begun: Callable[[], object]) -> BesideSigning:
    forms = SimpleNamespace(pdfs=signing, stamps=signing)
    return BesideSigning(cast(Any, signing), lambda: cast(Any, forms), FILES, wish, begun)


def sign(beside: BesideSigning) -> None:
    beside.sign("certificate", PinGiven(Pin("1234"), False), Control(), cast(Any, None))


def test_a_detached_signature_is_one_batch_without_a_stamp(signing: Signing) -> None:
    beside = begin(signing, BesideWish(), lambda: None)
    sign(beside)
    assert signing.asked == ["batch one.pdf two.pdf"]
    assert beside.stamping is None


@pytest.mark.parametrize(
    ("shape", "content"),
    [(SignatureShape.DETACHED, None), (SignatureShape.ATTACHED, b"letter")],
)
def test_only_an_attached_signature_carries_the_file(
    signing: Signing, tmp_path: Path, shape: SignatureShape, content: bytes | None
) -> None:
    (tmp_path / "letter").write_bytes(b"letter")
    forms = SimpleNamespace(pdfs=signing, stamps=signing)
    beside = BesideSigning(
        cast(Any, signing),
        lambda: cast(Any, forms),
        [tmp_path / "letter"],
        BesideWish(shape),
        lambda: None,
    )
    reading = beside.batch.document(0).read(SigningKey("sha256"), None)
    assert (reading.content, reading.digest) == (content, hashlib.sha256(b"letter").digest())


def test_each_signature_is_stamped_where_that_is_wanted(signing: Signing) -> None:
    beside = begin(signing, BesideWish(stamp=True, service="http://stamps.example"), lambda: None)
    sign(beside)
    assert signing.asked == [
        "batch one.pdf two.pdf",
        "stamp http://stamps.example one.pdf.sig two.pdf.sig",
    ]
    assert beside.stamping is not None
    assert not beside.stamping.failed


def test_without_a_service_nothing_is_signed(signing: Signing) -> None:
    signing.no_service = True
    with pytest.raises(TimeStampNoServiceError):
        sign(begin(signing, BesideWish(stamp=True), lambda: None))
    assert not signing.asked


def test_a_silent_service_costs_no_signature(signing: Signing) -> None:
    signing.silent = True
    beside = begin(signing, BesideWish(stamp=True), lambda: None)
    sign(beside)
    assert beside.batch.count(DocumentState.SIGNED) == 2
    assert beside.stamping is not None
    assert len(beside.stamping.failed) == 2


def test_pdfs_are_signed_into_copies_with_room_for_the_stamp_and_failed_ones_again(
    signing: Signing,
) -> None:
    signing.failing = {"two.pdf"}
    beside = begin(signing, BesideWish(SignatureShape.IN_PDF, stamp=True), lambda: None)
    sign(beside)
    assert signing.wish == PdfWish(room_for_stamp=True)
    states = [DocumentState.SIGNED, DocumentState.FAILED]
    assert [each.state for each in beside.batch.outcomes] == states
    assert signing.asked == ["batch one.pdf two.pdf", "stamp  one-signed.pdf"]
    signing.failing.clear()
    sign(beside)
    assert signing.asked[2:] == ["batch two.pdf", "stamp  one-signed.pdf two-signed.pdf"]
    assert beside.batch.count(DocumentState.SIGNED) == 2


def test_a_key_that_signs_no_pdf_is_refused_before_the_pin(signing: Signing) -> None:
    signing.gost = True
    with pytest.raises(PadesUnsupportedError):
        sign(begin(signing, BesideWish(SignatureShape.IN_PDF), lambda: None))
    assert not signing.asked


@pytest.mark.parametrize(
    ("names", "algorithm", "may"),
    [
        (("a.pdf", "b.PDF"), "RSA 2048", True),
        (("a.pdf",), "EC P-256", True),
        (("a.pdf",), "ГОСТ Р 34.10-2012 256", False),
        (("a.pdf", "b.txt"), "RSA 2048", False),
    ],
)
def test_inside_a_pdf_signs_no_other_file_and_no_gost_key(
    names: tuple[str, ...], algorithm: str, may: bool
) -> None:
    assert may_be_in_pdf([Path(name) for name in names], algorithm) is may
