"""Steps of the outbox's schema: only ever appended to, each applied once and in order."""

from __future__ import annotations

from typing import Final

from desktop_app.services.storage.migrations import Migrations

OUTBOX_MIGRATIONS: Final[Migrations] = (
    (
        """
        CREATE TABLE item (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL,
            accepted_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT,
            content_mark BLOB NOT NULL,
            file TEXT NOT NULL,
            details BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE signature (
            item TEXT PRIMARY KEY REFERENCES item (id),
            content BLOB NOT NULL
        )
        """,
        "CREATE INDEX item_by_state ON item (state, number)",
        "CREATE INDEX item_by_content ON item (content_mark)",
        """
        CREATE TRIGGER item_stays_final BEFORE UPDATE OF state ON item
        WHEN OLD.state IN ('delivered', 'dropped')
        BEGIN SELECT RAISE(ABORT, 'the document has left the outbox'); END
        """,
        """
        CREATE TRIGGER item_is_kept BEFORE DELETE ON item
        BEGIN SELECT RAISE(ABORT, 'the outbox forgets no document'); END
        """,
        """
        CREATE TABLE note (
            name TEXT PRIMARY KEY,
            value BLOB NOT NULL
        )
        """,
    ),
)
"""SQL statements of version 1, 2, …

``state`` to ``next_try_at`` can be read without the key. ``content_mark`` is a keyed digest of
the content, to find the same document again; ``details`` and ``signature.content`` are sealed.
``file`` names the sealed content in the outbox's folder, and is empty once it is no longer kept.
Signatures lie apart, so that a list reads little, and go when their document has left.
"""
