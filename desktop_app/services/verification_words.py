"""Putting reports on signatures into the words of one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app import __version__
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.certificates import Certificate
from desktop_app.core.errors import NmoError
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.file_verification import FileReport, JudgedSignature, PdfPlace
from desktop_app.services.verification_form import (
    CertificateForm,
    ErrorForm,
    FileForm,
    PlaceForm,
    ReasonForm,
    SignatureForm,
    StampForm,
    StatementForm,
    VerificationForm,
)
from desktop_app.services.verification_statements import Statement, statements_of
from desktop_app.signing.stamp_verification import StampReport


@dataclass(frozen=True, slots=True)
class FailedVerification:
    """A file that could not be verified."""

    file: str
    error: NmoError


class VerificationWords:
    """Puts reports into the words of one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language

    def form(
        self,
        results: Sequence[FileReport | FailedVerification],
        *,
        offline: bool = False,
        at: datetime | None = None,
    ) -> VerificationForm:
        """Return the form of a run; a file that could not be verified counts as «cannot tell»."""
        files = [
            self._file(each, offline=offline) if isinstance(each, FileReport) else self._error(each)
            for each in results
        ]
        verdict = Verdict.worst(each.verdict for each in files)
        return VerificationForm(
            program=__version__,
            language=self._language,
            offline=offline,
            at=_moment(at),
            verdict=verdict,
            sentence=self._sentence(verdict, files),
            files=files,
        )

    def _sentence(self, verdict: Verdict, files: Sequence[FileForm]) -> str:
        signatures = [each for file in files for each in file.signatures]
        bad = sum(1 for each in signatures if each.verdict is not Verdict.GOOD)
        return self._catalogue.phrase(
            f"verification.sentence-{verdict}",
            self._language,
            count=len(signatures),
            doubtful=bad or len([each for each in files if each.error]),
        )

    def _file(self, report: FileReport, *, offline: bool) -> FileForm:
        return FileForm(
            file=str(report.file),
            format=report.format,
            document=None if report.document is None else str(report.document),
            verdict=report.verdict,
            checked_at=_moment(report.checked_at),
            signatures=[self._signature(each, offline=offline) for each in report.signatures],
            error=None,
        )

    def _error(self, failed: FailedVerification) -> FileForm:
        message = self._catalogue.of_error(failed.error, self._language)
        error = ErrorForm(
            failed.error.code,
            f"{message.title}. {message.text}",
            message.remedy,
            failed.error.data(),
        )
        return FileForm(failed.file, "", None, Verdict.UNKNOWN, None, [], error)

    def _signature(self, judged: JudgedSignature, *, offline: bool) -> SignatureForm:
        place = None if judged.place is None else _place(judged.place)
        signer, stamp = judged.signer, judged.stamp
        statements = [self._statement(each) for each in statements_of(judged, offline=offline)]
        if signer is None:
            return self._document_stamp(judged.verdict, stamp, statements, place)
        return SignatureForm(
            kind="signature",
            verdict=judged.verdict,
            subject=signer.subject,
            snils=signer.snils,
            signing_time=_moment(signer.signing_time),
            timestamp=_moment(signer.timestamp),
            not_later_than=_moment(signer.not_later_than),
            level=signer.level,
            algorithm=signer.algorithm,
            certificate=None if signer.certificate is None else signer.certificate.id,
            reasons=self._reasons(signer.reasons),
            path=[_certificate(each) for each in signer.path],
            stamps=[self._stamp(each) for each in signer.stamps],
            statements=statements,
            place=place,
        )

    def _document_stamp(
        self,
        verdict: Verdict,
        stamp: StampReport | None,
        statements: list[StatementForm],
        place: PlaceForm | None,
    ) -> SignatureForm:
        form = None if stamp is None else self._stamp(stamp)
        return SignatureForm(
            kind="time-stamp",
            verdict=verdict,
            subject="" if form is None else form.service,
            snils="",
            signing_time=None,
            timestamp=None if form is None else form.time,
            not_later_than=None if form is None else form.not_later_than,
            level="",
            algorithm="",
            certificate=stamp.certificate.id if stamp and stamp.certificate else None,
            reasons=[] if form is None else form.reasons,
            path=[] if form is None else form.path,
            stamps=[],
            statements=statements,
            place=place,
        )

    def _stamp(self, stamp: StampReport) -> StampForm:
        return StampForm(
            verdict=stamp.verdict,
            time=_moment(stamp.time),
            not_later_than=_moment(stamp.not_later_than),
            service=stamp.service,
            digest=stamp.digest,
            reasons=self._reasons(stamp.reasons),
            path=[_certificate(each) for each in stamp.path],
        )

    def _statement(self, statement: Statement) -> StatementForm:
        text = self._catalogue.phrase(
            f"verification.{statement.phrase}", self._language, **statement.data
        )
        return StatementForm(statement.question, statement.verdict, text)

    def _reasons(self, reasons: Iterable[Reason]) -> list[ReasonForm]:
        return [self._reason(each) for each in reasons]

    def _reason(self, reason: Reason) -> ReasonForm:
        try:
            message = self._catalogue.of_reason(reason, self._language)
            words, remedy = f"{message.title}. {message.text}", message.remedy
        except KeyError:
            words, remedy = reason.code, ""
        return ReasonForm(
            reason.code, reason.certificate, reason.verdict, words, remedy, reason.data
        )


def _place(place: PdfPlace) -> PlaceForm:
    found = place.signature
    return PlaceForm(
        field=found.name,
        subfilter=found.subfilter,
        covers_file=place.covers_file,
        changes_later=found.changes.value,
        reason=found.reason,
        location=found.location,
    )


def _certificate(certificate: Certificate) -> CertificateForm:
    return CertificateForm(
        id=certificate.id,
        subject=certificate.subject,
        organisation=certificate.organisation,
        snils=certificate.snils,
        issuer=certificate.issuer,
        serial_number=certificate.serial_number,
        not_before=certificate.not_before.isoformat().replace("+00:00", "Z"),
        not_after=certificate.not_after.isoformat().replace("+00:00", "Z"),
        key_not_after=_moment(certificate.key_not_after),
        algorithm=certificate.algorithm,
    )


def _moment(value: datetime | None) -> str | None:
    """Return a time as RFC 3339 in UTC."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
