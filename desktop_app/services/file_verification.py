"""Verifying what a person names: a signature, a document with one beside it, a signed PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.signatures import PadesNoSignatureError
from desktop_app.core.verdicts import Verdict
from desktop_app.services.audited import audited
from desktop_app.services.own_trust import OwnTrust, stamp_material, trust_material
from desktop_app.services.pdf_signing import PDF_LIMIT
from desktop_app.services.signature_service import SignatureService
from desktop_app.services.signed_content import content_beside, expected_content, signature_beside
from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.trust_folder import refuse_large, unreadable
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_questions import PdfAnswer, PdfSignature
from desktop_app.signing.pdf_verification import verify_pdf
from desktop_app.signing.signer_paths import SignerPaths
from desktop_app.signing.stamp_verification import StampReport
from desktop_app.signing.verification import SignerReport, VerificationReport

_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class PdfPlace:
    """Where in a PDF a signature stands."""

    signature: PdfSignature
    covers_file: bool
    """Nothing stands in the file that this signature does not cover."""


@dataclass(frozen=True, slots=True)
class JudgedSignature:
    """One signature of a file."""

    verdict: Verdict
    signer: SignerReport | None
    """None for a document time stamp of a PDF."""
    stamp: StampReport | None = None
    """For a document time stamp."""
    place: PdfPlace | None = None
    """None for a signature that is not in a PDF."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """The judgement on everything that signs a file; the verdict is the worst of theirs."""

    file: Path
    """As it was named."""
    format: Literal["CAdES", "PAdES"]
    document: Path | None
    """The signed file; None when the signature carries it."""
    verdict: Verdict
    signatures: tuple[JudgedSignature, ...]
    checked_at: datetime


class FileVerifier:
    """Verifies files; ``own_trust`` holds where no anchors are named."""

    def __init__(
        self,
        signatures: SignatureService,
        pdfs: PdfFiles,
        judge: PathJudge,
        own_trust: OwnTrust,
        audit: AuditLog,
    ) -> None:
        self._signatures = signatures
        self._pdfs = pdfs
        self._judge = judge
        self._own_trust = own_trust
        self._audit = audit

    def verify(
        self,
        file: Path,
        content: Path | None,
        options: TrustOptions,
        cancel: Cancellation | None = None,
    ) -> FileReport:
        """Verify a signature file, a document with ``FILE.sig`` beside it, or a signed PDF.

        ``content`` is the document of a detached signature that lies elsewhere. Raises
        ``NotSignatureError``, ``ContentNeededError``, ``PadesNoSignatureError``,
        ``PadesUnreadableError``, ``FileUnreadableError``, ``FileTooLargeError``,
        ``WorkerFailedError``.
        """
        beside = signature_beside(file)
        if content is None and _is_pdf(file):
            found = self._pdfs.read(file, cancel)
            if found.signatures:
                return self._pdf(file, found, options)
            if beside is None:
                raise PadesNoSignatureError(str(file))
        if content is None and beside is not None:
            report = self._signatures.verify_file(beside, file, options)
            return _cades(file, report, file)
        report = self._signatures.verify_file(file, content, options)
        return _cades(file, report, content or content_beside(file) or expected_content(file))

    def _pdf(self, file: Path, found: PdfAnswer, options: TrustOptions) -> FileReport:
        with audited(self._audit, "file.verify", file.name):
            refuse_large(file, PDF_LIMIT)
            paths = SignerPaths(
                trust_material(self._own_trust, options),
                stamp_material(self._own_trust, options),
                self._judge,
                options.at,
                options.offline,
            )
            try:
                with file.open("rb") as stream:
                    reports = verify_pdf(stream, found, paths)
            except OSError as error:
                raise unreadable(file, error) from error
        judged = tuple(
            JudgedSignature(
                each.verdict, each.signer, each.stamp, PdfPlace(each.place, each.covers_file)
            )
            for each in reports
        )
        verdict = Verdict.worst(each.verdict for each in judged)
        return FileReport(file, "PAdES", file, verdict, judged, datetime.now(UTC))


def _cades(file: Path, report: VerificationReport, document: Path) -> FileReport:
    judged = tuple(JudgedSignature(each.verdict, each) for each in report.signers)
    signed = None if report.content is not None else document
    return FileReport(file, "CAdES", signed, report.verdict, judged, datetime.now(UTC))


def _is_pdf(file: Path) -> bool:
    """Tell whether a file is a PDF; a signature that carries one is none."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_MAGIC_WITHIN)
        return _MAGIC in head and not _begins_like_der(head)
    except OSError as error:
        raise unreadable(file, error) from error


def _begins_like_der(head: bytes) -> bool:
    """Tell whether a SEQUENCE of more than 127 bytes begins here (X.690 section 8.1.3.5)."""
    return head[:1] == b"\x30" and head[1] & 0x80 != 0
