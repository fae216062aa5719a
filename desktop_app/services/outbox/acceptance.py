"""Accepting documents: read twice, every signature checked against what is kept."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_app.core.errors.inputs import ContentNeededError, FileTooLargeError
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox.checking import (
    Signers,
    refuse_ended,
    signers_in_pdf,
    signers_of,
)
from desktop_app.services.outbox.contents import Measured, the_same
from desktop_app.services.outbox.signed_files import is_pdf, unsigned_name
from desktop_app.services.outbox_service import About, ContentSource
from desktop_app.services.portal.client import new_idempotency_key
from desktop_app.services.portal.document_contract import DOCUMENT_LIMIT
from desktop_app.services.storage.outbox_record import Details, Enclosure, OutboxRecord
from desktop_app.services.storage.outbox_store import OutboxStore, without_trouble
from desktop_app.services.storage.sealed_file import PIECE_BYTES
from desktop_app.services.trust_folder import read_limited, unreadable
from desktop_app.signing.cms_parts import cut_message, without_content
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.signed_data import read_signed_message

SIGNATURE_LIMIT: Final = 96 * 1024
"""Most bytes of the signatures of a document, without the document: the contract's limit."""
MESSAGE_LIMIT: Final = DOCUMENT_LIMIT + SIGNATURE_LIMIT
_MOST_EARLIER = 16
_LONGEST_TITLE = 300
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signed document, everything about it checked."""

    name: str
    source: ContentSource
    content: Measured
    signers: Signers
    shape: SignatureShape
    message: bytes = b""


class Acceptance:
    """Takes documents up into the store."""

    def __init__(self, store: OutboxStore, pdfs: PdfFiles, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._pdfs = pdfs
        self._clock = clock

    def add_signed(
        self, file: Path, signature: Path | None, about: About, *, again: bool, to_sign: bool
    ) -> OutboxRecord:
        """Accept a document that is signed; see ``OutboxService``."""
        try:
            if signature is None and is_pdf(file):
                signed = self._pdf(file)
            else:
                signed = _message(file, signature)
            refuse_ended(signed.signers, signature or file, self._clock())
            details = replace(_details(about, signed.name, signed.content), shape=signed.shape)
            details = signed_by(details, signed.signers)
            if to_sign:
                details = replace(details, signer=None, cosigners=details.signers, stamped=False)
            pieces = the_same(signed.source, details.sha256, file)
            return self._store.accept(details, signed.message, pieces, again=again)
        except OSError as error:
            raise unreadable(file, error) from error

    def add_unsigned(
        self, source: ContentSource, file_name: str, about: About, *, again: bool
    ) -> OutboxRecord:
        """Accept a content that is to be signed here; see ``OutboxService``."""
        name = Path(file_name)
        try:
            with source() as stream:
                content = Measured(stream, name)
                content.finish()
            details = _details(about, name.name, content)
            pieces = the_same(source, details.sha256, name)
            return self._store.accept(details, b"", pieces, again=again)
        except OSError as error:
            raise unreadable(name, error) from error

    def take_in(self, enclosure: Enclosure, source: ContentSource, path: Path) -> OutboxRecord:
        """Accept a signed document that another computer handed over, under its own identifier.

        Raises as ``add_signed``, but for certificates that ended on the way.
        """
        packed = enclosure.details
        try:
            if packed.shape is SignatureShape.IN_PDF:
                signed = self._pdf_from(source, path)
            else:
                message, _carried = taken_apart(enclosure.signature, path)
                signed = _read(source, path, message, packed.shape)
            details = replace(
                without_trouble(packed),
                title=packed.title[:_LONGEST_TITLE],
                file_name=packed.file_name[-_LONGEST_NAME:],
                size=signed.content.size,
                sha256=signed.content.sha256,
                accepted_size=0,
                accepted_sha256="",
                earlier=packed.earlier[-_MOST_EARLIER:],
                receipt=None,
            )
            mine = packed.signer.certificate_id if packed.signer else None
            return self._store.accept(
                signed_by(details, signed.signers, mine),
                signed.message,
                the_same(source, details.sha256, path),
                identifier=enclosure.id,
                accepted_at=enclosure.accepted_at,
            )
        except OSError as error:
            raise unreadable(path, error) from error

    def _pdf(self, file: Path) -> _Signed:
        with file.open("rb") as stream:
            content = Measured(stream, file)
            content.finish()
            signers = signers_in_pdf(file, stream, self._pdfs)
        shape = SignatureShape.IN_PDF
        return _Signed(file.name, lambda: file.open("rb"), content, signers, shape)

    def _pdf_from(self, source: ContentSource, path: Path) -> _Signed:
        """Check a PDF that lies in a sealed file: its reader wants one of its own."""
        with tempfile.TemporaryDirectory(prefix="nmo-pdf-") as folder, source() as stream:
            copy = Path(folder) / "packed.pdf"
            with copy.open("xb") as target:
                while part := stream.read(PIECE_BYTES):
                    target.write(part)
            return replace(self._pdf(copy), name=path.name, source=source)


def _message(file: Path, signature: Path | None) -> _Signed:
    """Read a document with the signatures beside it, or a message that carries its document."""
    place = signature or file
    message, carried = taken_apart(read_limited(place, MESSAGE_LIMIT), place)
    shape = SignatureShape.DETACHED if carried is None else SignatureShape.ATTACHED
    if signature is not None:
        return _read(lambda: file.open("rb"), file, message, shape, signature)
    if carried is None:
        raise ContentNeededError(path=str(file.with_name(unsigned_name(file))))
    inside = file.with_name(unsigned_name(file))
    return _read(lambda: io.BytesIO(carried), inside, message, shape, file)


def _read(
    source: ContentSource,
    path: Path,
    message: bytes,
    shape: SignatureShape,
    signature: Path | None = None,
) -> _Signed:
    with source() as stream:
        content = Measured(stream, path)
        signers = signers_of(message, content.buffered(), signature or path)
        content.finish()
    return _Signed(path.name, source, content, signers, shape, message)


def taken_apart(encoded: bytes, path: Path) -> tuple[bytes, bytes | None]:
    """Return a message in DER without the document, and the document where it carries one.

    ``encoded`` is DER, PEM or base64. Raises ``NotSignatureError``, ``FileTooLargeError``.
    """
    message = without_content(cut_message(encoded)).encode()
    if len(message) > SIGNATURE_LIMIT:
        raise FileTooLargeError(path=str(path), limit=SIGNATURE_LIMIT)
    return message, read_signed_message(encoded).content


def signed_by(details: Details, signers: Signers, mine: str | None = None) -> Details:
    """Return the details with who signed; ``mine`` is the certificate of the first to be named."""
    first = next((each for each in signers if each.certificate_id == mine), signers[0])
    return replace(
        details,
        signer=first,
        cosigners=tuple(each for each in signers if each is not first),
        stamped=all(each.stamped for each in signers),
    )


def _details(about: About, file_name: str, content: Measured) -> Details:
    return Details(
        kind=about.kind,
        title=(about.title.strip() or Path(file_name).stem)[:_LONGEST_TITLE],
        file_name=file_name[-_LONGEST_NAME:],
        size=content.size,
        sha256=content.sha256,
        idempotency_key=new_idempotency_key(),
        document_id=about.document_id,
        base_version=about.base_version,
    )
