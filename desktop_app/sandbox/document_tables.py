"""Tables of the documents that people hand to the training portal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_app.sandbox.tables import Table


class DeliveryRow(Table):
    """An upload, while and after it comes in."""

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str]
    file_name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    document_id: Mapped[str] = mapped_column(String(32))
    """Empty for a new document, until it is completed."""
    state: Mapped[str] = mapped_column(String(16))
    received_bytes: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    """The version that it became; 0 until then."""
    received_at: Mapped[datetime | None]


class PartRow(Table):
    """One part of an upload; rows are only ever added."""

    __tablename__ = "delivery_parts"

    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    offset: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentRow(Table):
    """A document with the number of its newest version."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class DocumentVersionRow(Table):
    """A signed document as it came; rows are only ever added."""

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "version"),)

    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    version: Mapped[int]
    signer: Mapped[str]
    certificate_id: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    """The CAdES as it came, without the document; empty for a PDF signed inside."""


class DocumentFormRow(Table):
    """How a version was signed; older databases lack it, then one person signed beside it."""

    __tablename__ = "document_forms"

    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    shape: Mapped[str] = mapped_column(String(16))
    cosigners: Mapped[list[str]] = mapped_column(JSON)
    """Full names of the others who signed."""
