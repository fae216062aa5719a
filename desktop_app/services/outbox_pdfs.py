"""Signing PDFs of the outbox inside: copies lie in a folder of their own while it is done."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.outbox import (
    ContentChangedError,
    OutboxContentLostError,
)
from desktop_app.core.errors.signatures import PadesUnsupportedError, TimeStampError
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.services.outbox.stamper import Stamper
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.pdf_signing import PdfSigning, PdfWish
from desktop_app.services.prepared_pdf import PreparedPdf
from desktop_app.services.signing_batch import Reading, SigningKey
from desktop_app.services.storage.private_file import write_failure
from desktop_app.signing.digests import CHUNK_BYTES
from desktop_app.signing.gost import GOST_DIGESTS

_GOST = "ГОСТ Р 34.10-2012"


class OutboxPdfs:
    """Signs PDFs inside; a time stamp goes in at once, for there is room for none later.

    ``stamper`` is None where no service is named; one that is silent costs one question.
    """

    def __init__(self, outbox: OutboxService, pdfs: PdfSigning, stamper: Stamper | None) -> None:
        self._outbox = outbox
        self._pdfs = pdfs
        self._stamper = stamper
        self._wish = PdfWish(room_for_stamp=stamper is not None)
        self._folder = Path()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have a folder for the copies, mode 0700, which goes with everything in it."""
        with tempfile.TemporaryDirectory(prefix="nmo-pdf-") as folder:
            self._folder = Path(folder)
            yield

    def read(self, item: OutboxItem, key: SigningKey, cancel: Cancellation | None) -> Reading:
        """Prepare a copy of what was accepted.

        Raises ``PadesUnsupportedError``, ``PadesLockedError``, ``PadesUnreadableError``,
        ``ContentChangedError``, ``OutboxContentLostError``, ``Cancelled``.
        """
        if key.digest in GOST_DIGESTS:
            raise PadesUnsupportedError(algorithm=_GOST)
        copy = self._folder / f"{item.id}.pdf"
        try:
            self._copy(item, copy, cancel)
            prepared = self._pdfs.prepare(copy, key, self._wish, cancel)
        finally:
            copy.unlink(missing_ok=True)
        return Reading(prepared.digest(key.digest), copy=prepared)

    def put(self, item: OutboxItem, prepared: PreparedPdf, message: bytes) -> None:
        """Put a CMS into its place and give the copy to the outbox.

        Raises as ``OutboxService.put_signed_pdf``.
        """
        prepared.put(self._stamped(message))
        signed = self._folder / f"{item.id}-signed.pdf"
        try:
            signed.write_bytes(prepared.pdf)
            self._outbox.put_signed_pdf(item.id, signed)
        except OSError as error:
            raise write_failure(error, signed) from error
        finally:
            signed.unlink(missing_ok=True)

    def _stamped(self, message: bytes) -> bytes:
        if self._stamper is None:
            return message
        try:
            return self._stamper.stamp_message(message)
        except TimeStampError:
            self._stamper = None
            return message

    def _copy(self, item: OutboxItem, copy: Path, cancel: Cancellation | None) -> None:
        shown = hashlib.sha256()
        with copy.open("xb") as target:
            for piece in self._pieces(item, cancel):
                shown.update(piece)
                target.write(piece)
        if shown.hexdigest() != item.original_sha256:
            raise ContentChangedError(path=item.file_name)

    def _pieces(self, item: OutboxItem, cancel: Cancellation | None) -> Iterator[bytes]:
        try:
            with self._outbox.open_accepted(item.id) as stream:
                while piece := stream.read(CHUNK_BYTES):
                    if cancel is not None:
                        cancel.checkpoint()
                    yield piece
        except OSError as error:
            raise OutboxContentLostError(id=item.id) from error
