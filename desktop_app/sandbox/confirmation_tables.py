"""Tables of what people prove to the training portal by a code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_app.sandbox.tables import Table


class ConfirmationCodeRow(Table):
    """A code that was sent; it is kept as a keyed digest only."""

    __tablename__ = "confirmation_codes"
    __table_args__ = (Index("codes_by_purpose", "account_id", "purpose", "sent_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    """What it proves, such as ``consent`` or ``confirmation-email``."""
    subject: Mapped[str] = mapped_column(String(64), default="")
    """What it is for in particular, such as the SHA-256 of a document."""
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    spent: Mapped[bool] = mapped_column(default=False)


class ConsentByCodeRow(Table):
    """A consent that a code confirmed, with the document as the person read it."""

    __tablename__ = "consents_by_code"

    document_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    phone: Mapped[str] = mapped_column(String(20))
    document: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime]


class ConfirmationRow(Table):
    """How far a person has come with the confirmation of the account."""

    __tablename__ = "confirmations"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="open")
    """``open``, ``review``, ``returned`` or ``approved``."""
    full_name: Mapped[str]
    snils: Mapped[str] = mapped_column(String(11))
    inn: Mapped[str] = mapped_column(String(12))
    phone: Mapped[str] = mapped_column(String(20))
    email: Mapped[str]
    phone_proven: Mapped[bool] = mapped_column(default=False)
    email_proven: Mapped[bool] = mapped_column(default=False)
    findings: Mapped[str] = mapped_column(default="")
    """Names of ``core.confirmations.ConfirmationFinding``, divided by spaces."""
    comment: Mapped[str] = mapped_column(String(1000), default="")
    changed_at: Mapped[datetime]


class ConfirmationPaperRow(Table):
    """A document of a confirmation."""

    __tablename__ = "confirmation_papers"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    paper: Mapped[str] = mapped_column(String(16), primary_key=True)
    file_name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
