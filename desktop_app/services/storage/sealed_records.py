"""Small sealed records, one file each; in memory where no key outlives the program."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop_app.services.storage.private_file import write_private
from desktop_app.services.storage.sealed import Sealer


class SealedRecords:
    """Records of one folder by name; the files' names say nothing of whom they are about."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self._folder = folder
        self._sealer = sealer
        self._memory: dict[str, bytes] = {}

    @property
    def lasts(self) -> bool:
        """False when records end with the program."""
        return self._sealer.lasts

    def get(self, name: str) -> bytes | None:
        """Return a record; None when there is none or it cannot be opened."""
        if name in self._memory:
            return self._memory[name]
        try:
            sealed = self._file(name).read_bytes()
        except OSError:
            return None
        return self._sealer.open(sealed, self._label(name))

    def set(self, name: str, content: bytes | None) -> None:
        """Keep a record; None removes it. Raises ``StateError``, ``InputError`` of the disk."""
        self._memory.pop(name, None)
        if content is None:
            self._file(name).unlink(missing_ok=True)
        elif self._sealer.lasts:
            write_private(self._file(name), self._sealer.seal(content, self._label(name)))
        else:
            self._memory[name] = content

    def _file(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.sealed"

    def _label(self, name: str) -> str:
        return f"{self._folder.name}/{name}"
