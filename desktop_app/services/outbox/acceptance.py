"""Accepting documents: read twice, the signature checked against what is kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from asn1crypto import pem

from desktop_app.core.documents import DocumentSigner
from desktop_app.core.errors.inputs import (
    FileTooLargeError,
    FileUnreadableError,
    NotSignatureError,
)
from desktop_app.core.errors.outbox import ContentChangedError, SignatureOtherError
from desktop_app.core.verdicts import Verdict
from desktop_app.services.outbox_service import About, ContentSource
from desktop_app.services.portal.client import new_idempotency_key
from desktop_app.services.portal.document_contract import DOCUMENT_LIMIT
from desktop_app.services.storage.outbox_record import Details, Enclosure, OutboxRecord
from desktop_app.services.storage.outbox_store import OutboxStore, without_trouble
from desktop_app.services.storage.sealed_file import PIECE_BYTES
from desktop_app.services.trust_folder import read_limited, unreadable
from desktop_app.signing.verification import SignerReport, check_signers

SIGNATURE_LIMIT = 96 * 1024
"""Most bytes of a detached signature: the contract's limit."""
_LONGEST_TITLE = 300
_LONGEST_NAME = 255


class Acceptance:
    """Takes documents up into the store."""

    def __init__(self, store: OutboxStore) -> None:
        self._store = store

    def add_signed(self, file: Path, signature: Path, about: About, *, again: bool) -> OutboxRecord:
        """Accept a file with its detached signature; see ``OutboxService``."""
        encoded = _der(read_limited(signature, SIGNATURE_LIMIT))
        try:
            with file.open("rb") as stream:
                content = _Measured(stream, file)
                readable = content.buffered()
                signed = _checked(encoded, readable, signature)
                content.finish()
            details = _signed_by(_details(about, file.name, content), signed)
            pieces = _same(lambda: file.open("rb"), details, file)
            return self._store.accept(details, encoded, pieces, again=again)
        except OSError as error:
            raise unreadable(file, error) from error

    def add_unsigned(
        self, source: ContentSource, file_name: str, about: About, *, again: bool
    ) -> OutboxRecord:
        """Accept a content that is to be signed here; see ``OutboxService``."""
        name = Path(file_name)
        try:
            with source() as stream:
                content = _Measured(stream, name)
                content.finish()
            details = _details(about, name.name, content)
            return self._store.accept(details, b"", _same(source, details, name), again=again)
        except OSError as error:
            raise unreadable(name, error) from error

    def take_in(self, enclosure: Enclosure, source: ContentSource, path: Path) -> OutboxRecord:
        """Accept a signed document that another computer handed over, under its own identifier.

        Raises as ``add_signed``.
        """
        try:
            with source() as stream:
                content = _Measured(stream, path)
                readable = content.buffered()
                signed = _checked(_der(enclosure.signature), readable, path)
                content.finish()
            details = replace(
                without_trouble(enclosure.details),
                title=enclosure.details.title[:_LONGEST_TITLE],
                file_name=enclosure.details.file_name[-_LONGEST_NAME:],
                size=content.size,
                sha256=content.sha256,
                receipt=None,
            )
            return self._store.accept(
                _signed_by(details, signed),
                enclosure.signature,
                _same(source, details, path),
                identifier=enclosure.id,
                accepted_at=enclosure.accepted_at,
            )
        except OSError as error:
            raise unreadable(path, error) from error

    def put_signature(self, identifier: str, signature: bytes) -> OutboxRecord:
        """Put a signature to a document that is kept already; see ``OutboxService``."""
        encoded = _der(signature)
        with self._store.rows.content(identifier) as opened:
            signed = _checked(encoded, opened.content, Path())
        return self._store.sign(
            identifier, encoded, lambda details: _signed_by(without_trouble(details), signed)
        )


class _Measured(io.RawIOBase):
    """A stream that counts and digests what is read of it."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Of what was read, in hexadecimal."""
        return self._digest.hexdigest()

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # the library says «WriteableBuffer»
        """Read the next part. Raises ``FileTooLargeError``."""
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.size += len(part)
        self._digest.update(part)
        if self.size > DOCUMENT_LIMIT:
            raise FileTooLargeError(path=str(self._path), limit=DOCUMENT_LIMIT)
        return len(part)

    def buffered(self) -> BinaryIO:
        """Return this stream as readers want it."""
        return io.BufferedReader(self, PIECE_BYTES)

    def finish(self) -> None:
        """Read what is left. Raises ``FileUnreadableError`` when there is nothing at all."""
        while self.read(PIECE_BYTES):
            pass
        if not self.size:
            raise FileUnreadableError(path=str(self._path), detail="EMPTY")


def _details(about: About, file_name: str, content: _Measured) -> Details:
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


def _same(source: ContentSource, details: Details, path: Path) -> Iterator[bytes]:
    """Yield the content once more. Raises ``ContentChangedError`` when it is another one now."""
    digest = hashlib.sha256()
    with source() as stream:
        while part := stream.read(PIECE_BYTES):
            digest.update(part)
            yield part
    if digest.hexdigest() != details.sha256:
        raise ContentChangedError(path=str(path))


def _checked(encoded: bytes, content: BinaryIO, path: Path) -> SignerReport:
    """Return the signer of a detached signature that holds. Raises ``SignatureOtherError``."""
    report = check_signers(encoded, content)
    first = report.signers[0]
    codes = [
        reason.code
        for signer in report.signers
        for reason in signer.reasons
        if reason.verdict is Verdict.BAD
    ]
    if report.content is not None:
        codes.append("signature.not-detached")
    if first.certificate is None:
        codes.append("signature.certificate-missing")
    if codes:
        raise SignatureOtherError(path=str(path), reasons=list(dict.fromkeys(codes)))
    return first


def _signed_by(details: Details, report: SignerReport) -> Details:
    certificate = report.certificate
    assert certificate is not None  # noqa: S101 - refused before
    signer = DocumentSigner(
        certificate.subject, certificate.snils, certificate.id, certificate.not_after
    )
    return replace(details, signer=signer, stamped=report.timestamp is not None)


def _der(signature: bytes) -> bytes:
    """Return a signature in DER, as it goes to the portal. Raises ``NotSignatureError``."""
    try:
        return pem.unarmor(signature)[2] if pem.detect(signature) else signature
    except (ValueError, TypeError) as error:
        raise NotSignatureError(detail="pem") from error
