"""Tables of the training portal."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import (
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, also where the database (SQLite) keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC; a naive one is a fault of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the UTC zone back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """Root of the portal's tables."""

    type_annotation_map = {datetime: Moment, str: String(400)}  # noqa: RUF012 - SQLAlchemy's own form


class AccountRow(Table):
    """A person with an account."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    snils: Mapped[str] = mapped_column(String(11), unique=True)
    full_name: Mapped[str]
    level: Mapped[str] = mapped_column(String(16))
    roles: Mapped[str]
    """Names of ``core.accounts.Role``, divided by spaces."""
    speciality: Mapped[str]
    organisation: Mapped[str]
    address: Mapped[str]
    identity_document: Mapped[str]
    consent_status: Mapped[str] = mapped_column(String(16), default="none")
    credentials_version: Mapped[int] = mapped_column(default=0)
    """Grows with every change to the account's credentials; part of their ETag."""


class ChallengeRow(Table):
    """A login challenge that nobody has answered yet."""

    __tablename__ = "challenges"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(128))
    cookie_sha256: Mapped[str] = mapped_column(String(64))
    certificate_sha256: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SessionRow(Table):
    """A signed-in session; tokens are kept as SHA-256 only."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    access_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    access_expires_at: Mapped[datetime]
    refresh_expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[AccountRow] = relationship(lazy="joined")


class RefreshRow(Table):
    """Every refresh token that a session has had; using a spent one ends the session."""

    __tablename__ = "refresh_tokens"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), index=True)
    spent: Mapped[bool] = mapped_column(default=False)


class ConsentTextRow(Table):
    """A version of the consent's text; the newest one is in force."""

    __tablename__ = "consent_texts"

    version: Mapped[str] = mapped_column(String(32), primary_key=True)
    in_force_from: Mapped[datetime]
    content: Mapped[str] = mapped_column(String(20_000))
    """JSON of ``ConsentTextMessage``."""


class ConsentEventRow(Table):
    """A grant or a withdrawal; rows are only ever added."""

    __tablename__ = "consent_events"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    happened_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    version: Mapped[str] = mapped_column(String(32))
    document_sha256: Mapped[str] = mapped_column(String(64), default="")
    certificate_id: Mapped[str] = mapped_column(String(64), default="")
    signature: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """The CAdES file as it came."""


class OrganisationRow(Table):
    """An educational organisation, and what the register of licences says about it."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str]
    licence: Mapped[str]
    licence_ended_on: Mapped[date | None]
    """None while the licence is in force."""


class CredentialRow(Table):
    """One document of the table «Сертификаты»."""

    __tablename__ = "credentials"
    __table_args__ = (Index("credentials_by_account", "account_id", "issued_on", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(80))
    speciality: Mapped[str] = mapped_column(String(120))
    hours: Mapped[int]
    """0 where the kind of document has no volume."""
    number: Mapped[str] = mapped_column(String(60), index=True)
    issued_on: Mapped[date]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    """``issued``, ``in-confirmation`` or ``revoked``; the rest follows from the dates."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    has_document: Mapped[bool]
    check_verdict: Mapped[str | None] = mapped_column(String(16))
    checked_at: Mapped[datetime | None]
    check_reason: Mapped[str | None]
    organisation: Mapped[OrganisationRow] = relationship(lazy="joined")


class RegisterRow(Table):
    """What the register of issued documents (after ФИС ФРДО) says about one number."""

    __tablename__ = "register_documents"

    number: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str]
    issued_on: Mapped[date]
    annulled: Mapped[bool] = mapped_column(default=False)


class IdempotencyRow(Table):
    """The first answer to a write; repeating the write repeats the answer."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    key: Mapped[str] = mapped_column(String(128))
    request_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class JournalRow(Table):
    """Who did what; rows are only ever added."""

    __tablename__ = "journal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str | None] = mapped_column(String(32), index=True)
    happened_at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120))
