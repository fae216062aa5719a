"""Tables of passport checks, registrations and registers of the training portal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_app.sandbox.tables import Table


class PassportCheckRow(Table):
    """One comparison of a passport; what was typed is not kept."""

    __tablename__ = "passport_checks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    checked_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(16))
    differing: Mapped[str] = mapped_column(String(120))
    """Names of ``core.identity.PassportField``, divided by spaces."""
