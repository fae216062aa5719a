"""Putting signatures to documents that are kept already, beside those of others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.documents import DocumentSigner
from desktop_app.core.errors.outbox import (
    ContentChangedError,
    PdfSignedBeforeError,
)
from desktop_app.core.outbox_item import OutboxMove, OutboxState, moved
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox.acceptance import signed_by, taken_apart
from desktop_app.services.outbox.checking import signers_in_pdf, signers_of
from desktop_app.services.outbox.contents import Measured, beginning_of, the_same
from desktop_app.services.portal.client import new_idempotency_key
from desktop_app.services.storage.outbox_record import Details, OutboxRecord
from desktop_app.services.storage.outbox_rows import known_details
from desktop_app.services.storage.outbox_store import OutboxStore, without_trouble
from desktop_app.services.trust_folder import unreadable
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.cms_parts import CutMessage, cut_message, joined
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.signed_data import read_signed_message


class SignaturePutting:
    """Signs what the store keeps; each signature is checked against what is kept."""

    def __init__(self, store: OutboxStore, pdfs: PdfFiles) -> None:
        self._store = store
        self._pdfs = pdfs

    def open_accepted(self, identifier: str) -> BinaryIO:
        """Open what is to be signed; see ``OutboxService.open_accepted``."""
        details = known_details(self._store.rows.readable(identifier))
        content = self._store.rows.content(identifier).content
        return beginning_of(content, details.original[0])

    def put(self, identifier: str, signature: bytes, shape: SignatureShape | None) -> OutboxRecord:
        """Put a CMS to a document; see ``OutboxService.put_signature``."""
        details = self._signable(identifier)
        in_pdf = details.shape is SignatureShape.IN_PDF
        if in_pdf and details.cosigners:
            raise PdfSignedBeforeError(id=identifier)
        message, _carried = taken_apart(signature, Path())
        with self.open_accepted(identifier) as content:
            ours = signers_of(message, content, Path())
        theirs = self._cosigned(identifier, details, ours)
        if theirs is not None:
            message = joined(theirs, cut_message(message)).encode()
        with self.open_accepted(identifier) as content:
            signers = signers_of(message, content, Path())
        if theirs is not None or shape is None:
            shape = SignatureShape.DETACHED if in_pdf else details.shape
        now_signed = _now_signed(signers, ours[0], shape)
        if not details.accepted_size:
            return self._store.sign(identifier, message, now_signed)
        size, sha256 = details.original

        def change(old: Details) -> Details:
            signed = now_signed(old.begun_anew(new_idempotency_key()))
            return replace(signed, size=size, sha256=sha256, accepted_size=0, accepted_sha256="")

        pieces = the_same(lambda: self.open_accepted(identifier), sha256, Path())
        return self._store.sign(identifier, message, change, pieces)

    def put_pdf(self, identifier: str, signed_copy: Path) -> OutboxRecord:
        """Put the signed copy of a PDF in its place; see ``OutboxService.put_signed_pdf``."""
        details = self._signable(identifier)
        begun = self._store.rows.record(identifier).state is not OutboxState.PREPARED
        size, sha256 = details.original
        before = {each.certificate_id for each in details.cosigners}
        try:
            with signed_copy.open("rb") as stream:
                content = Measured(stream, signed_copy)
                content.finish()
                signers = signers_in_pdf(signed_copy, stream, self._pdfs)
                stream.seek(0)
                accepted = hashlib.sha256(stream.read(size)).hexdigest()
        except OSError as error:
            raise unreadable(signed_copy, error) from error
        if accepted != sha256:
            raise ContentChangedError(path=str(signed_copy))
        ours = next((each for each in signers if each.certificate_id not in before), signers[-1])
        now_signed = _now_signed(signers, ours, SignatureShape.IN_PDF)

        def change(old: Details) -> Details:
            return replace(
                now_signed(old.begun_anew(new_idempotency_key()) if begun else old),
                size=content.size,
                sha256=content.sha256,
                accepted_size=size,
                accepted_sha256=sha256,
            )

        pieces = the_same(lambda: signed_copy.open("rb"), content.sha256, signed_copy)
        return self._store.sign(identifier, b"", change, pieces)

    def _signable(self, identifier: str) -> Details:
        """Return the details of a document that may be signed now."""
        record = self._store.rows.readable(identifier)
        moved(record.state, OutboxMove.SIGN, identifier)
        if not record.item().can_be_signed:
            raise PdfSignedBeforeError(id=identifier)
        return known_details(record)

    def _cosigned(
        self, identifier: str, details: Details, ours: tuple[DocumentSigner, ...]
    ) -> CutMessage | None:
        """Return the message of those who signed beside us, without our own earlier signature."""
        if not details.cosigners:
            return None
        encoded = self._store.rows.signature(identifier)
        wanted = {each.certificate_id for each in details.cosigners}
        wanted -= {each.certificate_id for each in ours}
        message = cut_message(encoded)
        kept = tuple(
            cut
            for signer, cut in zip(
                read_signed_message(encoded).signers, message.signers, strict=True
            )
            if signer.certificate is not None and read_certificate(signer.certificate).id in wanted
        )
        return replace(message, signers=kept) if kept else None


def _now_signed(
    signers: tuple[DocumentSigner, ...], mine: DocumentSigner, shape: SignatureShape
) -> Callable[[Details], Details]:
    def change(old: Details) -> Details:
        signed = signed_by(without_trouble(old), signers, mine.certificate_id)
        return replace(signed, shape=shape)

    return change
