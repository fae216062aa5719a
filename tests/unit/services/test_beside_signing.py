"""Signing files where they lie: which service is asked for what, and what a stamp costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.core.errors.signatures import TimeStampNoServiceError, TimeStampUnreachableError
from desktop_app.core.pin import Pin, PinGiven
from desktop_app.core.signing_wishes import BesideWish, SignatureShape, may_be_in_pdf
from desktop_app.services.batch_login import Control
from desktop_app.services.beside_signing import BesideSigning
from desktop_app.services.pdf_signing import PdfWish
from desktop_app.services.signature_stamps import StampedFile, StampingReport
from desktop_app.services.signing_batch import DocumentState, Outcome, SigningBatch
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport

FILES = [Path("/letters/one.pdf"), Path("/letters/two.pdf")]


class Signing:
    """Signs everything but ``failing`` and notes how it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failing: set[str] = set()
        self.no_service = False
        self.silent = False
        self.wish: PdfWish | None = None

    def sign_batch(self, batch: SigningBatch[Any], *_more: object) -> None:
        self.asked.append("batch")
        batch.begin_pass()
        for number in batch.waiting():
            document = batch.document(number)
            batch.settle(number, Outcome(document, DocumentState.SIGNED))

    def sign_pdfs(
        self,
        files: Sequence[Path],
        _certificate: str,
        _pin: Pin,
        wish: PdfWish,
        *,
        progress: Callable[[object], None],
        **_more: object,
    ) -> SigningReport:
        self.asked.append("pdfs " + " ".join(file.name for file in files))
        self.wish = wish
        progress(None)
        signed = [SignedFile(each, each, "", "") for each in files if each.name not in self.failing]
        failed = [
            FailedFile(each, OutputExistsError()) for each in files if each.name in self.failing
        ]
        return SigningReport(tuple(signed), tuple(failed))

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
    assert signing.asked == ["batch"]
    assert not beside.batch.document(0).attached
    assert beside.stamping is None


def test_an_attached_signature_carries_the_file(signing: Signing) -> None:
    beside = begin(signing, BesideWish(SignatureShape.ATTACHED), lambda: None)
    assert beside.batch.document(0).attached


def test_each_signature_is_stamped_where_that_is_wanted(signing: Signing) -> None:
    beside = begin(signing, BesideWish(stamp=True, service="http://stamps.example"), lambda: None)
    sign(beside)
    assert signing.asked == ["batch", "stamp http://stamps.example one.pdf.sig two.pdf.sig"]
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
    told: list[bool] = []
    signing.failing = {"two.pdf"}
    wish = BesideWish(SignatureShape.IN_PDF, stamp=True)
    beside = begin(signing, wish, lambda: told.append(True))
    sign(beside)
    assert told
    assert signing.wish == PdfWish(room_for_stamp=True)
    states = [DocumentState.SIGNED, DocumentState.FAILED]
    assert [each.state for each in beside.batch.outcomes] == states
    assert signing.asked == ["pdfs one.pdf two.pdf", "stamp  one-signed.pdf"]
    signing.failing.clear()
    sign(beside)
    assert signing.asked[2:] == ["pdfs two.pdf", "stamp  one-signed.pdf two-signed.pdf"]
    assert beside.batch.count(DocumentState.SIGNED) == 2


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
