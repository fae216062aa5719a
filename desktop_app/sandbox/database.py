"""Opens the training portal's database: an SQLite file, or any SQLAlchemy URL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker

from desktop_app.sandbox import (
    confirmation_tables,
    document_tables,
    record_tables,
    register_tables,
    ticket_tables,
)
from desktop_app.sandbox.tables import Table


def sqlite_url(path: Path) -> str:
    """Return the SQLAlchemy URL of an SQLite file."""
    return f"sqlite:///{path.as_posix()}"


def open_engine(url: str) -> Engine:
    """Open the database and make the tables that are missing."""
    modules = (
        document_tables.DeliveryRow,
        confirmation_tables.ConfirmationCodeRow,
        register_tables.PassportCheckRow,
        record_tables.CredentialFileRow,
        ticket_tables.TicketRow,
    )
    for module in modules:
        assert module.metadata is Table.metadata  # noqa: S101 - named: their tables too
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    Table.metadata.create_all(engine)
    return engine


class Store:
    """Transactions: one to read, one to write; each commits when its block ends well."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writers = sessionmaker(engine, expire_on_commit=False)
        readers = engine.execution_options(read_only=True)
        self._readers = sessionmaker(readers, expire_on_commit=False, autoflush=False)

    def reading(self) -> AbstractContextManager[Session]:
        """Begin a transaction that sees one state of the database and changes nothing."""
        return self._readers.begin()

    def writing(self) -> AbstractContextManager[Session]:
        """Begin a transaction that may write; with SQLite one at a time."""
        return self._writers.begin()


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # With Python's own transaction handling switched off, BEGIN is ours to send.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that reads first and writes later would fail under SQLite with «locked».
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
