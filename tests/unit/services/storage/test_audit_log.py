from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.services.storage.audit_log import AuditLog, masked_snils
from desktop_app.services.storage.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "d")
    yield opened
    opened.close()


def altered(database: Database, statement: str) -> None:
    """Change the file as somebody would who removes the triggers first."""
    with database.transaction() as connection:
        connection.execute("DROP TRIGGER audit_keeps_entries")
        connection.execute("DROP TRIGGER audit_loses_nothing")
        connection.execute(statement)


def test_entries_come_newest_first_and_the_chain_holds(database: Database) -> None:
    log = AuditLog(database)
    log.record("login", subject="abc")
    log.record_failure("login", "pin.incorrect")
    assert [(each.action, each.outcome) for each in log.entries()] == [
        ("login", "pin.incorrect"),
        ("login", "ok"),
    ]
    assert log.verify().first_broken is None


def test_an_empty_log_holds(database: Database) -> None:
    assert AuditLog(database).verify().entries == 0


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_entries_can_neither_be_changed_nor_removed(database: Database, statement: str) -> None:
    AuditLog(database).record("login")
    with database.transaction() as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "first_broken"),
    [
        ("UPDATE audit SET subject = 'other' WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("UPDATE audit SET hash = '00' WHERE number = 3", 3),
    ],
)
def test_tampering_shows(database: Database, statement: str, first_broken: int) -> None:
    log = AuditLog(database)
    log.record_all([("a", "ok", "1"), ("b", "ok", "2"), ("c", "ok", "3")])
    altered(database, statement)
    assert log.verify().first_broken == first_broken


def test_the_snils_is_masked(database: Database) -> None:
    log = AuditLog(database)
    log.record("login", subject="Иванова 112-233-445 95")
    assert log.entries()[0].subject == "Иванова ***-***-445 95"


@given(st.integers(0, 10**11 - 1), st.sampled_from(["{}", "a {} b", "({})", "№{},"]))
def test_no_snils_in_any_spelling_gets_through(number: int, around: str) -> None:
    digits = f"{number:011d}"
    dashed = f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"
    for spelling in (digits, dashed):
        masked = masked_snils(around.format(spelling))
        assert spelling not in masked
        assert digits[9:] in masked


def test_digits_inside_a_digest_are_no_snils() -> None:
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert masked_snils(digest) == digest
