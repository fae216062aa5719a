"""Tables of the requests to the support services of the training portal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_app.sandbox.tables import AccountRow, Table


class TicketRow(Table):
    """One request."""

    __tablename__ = "tickets"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    desk: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    full_name: Mapped[str]
    account_number: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    moments: Mapped[str]
    """RFC 3339, divided by spaces."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    account: Mapped[AccountRow] = relationship()
    files: Mapped[list[TicketFileRow]] = relationship(order_by="TicketFileRow.place")
    messages: Mapped[list[TicketTextRow]] = relationship(order_by="TicketTextRow.number")


class TicketFileRow(Table):
    """A file of a request; its content comes after it."""

    __tablename__ = "ticket_files"

    ticket_number: Mapped[int] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """From 1."""
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class TicketTextRow(Table):
    """A comment or an answer; rows are only ever added."""

    __tablename__ = "ticket_texts"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("tickets.number"), index=True)
    author: Mapped[str]
    from_support: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
