"""Documents of the outbox as a batch to sign: what was accepted and shown is what is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import ContentChangedError, OutboxContentLostError
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.signing_batch import Reading, Signed, SigningBatch, SigningKey
from desktop_app.signing.digests import CHUNK_BYTES, new_digest

if TYPE_CHECKING:
    from desktop_app.services.outbox_pdfs import OutboxPdfs

_SHOWN = "sha256"


@dataclass(frozen=True, slots=True)
class OutboxDocument:
    """A document of the outbox that has no valid signature yet."""

    item: OutboxItem
    open: Callable[[str], BinaryIO]
    """Opens what was accepted by the document's identifier."""
    begun: Callable[[], object]
    """Told, on the signing thread, that the token is open and this document is read."""
    shape: SignatureShape = SignatureShape.DETACHED
    pdfs: OutboxPdfs | None = None
    """What signs it inside; None for a message."""

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.item.file_name or self.item.title

    def read(self, key: SigningKey, cancel: Cancellation | None) -> Reading:
        """Digest the content and compare it with the one that was accepted.

        Raises ``ContentChangedError``, ``OutboxContentLostError``, ``Cancelled``, and for a
        PDF as ``OutboxPdfs.read``.
        """
        self.begun()
        if self.pdfs is not None:
            return self.pdfs.read(self.item, key, cancel)
        wanted, shown = new_digest(key.digest), hashlib.new(_SHOWN)
        try:
            with self.open(self.item.id) as stream:
                while piece := stream.read(CHUNK_BYTES):
                    if cancel is not None:
                        cancel.checkpoint()
                    shown.update(piece)
                    wanted.update(piece)
        except OSError as error:
            raise OutboxContentLostError(id=self.item.id) from error
        if shown.hexdigest() != self.item.original_sha256:
            raise ContentChangedError(path=self.name)
        return Reading(wanted.digest())


def outbox_batch(
    outbox: OutboxService, documents: Sequence[OutboxDocument]
) -> SigningBatch[OutboxDocument]:
    """Return a batch that puts a signature of its shape to each of these documents."""

    def put(made: Signed[OutboxDocument]) -> NmoError | None:
        document, copy = made.document, made.reading.copy
        try:
            if document.pdfs is not None and copy is not None:
                document.pdfs.put(document.item, copy, made.signature)
            else:
                outbox.put_signature(document.item.id, made.signature, document.shape)
        except NmoError as error:
            return error
        return None

    return SigningBatch(documents, lambda made: [put(each) for each in made])


def shape_of(item: OutboxItem, wanted: SignatureShape | None) -> SignatureShape:
    """Return the shape of our signature: where others signed, it goes beside theirs.

    Where nothing is ``wanted`` it stays what it was.
    """
    return item.shape if item.cosigners or wanted is None else wanted
