"""The local audit log: append-only, each entry chained by SHA-256 to the one before."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.core.errors import NmoError
from desktop_app.services.storage.database import Database

_log = logging.getLogger(__name__)
_FIRST_PREVIOUS = "0" * 64
_SNILS = re.compile(r"(?<![0-9A-Za-z])\d{3}[- ]?\d{3}[- ]?(\d{3})[- ]?(\d{2})(?![0-9A-Za-z])")
_COLUMNS = "number, at, action, outcome, subject, previous, hash"
_INSERT = f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants

LOST_ANSWER = "portal.answer-lost"
"""Action of a write whose answer was lost, so that it was sent again under its key."""
FAILED_WRITE = "portal.write-failed"
"""Action of a write that the portal failed, so that it was sent again under its key."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log."""

    number: int
    at: datetime
    action: str
    """For example ``login``, ``consent.sign``, ``file.sign``, ``credential.check``."""
    outcome: str
    """``ok``, ``cancelled``, a verdict or the code of an error."""
    subject: str
    """What it was done to, СНИЛС masked."""
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Whether the chain holds."""

    entries: int
    first_broken: int | None
    """Number of the first entry that does not fit, or None."""


def masked_snils(text: str) -> str:
    """Mask each СНИЛС in ``text`` as ``***-***-445 95``."""
    return _SNILS.sub(r"***-***-\1 \2", text)


class AuditLog:
    """Who did what on this computer and when; no PIN, no full СНИЛС."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def record(self, action: str, outcome: str = "ok", subject: str = "") -> None:
        """Append an entry. Raises ``StateError`` when it cannot be written."""
        self.record_all([(action, outcome, subject)])

    def record_all(self, lines: Iterable[tuple[str, str, str]]) -> None:
        """Append many (action, outcome, subject) in one transaction."""
        at = self._clock().astimezone(UTC).isoformat()
        with self._database.transaction() as connection:
            last = connection.execute(
                "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
            ).fetchone()
            number, previous = last or (0, _FIRST_PREVIOUS)
            for action, outcome, subject in lines:
                number += 1
                fields = (number, at, action, outcome, masked_snils(subject), previous)
                previous = _hash_of(fields)
                connection.execute(_INSERT, (*fields, previous))

    def record_failure(self, action: str, code: str, subject: str = "") -> None:
        """Append a failed action; a log that cannot be written does not hide the failure."""
        try:
            self.record(action, code, subject)
        except NmoError as failure:
            _log.error("audit log not written: %s", failure.code)

    def entries(self, limit: int = 500) -> tuple[AuditEntry, ...]:
        """Return the newest entries, newest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM audit ORDER BY number DESC LIMIT ?",  # noqa: S608 - constants
            limit,
        )
        return tuple(_entry(row) for row in rows)

    def newest(self, action: str, subject: str) -> AuditEntry | None:
        """Return the newest entry of an action on a subject."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM audit WHERE action = ? AND subject = ?"  # noqa: S608 - constants
            " ORDER BY number DESC LIMIT 1",
            action,
            masked_snils(subject),
        )
        return _entry(rows[0]) if rows else None

    def verify(self) -> AuditReport:
        """Recompute the whole chain."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM audit ORDER BY number"  # noqa: S608 - constants
        )
        return AuditReport(entries=len(rows), first_broken=_first_broken(rows))


def _first_broken(rows: Iterable[tuple[object, ...]]) -> int | None:
    previous: object = _FIRST_PREVIOUS
    for expected, row in enumerate(rows, start=1):
        if row[0] != expected or row[5] != previous or row[6] != _hash_of(row[:6]):
            return expected
        previous = row[6]
    return None


def _hash_of(fields: tuple[object, ...]) -> str:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(row: tuple[object, ...]) -> AuditEntry:
    return AuditEntry(
        number=int(str(row[0])),
        at=datetime.fromisoformat(str(row[1])),
        action=str(row[2]),
        outcome=str(row[3]),
        subject=str(row[4]),
        previous=str(row[5]),
        hash=str(row[6]),
    )
