"""Keeping a new content until its row is certain, whoever dies in between."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator

from desktop_app.core.errors import NmoError
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.file_lock import FileLock, LockMark
from desktop_app.services.storage.outbox_files import OutboxFiles


class ContentKeeping:
    """One writer at a time, which leaves the name of its content with the lock.

    Should it die, or the disk be full, whoever takes the lock next clears up first.
    """

    def __init__(self, database: Database, files: OutboxFiles, writing: FileLock) -> None:
        self._database = database
        self._files = files
        self._writing = writing

    @contextlib.contextmanager
    def new_file(self) -> Iterator[str]:
        """Give a name for a content; it goes again when the block fails to write its row.

        Raises ``DiskFullError``, ``FolderNotWritableError``, ``OutputNotWritableError``.
        """
        with self._writing.held() as mark:
            self._clear(mark)
            name = self._files.new_name()
            mark.write(name)
            try:
                yield name
            except BaseException:
                with contextlib.suppress(NmoError, sqlite3.Error):
                    self._clear(mark)
                raise
            # The row stands; a name that stays here does no harm.
            with contextlib.suppress(NmoError):
                mark.write("")

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Keep everybody from writing; yields False while another process writes.

        Raises ``DiskFullError``, ``FolderNotWritableError``, ``OutputNotWritableError``.
        """
        with self._writing.tried() as mark:
            if mark is not None:
                self._clear(mark)
            yield mark is not None

    def settle(self) -> None:
        """Write something, so that it is certain which rows there are.

        A commit that failed, on a full disk for example, may lie whole in the write-ahead log and
        count after a crash; the next one that succeeds takes its place.
        """
        with self._database.transaction() as connection:
            connection.execute("REPLACE INTO note VALUES ('settled', ?)", (secrets.token_hex(4),))

    def _clear(self, mark: LockMark) -> None:
        """Remove the content that somebody began and has no row for."""
        name = mark.read()
        if not name:
            return
        self.settle()
        if not self._database.rows("SELECT 1 FROM item WHERE file = ?", name):
            self._files.remove(name)
        mark.write("")
