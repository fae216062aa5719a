from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancelled
from desktop_app.core.errors.state import DiskFullError
from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.services.audited import audited
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AuditLog]:
    database = Database(tmp_path / "d")
    yield AuditLog(database)
    database.close()


def outcomes(log: AuditLog) -> list[tuple[str, str, str]]:
    return [(each.action, each.outcome, each.subject) for each in log.entries()]


def test_what_worked_is_recorded(log: AuditLog) -> None:
    with audited(log, "login", "id"):
        pass
    assert outcomes(log) == [("login", "ok", "id")]


@pytest.mark.parametrize(
    ("raised", "outcome"),
    [(PinIncorrectError(tries_left=2), "pin.incorrect"), (Cancelled(), "cancelled")],
)
def test_what_did_not_is_recorded_and_goes_on(
    log: AuditLog, raised: Exception, outcome: str
) -> None:
    with pytest.raises(type(raised)), audited(log, "login"):
        raise raised
    assert outcomes(log) == [("login", outcome, "")]


class FullLog(AuditLog):
    """A log on a full disk."""

    def record(self, action: str, outcome: str = "ok", subject: str = "") -> None:
        raise DiskFullError(path="d")


@pytest.mark.logs_warnings
def test_a_log_that_cannot_be_written_does_not_hide_the_failure(tmp_path: Path) -> None:
    database = Database(tmp_path / "d")
    with pytest.raises(PinIncorrectError), audited(FullLog(database), "login"):
        raise PinIncorrectError
    with pytest.raises(DiskFullError), audited(FullLog(database), "login"):
        pass
    database.close()
