"""Tables of the files that people put in place of a credential's document."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_app.sandbox.tables import Table


class CredentialFileRow(Table):
    """A file as it came; rows are only ever added, their state moves on."""

    __tablename__ = "credential_files"
    __table_args__ = (UniqueConstraint("credential_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    credential_id: Mapped[str] = mapped_column(ForeignKey("credentials.id"), index=True)
    number: Mapped[int]
    """From 1: the document that came with the credential, kept with its first replacement."""
    state: Mapped[str] = mapped_column(String(16), index=True)
    """A ``core.credentials.VersionState``."""
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
