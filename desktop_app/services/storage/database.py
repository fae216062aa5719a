"""The program's SQLite database: opened safely, migrated forward, never silently replaced."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.state import (
    DatabaseNewerError,
    DatabaseSetAsideError,
    DiskFullError,
    FolderNotWritableError,
)
from desktop_app.services.storage.migrations import MIGRATIONS, Migrations
from desktop_app.services.storage.settings import set_aside

_BUSY_SECONDS = 10.0
_LEAST_FREE_BYTES = 64 * 1024
"""SQLite's shared-memory file takes half of it."""
_SQLITE_SIDE_FILES = ("-wal", "-shm")


class Database:
    """One connection that threads take in turn; WAL and ``synchronous=FULL``.

    A corrupt file is kept under another name and named in ``finding``, whenever that shows. A
    large file is looked through later, by ``check``, where ``check_at_once`` is false.
    Raises ``DatabaseNewerError`` for a file of a newer program, ``FolderNotWritableError``.
    """

    def __init__(
        self, path: Path, migrations: Migrations = MIGRATIONS, *, check_at_once: bool = True
    ) -> None:
        self._path = path
        self._migrations = migrations
        self._lock = threading.RLock()
        self.finding: DatabaseSetAsideError | None = None
        try:
            self._connection = _open(path, migrations)
            if check_at_once:
                self._look_through()
        except sqlite3.DatabaseError as error:
            if not _means_corrupt(error):
                raise _translated(error, path) from error
            self._begin_anew()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write: all of the block or nothing of it, on disk when the block ends.

        Raises ``DiskFullError``, ``FolderNotWritableError``, and ``DatabaseSetAsideError`` when
        the file turns out to be corrupt: a new one is there then.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                except BaseException:
                    self._connection.rollback()
                    raise
                self._connection.commit()
            except sqlite3.DatabaseError as error:
                if _means_corrupt(error):
                    raise self._begin_anew() from error
                if not isinstance(error, sqlite3.OperationalError):
                    raise
                raise _translated(error, self._path) from error

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Read all rows of a query; of a file that turns out to be corrupt there are none."""
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                if self._connection.in_transaction or not _means_corrupt(error):
                    raise
            self._begin_anew()
            return self._connection.execute(query, values).fetchall()

    def check(self) -> None:
        """Look the whole file through; a corrupt one is set aside and named in ``finding``."""
        with self._lock:
            try:
                self._look_through()
            except sqlite3.DatabaseError as error:
                if not _means_corrupt(error):
                    raise _translated(error, self._path) from error
                self._begin_anew()

    def _look_through(self) -> None:
        if self._connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check failed")

    def _begin_anew(self) -> DatabaseSetAsideError:
        """Set the file aside and begin a new one."""
        connection = getattr(self, "_connection", None)
        if connection is not None:
            connection.close()
        self.finding = DatabaseSetAsideError(
            path=str(self._path), kept_as=str(_set_aside(self._path))
        )
        self._connection = _open(self._path, self._migrations)
        return self.finding

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _open(path: Path, migrations: Migrations) -> sqlite3.Connection:
    try:
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise FolderNotWritableError(path=str(path.parent)) from error
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        _migrate(connection, path, migrations)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Migrations) -> None:
    """Apply each missing migration in a transaction of its own, after a backup."""
    version = _version(connection)
    if version > len(migrations):
        raise DatabaseNewerError(path=str(path))
    for number in range(version + 1, len(migrations) + 1):
        if number > 1:
            _back_up(connection, path.with_name(f"{path.name}.before-{number}"))
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < number:  # Another process may have been faster.
                for statement in migrations[number - 1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number:d}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    target.touch(mode=0o600, exist_ok=True)
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)


def _set_aside(path: Path) -> Path:
    kept = set_aside(path)
    for suffix in _SQLITE_SIDE_FILES:
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.replace(kept.with_name(kept.name + suffix))
    return kept


def _means_corrupt(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # Our own check raises without a code.
        return not isinstance(error, sqlite3.OperationalError)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _translated(error: sqlite3.DatabaseError, path: Path) -> NmoError:
    """A full disk keeps SQLite from opening its side files, which it tells as «cannot open»."""
    is_full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    if is_full or _free_bytes(path.parent) < _LEAST_FREE_BYTES:
        return DiskFullError(path=str(path))
    return FolderNotWritableError(path=str(path.parent))


def _free_bytes(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _LEAST_FREE_BYTES
