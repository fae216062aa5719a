"""Signatures inside PDFs (PAdES, ETSI EN 319 142-1): the original stays, a signed copy is new."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.cancellation import Cancellation, ProgressListener, ignore_progress
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.core.errors.signatures import PadesUnreadableError, PadesUnsupportedError
from desktop_app.core.pin import Pin
from desktop_app.services.audited import audited
from desktop_app.services.document_signer import DocumentSigner, OpenSigner, may_sign
from desktop_app.services.revocations import Revocations
from desktop_app.services.signing_report import SignedFile, SigningReport
from desktop_app.services.signing_work import SigningWork
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.private_file import write_new
from desktop_app.services.trust_folder import read_limited
from desktop_app.signing.algorithms import KeyKind, algorithms_for
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.digests import new_digest
from desktop_app.signing.pdf_files import PdfFiles

PDF_LIMIT = 256 * 1024 * 1024
"""Most bytes of a PDF; the signed copy is built in memory."""
_ROOM = 8 << 10
_STAMP_ROOM = 32 << 10
"""Room for a time stamp with the certificates of its service."""
_MARGIN = 1.25


@dataclass(frozen=True, slots=True)
class PdfWish:
    """How PDFs are to be signed."""

    out: Path | None = None
    """Folder of the signed copies; None: beside each original."""
    room_for_stamp: bool = False
    """Leave room for a time stamp, which may come later."""


class PdfSigner:
    """Signs PDFs with the key on a token."""

    def __init__(
        self, signer: DocumentSigner, pdfs: PdfFiles, revocations: Revocations, audit: AuditLog
    ) -> None:
        self._signer = signer
        self._pdfs = pdfs
        self._revocations = revocations
        self._audit = audit

    def refuse_unfit(self, certificate_id: str) -> None:
        """Refuse a key that makes no PAdES here, before anybody asks for a PIN.

        Raises ``PadesUnsupportedError``.
        """
        certificate = self._signer.require(certificate_id, may_sign)
        key = cut_certificate(certificate.der).public_key_info
        algorithm = algorithms_for(key)[0]
        if algorithm.key_kind is KeyKind.GOST:
            raise PadesUnsupportedError(algorithm=algorithm.name)

    def sign_pdfs(
        self,
        files: Sequence[Path],
        certificate_id: str,
        pin: Pin | None,
        wish: PdfWish = PdfWish(),
        *,
        last_try_confirmed: bool = False,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
    ) -> SigningReport:
        """Sign each PDF into ``FILE-signed.pdf``, all with one login.

        Raises ``PadesUnsupportedError`` and ``CertificateUnfitError`` before the PIN is used,
        ``PinError`` and ``TokenError`` when the login fails; what fails later stands in the
        report.
        """
        with audited(self._audit, "file.sign.login", certificate_id):
            self.refuse_unfit(certificate_id)
            certificate = self._signer.require(certificate_id, may_sign)
            self._revocations.refuse_revoked(certificate)
        with self._signer.open(
            certificate.id, pin, may_sign, last_try_confirmed=last_try_confirmed, cancel=cancel
        ) as signer:
            work = SigningWork(self._audit, progress, cancel)
            return work.run(
                files, lambda file: self._sign(signer, file, wish, cancel), lambda file: file
            )

    def _sign(
        self, signer: OpenSigner, file: Path, wish: PdfWish, cancel: Cancellation | None
    ) -> SignedFile:
        target = signed_path(file, wish.out)
        if target.exists():
            raise OutputExistsError(path=str(target))
        original = read_limited(file, PDF_LIMIT)
        size = _reserved_bytes(signer, wish)
        with tempfile.TemporaryDirectory(prefix="nmo-pdf-") as folder:
            copy = Path(folder) / "prepared.pdf"
            gap = self._pdfs.prepare(
                file,
                copy,
                reserved_bytes=size,
                digest=signer.algorithm.digest,
                signer=signer.session.certificate.subject,
                cancel=cancel,
            )
            prepared = bytearray(read_limited(copy, 2 * PDF_LIMIT))
        _refuse_other_copy(prepared, original, gap, file)
        digest = _digest(prepared, gap, signer.algorithm.digest)
        put_contents(prepared, gap, _signature(signer, digest))
        write_new(target, bytes(prepared), like=file)
        return SignedFile(file, target, digest.hex(), signer.algorithm.name)


def signed_path(file: Path, out: Path | None) -> Path:
    """Return where the signed copy of a PDF goes: ``FILE-signed.pdf`` beside it or in ``out``."""
    return (out or file.parent) / f"{file.stem}-signed{file.suffix}"


def put_contents(pdf: bytearray, gap: tuple[int, int], message: bytes) -> None:
    """Write a CMS into its gap, padded with zeros. Raises ``PadesUnreadableError``."""
    begin, end = gap
    room = end - begin - 2
    if 2 * len(message) > room:
        raise PadesUnreadableError(detail="too-small")
    pdf[begin + 1 : end - 1] = message.hex().encode("ascii").ljust(room, b"0")


def _signature(signer: OpenSigner, digest: bytes) -> bytes:
    """Return the CMS; the time stands in the PDF's own dictionary (EN 319 142-1 section 6.3)."""
    attributes = signer.writer.signed_attributes(digest, None)
    value = signer.session.sign(attributes, signer.algorithm)
    return signer.writer.assemble(attributes, value)


def _digest(pdf: bytearray, gap: tuple[int, int], name: str) -> bytes:
    running = new_digest(name)
    with memoryview(pdf) as view:
        running.update(view[: gap[0]])
        running.update(view[gap[1] :])
    return running.digest()


def _refuse_other_copy(
    prepared: bytearray, original: bytes, gap: tuple[int, int], file: Path
) -> None:
    """Make sure that what is signed is the file, and that nothing but the CMS is left out."""
    begin, end = gap
    hole = bytes(prepared[begin:end])
    fits = hole[:1] == b"<" and hole[-1:] == b">" and not hole[1:-1].strip(b"0")
    if not prepared.startswith(original) or begin < len(original) or not fits:
        raise PadesUnreadableError(str(file), "damaged")


def _reserved_bytes(signer: OpenSigner, wish: PdfWish) -> int:
    carried = len(signer.writer.assemble(b"\x31\x00", b""))
    return int(_MARGIN * carried) + _ROOM + (_STAMP_ROOM if wish.room_for_stamp else 0)
