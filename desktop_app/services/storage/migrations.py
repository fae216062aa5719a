"""Steps of the database's schema: only ever appended to, each applied once and in order."""

from __future__ import annotations

from typing import Final

Migrations = tuple[tuple[str, ...], ...]

MIGRATIONS: Final[Migrations] = (
    (
        """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            action TEXT NOT NULL,
            outcome TEXT NOT NULL,
            subject TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
        )
        """,
        """
        CREATE TRIGGER audit_keeps_entries BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
        """,
        """
        CREATE TRIGGER audit_loses_nothing BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
        """,
        """
        CREATE TABLE credential_cache (
            account TEXT PRIMARY KEY,
            content BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE pending_grant (
            account TEXT PRIMARY KEY,
            content BLOB NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE waiting_tickets (
            account TEXT PRIMARY KEY,
            content BLOB NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE last_answers (
            account TEXT PRIMARY KEY,
            content BLOB NOT NULL
        )
        """,
    ),
)
"""SQL statements of version 1, 2, …; ``PRAGMA user_version`` tells how many are applied."""
