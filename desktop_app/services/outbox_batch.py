"""Documents of the outbox as a batch to sign: what was accepted and shown is what is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import ContentChangedError, OutboxContentLostError
from desktop_app.core.outbox_item import OutboxItem
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.signing_batch import Reading, Signed, SigningBatch, SigningKey
from desktop_app.signing.digests import CHUNK_BYTES, new_digest

_SHOWN = "sha256"


@dataclass(frozen=True, slots=True)
class OutboxDocument:
    """A document of the outbox that has no valid signature yet."""

    item: OutboxItem
    open: Callable[[str], BinaryIO]
    """Opens the content by the document's identifier."""
    begun: Callable[[], object]
    """Told, on the signing thread, that the token is open and this document is read."""

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.item.file_name or self.item.title

    def read(self, key: SigningKey, cancel: Cancellation | None) -> Reading:
        """Digest the content and compare it with the one that was accepted.

        Raises ``ContentChangedError``, ``OutboxContentLostError``, ``Cancelled``.
        """
        self.begun()
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
        if shown.hexdigest() != self.item.sha256:
            raise ContentChangedError(path=self.name)
        return Reading(wanted.digest())


def outbox_batch(
    outbox: OutboxService, items: Sequence[OutboxItem], begun: Callable[[], object]
) -> SigningBatch[OutboxDocument]:
    """Return a batch that puts a detached signature to each of these documents."""

    def put(made: Signed[OutboxDocument]) -> NmoError | None:
        try:
            outbox.put_signature(made.document.item.id, made.signature)
        except NmoError as error:
            return error
        return None

    documents = [OutboxDocument(item, outbox.open_content, begun) for item in items]
    return SigningBatch(documents, lambda made: [put(each) for each in made])
