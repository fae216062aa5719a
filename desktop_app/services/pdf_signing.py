"""Signatures inside PDFs (PAdES, ETSI EN 319 142-1): the original stays, a signed copy is new."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.signatures import PadesUnsupportedError
from desktop_app.services.document_signer import DocumentSigner, may_sign
from desktop_app.services.file_signing import FileDocument, batch_of, tell_nobody
from desktop_app.services.prepared_pdf import PreparedPdf
from desktop_app.services.signing_batch import Reading, SigningBatch, SigningKey
from desktop_app.services.trust_folder import read_limited
from desktop_app.signing.algorithms import KeyKind, algorithms_for
from desktop_app.signing.certificates import cut_certificate
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


class PdfSigning:
    """Batches of PDFs, each to be signed into ``FILE-signed.pdf``."""

    def __init__(self, signer: DocumentSigner, pdfs: PdfFiles) -> None:
        self._signer = signer
        self._pdfs = pdfs

    def refuse_unfit(self, certificate_id: str) -> None:
        """Refuse a key that makes no PAdES here, before anybody asks for a PIN.

        Raises ``PadesUnsupportedError``, ``CertificateUnfitError``.
        """
        certificate = self._signer.require(certificate_id, may_sign)
        key = cut_certificate(certificate.der).public_key_info
        algorithm = algorithms_for(key)[0]
        if algorithm.key_kind is KeyKind.GOST:
            raise PadesUnsupportedError(algorithm=algorithm.name)

    def batch(
        self,
        files: Sequence[Path],
        wish: PdfWish = PdfWish(),
        begun: Callable[[], object] = tell_nobody,
    ) -> SigningBatch[FileDocument]:
        """Return a batch that ``SignatureService`` signs; ``begun`` is told as by ``file_batch``.

        A PDF that is locked or cannot be read fails alone: ``PadesLockedError``,
        ``PadesUnreadableError``, ``FileTooLargeError``, ``WorkerFailedError``.
        """

        def read(file: Path, key: SigningKey, cancel: Cancellation | None) -> Reading:
            copy = self.prepare(file, key, wish, cancel)
            return Reading(copy.digest(key.digest), copy=copy)

        return batch_of(
            [FileDocument(file, signed_path(file, wish.out), read, begun) for file in files]
        )

    def prepare(
        self, file: Path, key: SigningKey, wish: PdfWish, cancel: Cancellation | None
    ) -> PreparedPdf:
        """Return a copy of a PDF with an empty place for the CMS of a key.

        Raises ``PadesLockedError``, ``PadesUnreadableError``, ``FileTooLargeError``,
        ``WorkerFailedError``.
        """
        original = read_limited(file, PDF_LIMIT)
        with tempfile.TemporaryDirectory(prefix="nmo-pdf-") as folder:
            copy = Path(folder) / "prepared.pdf"
            gap = self._pdfs.prepare(
                file,
                copy,
                reserved_bytes=_reserved_bytes(key, wish),
                digest=key.digest,
                signer=key.holder,
                cancel=cancel,
            )
            prepared = PreparedPdf(bytearray(read_limited(copy, 2 * PDF_LIMIT)), gap)
        prepared.refuse_other(original, file)
        return prepared


def signed_path(file: Path, out: Path | None) -> Path:
    """Return where the signed copy of a PDF goes: ``FILE-signed.pdf`` beside it or in ``out``."""
    return (out or file.parent) / f"{file.stem}-signed{file.suffix}"


def _reserved_bytes(key: SigningKey, wish: PdfWish) -> int:
    stamp = _STAMP_ROOM if wish.room_for_stamp else 0
    return int(_MARGIN * key.message_bytes) + _ROOM + stamp
