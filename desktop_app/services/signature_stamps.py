"""Adding time stamps to signed files, at signing or when the network is back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from desktop_app.core.cancellation import (
    Cancellation,
    Progress,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.core.errors.signatures import (
    PadesUnreadableError,
    TimeStampNoServiceError,
    TimeStampUnreachableError,
)
from desktop_app.services.pdf_signing import PDF_LIMIT
from desktop_app.services.prepared_pdf import PreparedPdf
from desktop_app.services.signing_report import FailedFile
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.private_file import write_over
from desktop_app.services.time_stamping import TimeStamper
from desktop_app.services.trust_folder import read_limited
from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP, cut_message
from desktop_app.signing.der import MALFORMED, first_element
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_questions import PdfCoverage
from desktop_app.signing.time_stamp import read_token

STAMPED_LIMIT = 512 * 1024 * 1024
"""Most bytes of a signature file; an attached one holds the document."""


@dataclass(frozen=True, slots=True)
class StampedFile:
    """A signed file whose signatures all have a time stamp; of a PDF, its last one."""

    signature: Path
    time: datetime
    """The latest of its stamps."""


@dataclass(frozen=True, slots=True)
class StampingReport:
    """What became of each signed file, in the order given."""

    stamped: tuple[StampedFile, ...]
    failed: tuple[FailedFile, ...]


class _SignedFile(Protocol):
    """A file with a CMS that may be put back with a stamp."""

    @property
    def message(self) -> bytes:
        """The CMS."""

    def put(self, message: bytes) -> None:
        """Write the file with another CMS, in one step."""


class SignatureStamps:
    """Stamps files with the service at an address, or with the one that the settings name."""

    def __init__(
        self, stamper: Callable[[str], TimeStamper], pdfs: PdfFiles, audit: AuditLog
    ) -> None:
        self._stamper = stamper
        self._pdfs = pdfs
        self._audit = audit

    def require_service(self, address: str = "") -> None:
        """Raise ``TimeStampNoServiceError`` when there is no service to ask; ask nothing."""
        self._stamper(address)

    def service(self, address: str = "") -> TimeStamper | None:
        """Return the service, None where none is named; ask nothing."""
        try:
            return self._stamper(address)
        except TimeStampNoServiceError:
            return None

    def stamp_files(
        self,
        signatures: Sequence[Path],
        address: str = "",
        *,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
    ) -> StampingReport:
        """Add a stamp to each signature that has none; each file is replaced in one step.

        Files are signatures, or PDFs with the room that their signer left. Once the service
        does not answer the rest fails with the same error, unasked. Raises
        ``TimeStampNoServiceError``, ``Cancelled``; what else fails stands in the report.
        """
        stamper = self._stamper(address)
        stamped: list[StampedFile] = []
        failed: list[FailedFile] = []
        silent: NmoError | None = None
        try:
            for done, file in enumerate(signatures):
                progress(Progress(done, len(signatures), file.name))
                try:
                    stamped.append(self._stamp(stamper, file, silent, cancel))
                except NmoError as error:
                    silent = error if isinstance(error, TimeStampUnreachableError) else silent
                    failed.append(FailedFile(file, error))
        finally:
            self._audit.record_all(_lines(stamped, failed))
        progress(Progress(len(signatures), len(signatures)))
        return StampingReport(tuple(stamped), tuple(failed))

    def _stamp(
        self,
        stamper: TimeStamper,
        file: Path,
        silent: NmoError | None,
        cancel: Cancellation | None,
    ) -> StampedFile:
        signed = self._pdf(file, cancel) if is_pdf(file) else _Detached(file)
        signers = cut_message(signed.message).signers
        if all(each.attribute(SIGNATURE_TIME_STAMP) is not None for each in signers):
            return StampedFile(file, _latest(signed.message))
        if silent is not None:
            raise silent
        message = stamper.stamp_message(signed.message, cancel)
        signed.put(message)
        return StampedFile(file, _latest(message))

    def _pdf(self, file: Path, cancel: Cancellation | None) -> _SignedFile:
        """Return the last signature of a PDF; what covers an earlier one would break."""
        found = self._pdfs.signatures(file, cancel)
        if not found:
            raise NotSignatureError(detail="no signature")
        last = [each for each in found if each.coverage is PdfCoverage.FILE]
        if not last or last[0].is_time_stamp:
            raise PadesUnreadableError(str(file), "changed-later")
        try:
            message = first_element(last[0].contents)
        except MALFORMED as error:
            raise NotSignatureError(detail="contents") from error
        _, begin, end, _ = last[0].byte_range
        return _InPdf(file, message, (begin, end))


@dataclass(frozen=True, slots=True)
class _Detached:
    file: Path

    @property
    def message(self) -> bytes:
        return read_limited(self.file, STAMPED_LIMIT)

    def put(self, message: bytes) -> None:
        write_over(self.file, message)


@dataclass(frozen=True, slots=True)
class _InPdf:
    file: Path
    message: bytes
    gap: tuple[int, int]

    def put(self, message: bytes) -> None:
        pdf = bytearray(read_limited(self.file, PDF_LIMIT))
        begin, _ = self.gap
        if not pdf[begin + 1 :].lower().startswith(self.message.hex().encode("ascii")):
            raise PadesUnreadableError(str(self.file), "damaged")
        PreparedPdf(pdf, self.gap).put(message)
        write_over(self.file, bytes(pdf))


def is_pdf(file: Path) -> bool:
    """Tell whether a file is a PDF by its name."""
    return file.suffix.lower() == ".pdf"


def _latest(message: bytes) -> datetime:
    tokens = (each.attribute(SIGNATURE_TIME_STAMP) for each in cut_message(message).signers)
    return max(read_token(token).time for token in tokens if token is not None)


def _lines(
    stamped: Sequence[StampedFile], failed: Sequence[FailedFile]
) -> list[tuple[str, str, str]]:
    return [
        *(("file.stamp", "ok", each.signature.name) for each in stamped),
        *(("file.stamp", each.error.code, each.file.name) for each in failed),
    ]
