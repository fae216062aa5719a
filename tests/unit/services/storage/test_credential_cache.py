from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_app.core.credentials import Check, CheckVerdict, Credential, CredentialStatus
from desktop_app.services.storage.credential_cache import CachedTable, CredentialCache
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import CREDENTIAL_CACHE, SealedStore
from desktop_app.services.storage.secrets import Secrets

TABLE = CachedTable(
    (
        Credential(
            id="1",
            name="Терапия",
            issued_on=date(2026, 1, 2),
            valid_from=date(2026, 1, 2),
            valid_until=None,
            status=CredentialStatus.VALID,
            number="7722 000000001",
            organisation="ФГБОУ ДПО «Академия»",
            organisation_accredited=True,
            has_document=True,
            check=Check(CheckVerdict.UNCLEAR, datetime(2026, 11, 1, tzinfo=UTC), "нет ответа"),
        ),
    ),
    datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    '"tag"',
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "d")
    yield opened
    opened.close()


def cache_of(database: Database, folder: Path, *, lasting: bool) -> CredentialCache:
    secrets = Secrets(
        "n", folder / "secrets", allow_file=lambda: lasting, find_keyring=lambda: None
    )
    return CredentialCache(SealedStore(database, Sealer(secrets), CREDENTIAL_CACHE))


def test_the_table_comes_back_as_it_was(database: Database, tmp_path: Path) -> None:
    cache_of(database, tmp_path, lasting=True).set("me", TABLE)
    assert cache_of(database, tmp_path, lasting=True).get("me") == TABLE


def test_a_long_table_comes_back_in_its_order(database: Database, tmp_path: Path) -> None:
    rows = tuple(replace(TABLE.credentials[0], id=str(number)) for number in range(2_001))
    table = replace(TABLE, credentials=rows)
    cache_of(database, tmp_path, lasting=True).set("me", table)
    assert cache_of(database, tmp_path, lasting=True).get("me") == table


def test_accounts_do_not_see_each_other(database: Database, tmp_path: Path) -> None:
    cache = cache_of(database, tmp_path, lasting=True)
    cache.set("me", TABLE)
    assert cache.get("you") is None


def test_nothing_readable_lies_on_the_disk(database: Database, tmp_path: Path) -> None:
    cache_of(database, tmp_path, lasting=True).set("me", TABLE)
    database.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("d*"))
    assert "Терапия".encode() not in stored
    assert b"000000001" not in stored


def test_without_a_lasting_key_the_table_stays_in_memory(
    database: Database, tmp_path: Path
) -> None:
    cache = cache_of(database, tmp_path, lasting=False)
    cache.set("me", TABLE)
    assert cache.get("me") == TABLE
    assert database.rows("SELECT * FROM credential_cache") == []


def test_a_row_moved_to_another_account_does_not_open(database: Database, tmp_path: Path) -> None:
    cache = cache_of(database, tmp_path, lasting=True)
    cache.set("me", TABLE)
    with database.transaction() as connection:
        connection.execute("UPDATE credential_cache SET account = 'you'")
    assert cache.get("you") is None


def test_a_changed_byte_counts_as_absent(database: Database, tmp_path: Path) -> None:
    cache = cache_of(database, tmp_path, lasting=True)
    cache.set("me", TABLE)
    with database.transaction() as connection:
        connection.execute("UPDATE credential_cache SET content = substr(content, 1, 40)")
    assert cache.get("me") is None


def test_a_lost_key_counts_as_absent_and_the_cache_goes_on(
    database: Database, tmp_path: Path
) -> None:
    cache_of(database, tmp_path, lasting=True).set("me", TABLE)
    (tmp_path / "secrets").unlink()
    cache = cache_of(database, tmp_path, lasting=True)
    assert cache.get("me") is None
    cache.set("me", TABLE)
    assert cache.get("me") == TABLE


def test_a_forgotten_table_is_gone(database: Database, tmp_path: Path) -> None:
    cache = cache_of(database, tmp_path, lasting=True)
    cache.set("me", TABLE)
    cache.forget("me")
    assert cache.get("me") is None
