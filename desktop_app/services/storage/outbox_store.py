"""The outbox on this computer: what was accepted is on the disk before its caller hears of it."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.errors.outbox import OutboxDuplicateError, OutboxKeyLostError
from desktop_app.core.errors.state import DatabaseSetAsideError
from desktop_app.core.outbox_item import FINAL, OutboxMove, OutboxState, moved
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.file_lock import FileLock
from desktop_app.services.storage.outbox_content import ContentKeeping
from desktop_app.services.storage.outbox_files import OutboxFiles
from desktop_app.services.storage.outbox_key import OutboxKey
from desktop_app.services.storage.outbox_record import (
    Details,
    Enclosure,
    OutboxRecord,
    encode_details,
    label_of,
)
from desktop_app.services.storage.outbox_rows import SELECT, OutboxRows, known_details
from desktop_app.services.storage.sealed_file import PIECE_BYTES

Change = Callable[[Details], Details]
_UNDER_WAY = frozenset({OutboxMove.BEGIN, OutboxMove.POSTPONE})
"""Moves that keep the count of tries: every other one is a person's word or an end."""


def _now() -> datetime:
    return datetime.now(UTC)


def unchanged(details: Details) -> Details:
    """Return the details as they are."""
    return details


class OutboxStore:
    """Rows in the database, contents beside it; every change is one transaction.

    ``changed`` is called after each of them, on the thread that made it.
    """

    def __init__(
        self,
        database: Database,
        files: OutboxFiles,
        key: OutboxKey,
        writing: FileLock,
        clock: Callable[[], datetime] = _now,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._files = files
        self._key = key
        self._keeping = ContentKeeping(database, files, writing)
        self._clock = clock
        self._changed = changed
        self.rows = OutboxRows(database, files, key)
        """What is kept, for reading."""

    def accept(
        self,
        details: Details,
        signature: bytes,
        content: Iterable[bytes],
        *,
        identifier: str = "",
        accepted_at: datetime | None = None,
        again: bool = False,
    ) -> OutboxRecord:
        """Take a document up; it survives a power cut from the moment that this returns.

        Without ``again`` the same content is taken once only. Raises ``OutboxDuplicateError``,
        ``OutboxNotKeptError``, ``OutboxKeyLostError``, ``DiskFullError``,
        ``OutputNotWritableError`` and what ``content`` raises.
        """
        self._key.require()
        at = accepted_at or self._clock()
        enclosure = Enclosure(identifier or secrets.token_hex(16), at, details, signature)
        with self._keeping.new_file() as name:
            same = None if again else self.rows.same_content(details.sha256)
            if same is not None:
                raise OutboxDuplicateError(id=same.id, state=same.state.value)
            self._files.write(name, enclosure, content)
            self._insert(enclosure, name)
        self._changed()
        return self.rows.record(enclosure.id)

    def sign(
        self,
        identifier: str,
        signature: bytes,
        change: Change,
        signed_copy: Iterable[bytes] | None = None,
    ) -> OutboxRecord:
        """Put a signature, the first or a new one, to a document. Raises as ``accept`` does.

        The content is written anew with it, so that its enclosure stays the truth; a signed
        copy, with the signature inside, takes its place.
        """
        self._key.require()
        with self._keeping.new_file() as name:
            record = self.rows.readable(identifier)
            moved(record.state, OutboxMove.SIGN, identifier)
            details = change(known_details(record))
            enclosure = Enclosure(identifier, record.accepted_at, details, signature)
            with self.rows.content(identifier) as opened:
                kept = iter(lambda: opened.content.read(PIECE_BYTES), b"")
                self._files.write(name, enclosure, kept if signed_copy is None else signed_copy)
            self._move(
                identifier, OutboxMove.SIGN, lambda _old: details, None, signature, file=name
            )
            self._files.remove(record.file)
        self._changed()
        return self.rows.record(identifier)

    def move(
        self,
        identifier: str,
        move: OutboxMove,
        change: Change = unchanged,
        *,
        next_try_at: datetime | None = None,
    ) -> OutboxRecord:
        """Carry a move out. Raises ``OutboxMoveError``, ``OutboxUnknownError``, ``StateError``."""
        before = self._move(identifier, move, change, next_try_at, None, file=None)
        record = self.rows.record(identifier)
        if record.state in FINAL:
            self._files.remove(before.file)
        self._changed()
        return record

    def change(
        self, identifier: str, change: Change, *, signature: bytes | None = None
    ) -> OutboxRecord:
        """Change what is kept of a document, not its state."""
        with self._database.transaction() as connection:
            self._rewrite(connection, self._read(connection, identifier), change, signature)
        self._changed()
        return self.rows.record(identifier)

    def set_note(self, name: str, value: str) -> None:
        """Note something that holds for the whole outbox."""
        with self._database.transaction() as connection:
            connection.execute("REPLACE INTO note VALUES (?, ?)", (name, value))

    @property
    def finding(self) -> DatabaseSetAsideError | None:
        """The database was found corrupt, now or at the start, and set aside."""
        return self._database.finding

    def check(self) -> None:
        """Look the whole database through, which opening does not."""
        self._database.check()

    def take_up(self) -> int:
        """Put in order what a crash left, and return how many documents came back.

        What was half written goes, and so does what was being accepted. Any other content that
        no row knows is taken up again from its own enclosure: its row was lost with a database.
        One that cannot be read is left for whoever can. Nothing happens while another process
        writes. Raises ``DiskFullError``, ``FolderNotWritableError``.
        """
        with self._keeping.alone() as alone:
            if not alone:
                return 0
            self._files.remove_unfinished()
            known = {str(row[0]) for row in self._database.rows("SELECT file FROM item")}
            strange = sorted(self._files.names() - known)
            if not strange or not self._key_found():
                return 0
            self._keeping.settle()
            self._key.require()
            found = [(name, self._files.enclosure(name)) for name in strange]
            whole = [(name, each) for name, each in found if each is not None]
            whole.sort(key=lambda pair: pair[1].accepted_at)
            taken = sum(self._take_up(name, enclosure) for name, enclosure in whole)
            self._files.sync()
        if taken:
            self._changed()
        return taken

    def _take_up(self, name: str, enclosure: Enclosure) -> bool:
        if self._database.rows("SELECT 1 FROM item WHERE id = ?", enclosure.id):
            self._files.remove(name)
            return False
        self._insert(enclosure, name)
        return True

    def _insert(self, enclosure: Enclosure, name: str) -> None:
        details, identifier = enclosure.details, enclosure.id
        state = OutboxState.PREPARED if details.signer is None else OutboxState.WAITING
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO item (id, state, accepted_at, changed_at, content_mark, file, details)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    identifier,
                    state.value,
                    _text(enclosure.accepted_at),
                    _text(self._clock()),
                    self._key.mark(details.accepted_sha256 or details.sha256),
                    name,
                    self._key.seal(encode_details(details), label_of(identifier, "details")),
                ),
            )
            self._write_signature(connection, identifier, enclosure.signature)

    def _move(
        self,
        identifier: str,
        move: OutboxMove,
        change: Change,
        next_try_at: datetime | None,
        signature: bytes | None,
        *,
        file: str | None,
    ) -> OutboxRecord:
        """Carry a move out and return the record as it was before."""
        with self._database.transaction() as connection:
            record = self._read(connection, identifier)
            state = moved(record.state, move, identifier)
            tries = record.tries + (move is OutboxMove.BEGIN) if move in _UNDER_WAY else 0
            kept = "" if state in FINAL else record.file if file is None else file
            connection.execute(
                "UPDATE item SET state = ?, changed_at = ?, tries = ?, next_try_at = ?, file = ?"
                " WHERE id = ?",
                (state.value, _text(self._clock()), tries, _text(next_try_at), kept, identifier),
            )
            self._rewrite(connection, record, change, signature)
            if state in FINAL:
                connection.execute("DELETE FROM signature WHERE item = ?", (identifier,))
        return record

    def _read(self, connection: sqlite3.Connection, identifier: str) -> OutboxRecord:
        """Return a document within a transaction."""
        row = connection.execute(f"{SELECT} WHERE id = ?", (identifier,)).fetchone()
        return self.rows.record(identifier) if row is None else self.rows.opened(row)

    def _rewrite(
        self,
        connection: sqlite3.Connection,
        record: OutboxRecord,
        change: Change,
        signature: bytes | None,
    ) -> None:
        if change is not unchanged:
            content = encode_details(change(known_details(record)))
            sealed = self._key.seal(content, label_of(record.id, "details"))
            connection.execute("UPDATE item SET details = ? WHERE id = ?", (sealed, record.id))
        if signature is not None:
            self._write_signature(connection, record.id, signature)

    def _write_signature(
        self, connection: sqlite3.Connection, identifier: str, signature: bytes
    ) -> None:
        sealed = self._key.seal(signature, label_of(identifier, "signature"))
        connection.execute("REPLACE INTO signature VALUES (?, ?)", (identifier, sealed))

    def _key_found(self) -> bool:
        try:
            return self._key.is_there()
        except OutboxKeyLostError:
            return False


def without_trouble(details: Details) -> Details:
    """Return the details without what went wrong before."""
    return replace(details, error_code="", error_data={}, theirs=None)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
