"""Tables of what people prove to the training portal by a code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
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
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    spent: Mapped[bool] = mapped_column(default=False)
