"""What the outbox keeps of one document, and its sealed form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from desktop_app.core.documents import DocumentKind, DocumentSigner, DocumentVersion, Receipt
from desktop_app.core.outbox_item import OutboxItem, OutboxState
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.signing.decoding import decode_msgpack


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """What was to be delivered before signing anew made another file of a document."""

    size: int
    sha256: str
    idempotency_key: str
    delivery_id: str
    signer: DocumentSigner | None
    cosigners: tuple[DocumentSigner, ...]
    shape: SignatureShape
    stamped: bool


@dataclass(frozen=True, slots=True)
class Details:
    """What is sealed of a document; ``OutboxItem`` explains the fields that both have."""

    kind: DocumentKind
    title: str
    file_name: str
    size: int
    sha256: str
    idempotency_key: str
    """Goes with every attempt to deliver it, from any computer."""
    signer: DocumentSigner | None = None
    cosigners: tuple[DocumentSigner, ...] = ()
    shape: SignatureShape = SignatureShape.DETACHED
    stamped: bool = False
    stamp_error: str = ""
    document_id: str = ""
    base_version: int = 0
    delivery_id: str = ""
    """The portal's name of the upload, once it was begun."""
    error_code: str = ""
    error_data: Mapping[str, object] = field(default_factory=dict)
    maybe_arrived: bool = False
    theirs: DocumentVersion | None = None
    receipt: Receipt | None = None
    accepted_sha256: str = ""
    """Of what was accepted, where a signature inside made another file of it; else empty."""
    accepted_size: int = 0
    """Bytes of what was accepted, with which that other file begins; 0 where there is none."""
    earlier: tuple[EarlierFile, ...] = ()
    """The portal is asked about these before it gets the document."""

    @property
    def signers(self) -> tuple[DocumentSigner, ...]:
        """Everybody who signed."""
        return self.cosigners if self.signer is None else (self.signer, *self.cosigners)

    @property
    def original(self) -> tuple[int, str]:
        """Size and SHA-256 of what is signed: what was accepted."""
        if self.accepted_size:
            return self.accepted_size, self.accepted_sha256
        return self.size, self.sha256

    def begun_anew(self, idempotency_key: str) -> Details:
        """Return the details with a delivery of its own, for another file."""
        before = EarlierFile(**{name: getattr(self, name) for name in EarlierFile.__slots__})
        earlier = (*self.earlier, before)
        return replace(self, idempotency_key=idempotency_key, delivery_id="", earlier=earlier)

    def as_before(self, earlier: EarlierFile) -> Details:
        """Return the details of an earlier file, which turned out to be the one that counts."""
        return replace(
            self, earlier=(), **{name: getattr(earlier, name) for name in EarlierFile.__slots__}
        )

    def with_stamps(self) -> Details:
        """Return the details with a stamp on every signature."""
        return replace(
            self,
            signer=None if self.signer is None else replace(self.signer, stamped=True),
            cosigners=tuple(replace(each, stamped=True) for each in self.cosigners),
            stamped=True,
            stamp_error="",
        )

    def ended_at(self, now: datetime) -> DocumentSigner | None:
        """Return the first signer whose term has ended with no stamp on the signature."""
        if self.stamped:
            return None
        ended = (each for each in self.signers if not each.stamped and now >= each.not_after)
        return next(ended, None)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What lies beside a content in its sealed file: enough to take it up without the database."""

    id: str
    accepted_at: datetime
    details: Details
    signature: bytes
    """CMS in DER without the content; empty while nobody signed, and for a signed PDF."""


@dataclass(frozen=True, slots=True)
class OutboxRecord:
    """One row."""

    number: int
    id: str
    state: OutboxState
    accepted_at: datetime
    changed_at: datetime
    tries: int
    next_try_at: datetime | None
    file: str
    """Name of the sealed content; empty once it is no longer kept."""
    details: Details | None
    """None without the key."""

    def item(self) -> OutboxItem:
        """Return the document as everybody else sees it."""
        plain: dict[str, Any] = {
            "number": self.number,
            "id": self.id,
            "state": self.state,
            "accepted_at": self.accepted_at,
            "changed_at": self.changed_at,
            "tries": self.tries,
            "next_try_at": self.next_try_at,
        }
        if self.details is None:
            return OutboxItem(**plain, readable=False)
        shared = {name: getattr(self.details, name) for name in _SHARED}
        return OutboxItem(**plain, **shared)


_SHARED = tuple(name for name in Details.__slots__ if name in OutboxItem.__slots__)
COLUMNS = "number, id, state, accepted_at, changed_at, tries, next_try_at, file, details"
"""What ``record_of`` reads, in this order."""


def label_of(identifier: str, column: str) -> str:
    """Return what a sealed column is bound to: its row and its name."""
    return f"outbox/{identifier}/{column}"


def encode_details(details: Details) -> bytes:
    """Return the form of ``details`` that is sealed."""
    return msgspec.msgpack.encode(details)


def decode_details(content: bytes | None) -> Details | None:
    """Return what ``encode_details`` made; None for anything else."""
    try:
        return None if content is None else decode_msgpack(content, Details)
    except msgspec.MsgspecError:  # Written by another version of the program.
        return None


def encode_enclosure(enclosure: Enclosure) -> bytes:
    """Return the form that lies beside a content."""
    return msgspec.msgpack.encode(enclosure)


def decode_enclosure(content: bytes) -> Enclosure | None:
    """Return what ``encode_enclosure`` made; None for anything else."""
    try:
        return decode_msgpack(content, Enclosure)
    except msgspec.MsgspecError:
        return None


def record_of(row: tuple[object, ...], details: Details | None) -> OutboxRecord:
    """Return the record of a row of ``COLUMNS``."""
    return OutboxRecord(
        number=int(str(row[0])),
        id=str(row[1]),
        state=OutboxState(str(row[2])),
        accepted_at=datetime.fromisoformat(str(row[3])),
        changed_at=datetime.fromisoformat(str(row[4])),
        tries=int(str(row[5])),
        next_try_at=None if row[6] is None else datetime.fromisoformat(str(row[6])),
        file=str(row[7]),
        details=details,
    )
