"""Reading the outbox: rows with their details opened, where the key is at hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from desktop_app.core.errors.outbox import (
    OutboxContentLostError,
    OutboxKeyLostError,
    OutboxUnknownError,
)
from desktop_app.core.outbox_item import UNRESOLVED, OutboxCounts, OutboxState
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.outbox_files import OutboxFiles
from desktop_app.services.storage.outbox_key import OutboxKey
from desktop_app.services.storage.outbox_record import (
    COLUMNS,
    Details,
    OutboxRecord,
    decode_details,
    label_of,
    record_of,
)
from desktop_app.services.storage.sealed_file import SealBroken, SealedFile

_BATCH = 200
_LONGEST_NUMBER = 7
"""Digits; longer ones are the beginning of an identifier."""
SELECT = f"SELECT {COLUMNS} FROM item"  # noqa: S608 - constants


class OutboxRows:
    """What the outbox keeps, for reading."""

    def __init__(self, database: Database, files: OutboxFiles, key: OutboxKey) -> None:
        self._database = database
        self._files = files
        self._key = key

    def record(self, identifier: str) -> OutboxRecord:
        """Return a document by its whole identifier. Raises ``OutboxUnknownError``."""
        self.look_for_key()
        rows = self._database.rows(f"{SELECT} WHERE id = ?", identifier)
        if not rows:
            raise OutboxUnknownError(id=identifier)
        return self.opened(rows[0])

    def readable(self, identifier: str) -> OutboxRecord:
        """Return a document with its details. Raises ``OutboxKeyLostError`` without the key."""
        record = self.record(identifier)
        known_details(record)
        return record

    def find(self, beginning: str) -> OutboxRecord:
        """Return the document that a number or the beginning of an identifier names.

        Raises ``OutboxUnknownError`` for none and for several.
        """
        if beginning.isascii() and beginning.isdigit() and len(beginning) <= _LONGEST_NUMBER:
            rows = self._database.rows("SELECT id FROM item WHERE number = ?", int(beginning))
        else:
            rows = self._database.rows(
                "SELECT id FROM item WHERE substr(id, 1, ?) = ? LIMIT 2",
                max(1, len(beginning)),
                beginning.lower(),
            )
        if len(rows) != 1:
            raise OutboxUnknownError(id=beginning)
        return self.record(str(rows[0][0]))

    def page(
        self, states: Sequence[OutboxState], limit: int, before: int | None = None
    ) -> tuple[OutboxRecord, ...]:
        """Return the newest documents of these states, newest first, below a number."""
        conditions: list[str] = []
        values: list[object] = []
        if states:
            conditions.append(f"state IN ({_places(len(states))})")
            values += [state.value for state in states]
        if before is not None:
            conditions.append("number < ?")
            values.append(before)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        query = f"{SELECT} {where} ORDER BY number DESC LIMIT ?"
        self.look_for_key()
        return tuple(self.opened(row) for row in self._database.rows(query, *values, limit))

    def counts(self) -> OutboxCounts:
        """Count the documents in each state."""
        rows = self._database.rows("SELECT state, count(*) FROM item GROUP BY state")
        return OutboxCounts({OutboxState(str(state)): int(str(count)) for state, count in rows})

    def next_try_at(self) -> datetime | None:
        """Return when the first document that rests by itself may be tried again."""
        (row,) = self._database.rows(
            "SELECT min(next_try_at) FROM item WHERE state = ?", OutboxState.WAITING.value
        )
        return None if row[0] is None else datetime.fromisoformat(str(row[0]))

    def foreign_changes(self) -> object:
        """Return something that changes when another connection changed the database."""
        return self._database.rows("PRAGMA data_version")

    def unresolved(self) -> Iterator[OutboxRecord]:
        """Yield each document that may still leave from here, in the order of acceptance."""
        states, last = tuple(state.value for state in UNRESOLVED), 0
        where = f"WHERE state IN ({_places(len(states))}) AND number > ?"
        query = f"{SELECT} {where} ORDER BY number LIMIT ?"
        self.look_for_key()
        while True:
            rows = self._database.rows(query, *states, last, _BATCH)
            for row in rows:
                record = self.opened(row)
                last = record.number
                yield record
            if len(rows) < _BATCH:
                return

    def same_content(self, sha256: str) -> OutboxRecord | None:
        """Return the newest document with this content that nobody dropped."""
        rows = self._database.rows(
            f"{SELECT} WHERE content_mark = ? AND state <> ? ORDER BY number DESC LIMIT 1",
            self._key.mark(sha256),
            OutboxState.DROPPED.value,
        )
        return self.opened(rows[0]) if rows else None

    def signature(self, identifier: str) -> bytes:
        """Return the signature of a document. Raises ``OutboxContentLostError``."""
        rows = self._database.rows("SELECT content FROM signature WHERE item = ?", identifier)
        sealed = rows[0][0] if rows else None
        label = label_of(identifier, "signature")
        opened = self._key.open(sealed, label) if isinstance(sealed, bytes) else None
        if opened is None:
            raise OutboxContentLostError(id=identifier)
        return opened

    def content(self, identifier: str) -> SealedFile:
        """Open the content of a document. Raises ``OutboxContentLostError``."""
        record = self.record(identifier)
        try:
            return self._files.open(record.file)
        except (OSError, SealBroken) as error:
            raise OutboxContentLostError(id=identifier) from error

    def has_content(self, record: OutboxRecord) -> bool:
        """Tell whether the kept content of a document is there, without reading it."""
        return self._files.exists(record.file)

    def note(self, name: str) -> str:
        """Return what was noted under a name, or an empty string."""
        rows = self._database.rows("SELECT value FROM note WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def opened(self, row: tuple[object, ...]) -> OutboxRecord:
        """Return the record of a row of ``COLUMNS``."""
        sealed = row[8]
        assert isinstance(sealed, bytes)  # noqa: S101 - the schema says so
        opened = self._key.open(sealed, label_of(str(row[1]), "details"))
        return record_of(row, decode_details(opened))

    def look_for_key(self) -> None:
        """Look for the key once; what it does not open shows without its details."""
        with contextlib.suppress(OutboxKeyLostError):
            self._key.is_there()


def known_details(record: OutboxRecord) -> Details:
    """Return the details of a record. Raises ``OutboxKeyLostError`` without them."""
    if record.details is None:
        raise OutboxKeyLostError
    return record.details


def _places(count: int) -> str:
    return ", ".join("?" * count)
