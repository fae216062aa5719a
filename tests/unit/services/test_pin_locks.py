"""Which tokens answered that their PIN is locked is kept until they take one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.services.pin_locks import PinLocks
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LIKE_SNILS = "11223344595"
"""A serial number that the journal masks."""


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[AuditLog]:
    with closing(Database(tmp_path / "nmo.db")) as database:
        yield AuditLog(database, lambda: NOW)


@pytest.mark.parametrize("token", [LIKE_SNILS, "reader/label"])
def test_a_lock_is_kept_until_the_token_takes_a_pin(audit: AuditLog, token: str) -> None:
    PinLocks(audit).locked(token)
    later = PinLocks(audit)
    assert later.since(token) == NOW
    assert later.since("another") is None
    later.opened(token)
    assert later.since(token) is None


def test_a_token_that_was_never_locked_leaves_nothing_in_the_journal(audit: AuditLog) -> None:
    PinLocks(audit).opened("1")
    assert audit.entries() == ()
