"""Verifying every signature inside a PDF (ISO 32000-2 section 12.8, ETSI EN 319 142-1)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.signing.byte_range import covered, ends_at, fits
from desktop_app.signing.der import MALFORMED, first_element
from desktop_app.signing.digests import digest_stream
from desktop_app.signing.long_term import LongTermData
from desktop_app.signing.message_check import Expected
from desktop_app.signing.pdf_questions import PdfAnswer, PdfChanges, PdfCoverage, PdfSignature
from desktop_app.signing.signer_paths import SignerPaths
from desktop_app.signing.stamp_verification import StampReport, judge_stamp
from desktop_app.signing.verification import SignerReport, Wanted, verify_message

CADES = "ETSI.CAdES.detached"
RFC_3161 = "ETSI.RFC3161"
_ONLY_DATA_LATER = "pdf.long-term-data-added"
_DETACHED = frozenset({CADES, "adbe.pkcs7.detached"})
_CHANGES = {
    PdfChanges.NONE: ("pdf.changes-unknown", Verdict.UNKNOWN),
    PdfChanges.VALIDATION_DATA: (_ONLY_DATA_LATER, Verdict.GOOD),
    PdfChanges.FORM: ("pdf.filled-later", Verdict.GOOD),
    PdfChanges.OTHER: ("pdf.changed-later", Verdict.BAD),
    PdfChanges.FORBIDDEN: ("pdf.change-forbidden", Verdict.BAD),
    PdfChanges.UNKNOWN: ("pdf.changes-unknown", Verdict.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class PdfSignatureReport:
    """One signature field: the place in the PDF, and the judgement on who signed there."""

    place: PdfSignature
    covers_file: bool
    """Nothing stands in the file that this signature does not cover."""
    signer: SignerReport | None
    """With what is wrong about the place among its reasons; None for a document time stamp."""
    stamp: StampReport | None
    """For a document time stamp."""

    @property
    def verdict(self) -> Verdict:
        """The verdict on this signature."""
        judged = self.signer or self.stamp
        return Verdict.BAD if judged is None else judged.verdict


def verify_pdf(
    file: BinaryIO, found: PdfAnswer, paths: SignerPaths
) -> tuple[PdfSignatureReport, ...]:
    """Verify each signature that the worker found in ``file``, in its order.

    A document time stamp counts for the signatures that it covers. Raises
    ``GostMissingError`` where no library computes ГОСТ.
    """
    stored = LongTermData(found.certificates, found.crls, found.ocsps)
    work = _Work(file, file.seek(0, os.SEEK_END), paths, stored)
    stamps = [work.stamp(each, paths) for each in found.signatures if each.is_time_stamp]
    return tuple(
        next(stamp for stamp in stamps if stamp.place is each)
        if each.is_time_stamp
        else work.signature(each, stamps)
        for each in found.signatures
    )


def check_pdf(file: BinaryIO, found: PdfAnswer) -> tuple[PdfSignatureReport, ...]:
    """Check each person's signature itself, no path and no document time stamp.

    As ``check_signers`` does for a message. Raises ``GostMissingError``.
    """
    work = _Work(file, file.seek(0, os.SEEK_END), None, LongTermData())
    people = (each for each in found.signatures if not each.is_time_stamp)
    return tuple(work.signature(each, []) for each in people)


def is_signed_to_the_end(reports: Sequence[PdfSignatureReport]) -> bool:
    """Tell whether a person's signature covers everything but data for later readers.

    Fields that somebody filled in after the last signature are nobody's word.
    """
    for report in reports:
        codes = () if report.signer is None else (each.code for each in report.signer.reasons)
        if report.signer is not None and (report.covers_file or _ONLY_DATA_LATER in codes):
            return True
    return False


def message_of(place: PdfSignature) -> bytes:
    """Return the CMS of a signature without the zeros behind it; what is none stays as it is."""
    try:
        return first_element(place.contents)
    except MALFORMED:
        return place.contents


@dataclass(frozen=True, slots=True)
class _Work:
    file: BinaryIO
    size: int
    paths: SignerPaths | None
    """None: no path is judged."""
    stored: LongTermData

    def stamp(self, place: PdfSignature, paths: SignerPaths) -> PdfSignatureReport:
        """Judge a document time stamp."""
        reasons = tuple(self._place_reasons(place))
        whole = all(reason.verdict is Verdict.GOOD for reason in reasons)

        def digest(name: str) -> bytes:
            return digest_stream(covered(self.file, place), name)

        report = judge_stamp(
            message_of(place),
            lambda token: whole and token.imprint == digest(token.digest),
            lambda der, data: paths.of_service(der, data.and_more(self.stored)),
        )
        verdict = Verdict.worst((report.verdict, *(each.verdict for each in reasons)))
        judged = replace(report, verdict=verdict, reasons=(*reasons, *report.reasons))
        return PdfSignatureReport(place, self._covers_file(place), None, judged)

    def signature(
        self, place: PdfSignature, stamps: list[PdfSignatureReport]
    ) -> PdfSignatureReport:
        """Judge the signature of a person."""
        reasons = tuple(self._place_reasons(place))
        if place.subfilter not in _DETACHED:
            data: dict[str, object] = {"subfilter": place.subfilter}
            unknown = Reason("pdf.kind-unsupported", data, verdict=Verdict.UNKNOWN)
            return self._unjudged(place, (*reasons, unknown))
        if not fits(self.file, place):
            return self._unjudged(place, reasons)
        around = tuple(
            each.stamp
            for each in stamps
            if each.stamp is not None and ends_at(each.place) > ends_at(place)
        )
        wanted = Wanted(
            self.paths, Expected(with_reference=place.subfilter == CADES), self.stored, around
        )
        try:
            report = verify_message(message_of(place), covered(self.file, place), wanted)
            (signer,) = report.signers
        except (NotSignatureError, ValueError):
            return self._unjudged(place, (*reasons, Reason("pdf.signature-unreadable")))
        if report.content is not None:
            reasons = (*reasons, Reason("pdf.own-content"))
        return PdfSignatureReport(
            place, self._covers_file(place), _placed(signer, place, reasons), None
        )

    def _unjudged(self, place: PdfSignature, reasons: tuple[Reason, ...]) -> PdfSignatureReport:
        signer = SignerReport(
            subject="",
            snils="",
            signing_time=place.claimed_time,
            timestamp=None,
            level="CMS",
            algorithm="",
            certificate=None,
            verdict=Verdict.worst(reason.verdict for reason in reasons),
            reasons=reasons,
            path=(),
        )
        return PdfSignatureReport(place, self._covers_file(place), signer, None)

    def _covers_file(self, place: PdfSignature) -> bool:
        return fits(self.file, place) and ends_at(place) == self.size

    def _place_reasons(self, place: PdfSignature) -> Iterator[Reason]:
        if not fits(self.file, place) or ends_at(place) > self.size:
            yield Reason("pdf.byte-range")
        elif ends_at(place) == self.size:
            return
        elif place.coverage is not PdfCoverage.REVISION:
            yield Reason("pdf.not-covered")
        else:
            code, verdict = _CHANGES[place.changes]
            yield Reason(code, verdict=verdict)


def _placed(signer: SignerReport, place: PdfSignature, reasons: tuple[Reason, ...]) -> SignerReport:
    everything = (*reasons, *signer.reasons)
    return replace(
        signer,
        signing_time=signer.signing_time or place.claimed_time,
        verdict=Verdict.worst(reason.verdict for reason in everything),
        reasons=everything,
    )
