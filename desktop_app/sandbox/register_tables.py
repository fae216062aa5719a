"""Tables of passport checks, registrations and registers of the training portal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_app.sandbox.tables import AccountRow, Table


class PassportCheckRow(Table):
    """One comparison of a passport; what was typed is not kept."""

    __tablename__ = "passport_checks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    checked_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(16))
    differing: Mapped[str] = mapped_column(String(120))
    """Names of ``core.identity.PassportField``, divided by spaces."""


class RegistrationRow(Table):
    """An application for a specialist's account."""

    __tablename__ = "registrations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    status: Mapped[str] = mapped_column(String(16), index=True)
    content: Mapped[str] = mapped_column(String(8000))
    """JSON of ``RegistrationRequest``."""
    checks: Mapped[str] = mapped_column(String(400), default="")
    """Items of the electronic check with ``+`` or ``-`` before each, divided by spaces."""
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    is_activated: Mapped[bool] = mapped_column(default=False)
    has_second_factor: Mapped[bool] = mapped_column(default=False)
    account: Mapped[AccountRow] = relationship(lazy="joined")


class RegistrationEventRow(Table):
    """One line of an application's history; rows are only ever added."""

    __tablename__ = "registration_events"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    registration_id: Mapped[str] = mapped_column(ForeignKey("registrations.id"), index=True)
    happened_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    comment: Mapped[str] = mapped_column(String(1000), default="")


class ScanRow(Table):
    """A scan of an application, while and after it comes in."""

    __tablename__ = "registration_scans"

    registration_id: Mapped[str] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    """Order of announcement."""
    kind: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    received_bytes: Mapped[int] = mapped_column(default=0)


class ScanPartRow(Table):
    """One part of a scan."""

    __tablename__ = "registration_scan_parts"

    registration_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    offset: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ProfileEntryRow(Table):
    """One line of a person's profile at the portal, beside what ФРМР has."""

    __tablename__ = "profile_entries"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(16), primary_key=True)
    title: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[str]


class SyncRow(Table):
    """One comparison with ФРМР."""

    __tablename__ = "register_syncs"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    finished_at: Mapped[datetime]
    content: Mapped[str] = mapped_column(String(20_000))
    """JSON of ``SyncReportMessage``."""
