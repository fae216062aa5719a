"""The training authority's book: every certificate that it issued, and what it revoked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop_app.sandbox.private_files import write_private_json


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """One line of the book."""

    serial_number: int
    issuer: str
    """One of ``authority_names.ISSUERS``."""
    revoked_at: datetime | None = None


class Book:
    """The book in its file; threads may write into one object."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writing = threading.Lock()

    def lines(self) -> list[IssuedCertificate]:
        """Return every line; none before the first one was written."""
        if not self._file.exists():
            return []
        return [
            IssuedCertificate(
                int(line["serial_number"], 16),
                line["issuer"],
                datetime.fromisoformat(line["revoked_at"]) if line["revoked_at"] else None,
            )
            for line in json.loads(self._file.read_bytes())
        ]

    def add(self, line: IssuedCertificate) -> None:
        """Write one more line."""
        with self._writing:
            self._write([*self.lines(), line])

    def revoke(self, serial_number: int, at: datetime) -> None:
        """Mark a certificate as revoked."""
        with self._writing:
            self._write(
                [
                    replace(line, revoked_at=at) if line.serial_number == serial_number else line
                    for line in self.lines()
                ]
            )

    def _write(self, lines: list[IssuedCertificate]) -> None:
        content = [
            {
                "serial_number": f"{line.serial_number:x}",
                "issuer": line.issuer,
                "revoked_at": line.revoked_at.isoformat() if line.revoked_at else None,
            }
            for line in lines
        ]
        write_private_json(self._file, content)
