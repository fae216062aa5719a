from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_app.core.errors.state import (
    DatabaseNewerError,
    DatabaseSetAsideError,
    DiskFullError,
    FolderNotWritableError,
)
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.migrations import MIGRATIONS


def test_a_new_database_has_the_newest_schema_and_survives_power_cuts(tmp_path: Path) -> None:
    database = Database(tmp_path / "d")
    assert database.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(2,)]
    database.close()


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    Database(tmp_path / "d").close()
    assert stat.S_IMODE((tmp_path / "d").stat().st_mode) == 0o600


def test_a_block_that_fails_changes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "d")
    with suppress(KeyError), database.transaction() as connection:
        connection.execute("INSERT INTO credential_cache VALUES ('a', x'00')")
        raise KeyError
    assert database.rows("SELECT * FROM credential_cache") == []
    database.close()


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\1" * 5000]
)
def test_a_corrupt_database_is_set_aside_and_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "d").write_bytes(content)
    database = Database(tmp_path / "d")
    assert database.finding is not None
    assert Path(database.finding.kept_as).read_bytes() == content
    AuditLog(database).record("works")
    database.close()


def test_a_page_overwritten_in_the_middle_is_noticed(tmp_path: Path) -> None:
    database = Database(tmp_path / "d")
    log = AuditLog(database)
    log.record_all(("action", "ok", f"subject {number}") for number in range(500))
    database.close()
    with (tmp_path / "d").open("r+b") as stream:
        stream.seek(4096 * 3)
        stream.write(b"\xff" * 4096)
    database = Database(tmp_path / "d")
    assert database.finding is not None
    database.close()


def test_a_database_of_a_newer_program_is_left_as_it_is(tmp_path: Path) -> None:
    Database(tmp_path / "d").close()
    connection = sqlite3.connect(tmp_path / "d")
    connection.execute("PRAGMA user_version=9999")
    connection.close()
    before = (tmp_path / "d").read_bytes()
    with pytest.raises(DatabaseNewerError):
        Database(tmp_path / "d")
    assert (tmp_path / "d").read_bytes() == before


def test_each_migration_after_the_first_comes_after_a_backup(tmp_path: Path) -> None:
    steps = (*MIGRATIONS, ("CREATE TABLE later (x)",), ("CREATE TABLE latest (x)",))
    database = Database(tmp_path / "d")
    AuditLog(database).record("before")
    database.close()
    database = Database(tmp_path / "d", steps)
    assert database.rows("SELECT action FROM audit") == [("before",)]
    assert database.rows("SELECT * FROM latest") == []
    database.close()
    for number in (len(MIGRATIONS) + 1, len(MIGRATIONS) + 2):
        backup = sqlite3.connect(tmp_path / f"d.before-{number}")
        assert backup.execute("PRAGMA user_version").fetchone() == (number - 1,)
        assert backup.execute("SELECT action FROM audit").fetchall() == [("before",)]
        backup.close()


def test_a_migration_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    Database(tmp_path / "d").close()
    steps = (*MIGRATIONS, ("CREATE TABLE half (x)", "this is no SQL"))
    with pytest.raises(FolderNotWritableError):
        Database(tmp_path / "d", steps)
    database = Database(tmp_path / "d")
    assert database.rows("SELECT name FROM sqlite_master WHERE name = 'half'") == []
    database.close()


def test_a_full_disk_is_a_typed_error_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "d")
    log = AuditLog(database)
    log.record("first")
    database.rows("PRAGMA max_page_count=12")
    with pytest.raises(DiskFullError):
        log.record("second", subject="x" * 200_000)
    assert [entry.action for entry in log.entries()] == ["first"]
    assert log.verify().first_broken is None
    database.close()


def test_two_connections_write_in_turn(tmp_path: Path) -> None:
    first, second = Database(tmp_path / "d"), Database(tmp_path / "d")
    for log in (AuditLog(first), AuditLog(second), AuditLog(first)):
        log.record("action")
    assert AuditLog(second).verify().entries == 3
    assert AuditLog(second).verify().first_broken is None
    first.close()
    second.close()


def spoil_in_the_middle(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * 4096 * 8)


@pytest.fixture
def spoilt(tmp_path: Path) -> Iterator[Database]:
    """Return a database that was opened unchecked over a file with spoilt pages."""
    database = Database(tmp_path / "d")
    AuditLog(database).record_all(("action", "ok", f"subject {n}") for n in range(500))
    database.close()
    spoil_in_the_middle(tmp_path / "d")
    opened = Database(tmp_path / "d", check_at_once=False)
    assert opened.finding is None
    yield opened
    opened.close()


def test_what_was_not_looked_through_at_the_start_can_be_later(spoilt: Database) -> None:
    spoilt.check()
    assert spoilt.finding is not None
    assert spoilt.rows("SELECT * FROM audit") == []


def test_reading_a_spoilt_page_sets_the_file_aside(spoilt: Database) -> None:
    assert spoilt.rows("SELECT * FROM audit") == []
    assert spoilt.finding is not None
    assert Path(spoilt.finding.kept_as).stat().st_size > 4096 * 8


def test_writing_to_a_spoilt_page_fails_once_and_then_works(spoilt: Database) -> None:
    log = AuditLog(spoilt)
    with pytest.raises(DatabaseSetAsideError):
        log.record("lost")
    log.record("kept")
    assert [entry.action for entry in log.entries()] == ["kept"]
