"""The fixes that were carried out, kept so that each can be taken back."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from desktop_app.core.errors.diagnosis import FixUnavailableError
from desktop_app.services.diagnostics.fixing import AppliedFix, FixPlan, UndoRecord
from desktop_app.services.storage.private_file import write_private
from desktop_app.signing.decoding import decode_json


class Ledger:
    """One JSON file per applied fix in the state folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, plan: FixPlan, undo: UndoRecord | None) -> AppliedFix:
        """Remember a fix that was just carried out.

        Raises ``DiskFullError``, ``OutputNotWritableError``.
        """
        applied = AppliedFix(
            id=secrets.token_hex(4), plan=plan, applied_at=datetime.now(UTC), undo=undo
        )
        if undo is not None:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_private(self._file(applied.id), msgspec.json.encode(applied))
        return applied

    def all(self) -> tuple[AppliedFix, ...]:
        """Return what can be taken back, newest first; a damaged file is left out."""
        found = []
        for path in self._folder.glob("*.json"):
            try:
                found.append(decode_json(path.read_bytes(), AppliedFix))
            except (OSError, msgspec.DecodeError):
                continue
        return tuple(sorted(found, key=lambda each: each.applied_at, reverse=True))

    def find(self, identifier: str) -> AppliedFix:
        """Return one applied fix. Raises ``FixUnavailableError``."""
        for applied in self.all():
            if applied.id == identifier:
                return applied
        raise FixUnavailableError(fix=identifier)

    def forget(self, identifier: str) -> None:
        """Forget a fix that was taken back."""
        self._file(identifier).unlink(missing_ok=True)

    def _file(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.json"
