"""The folder of the outbox: one sealed file per document, with what makes it whole."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from desktop_app.services.storage.outbox_record import (
    Enclosure,
    decode_enclosure,
    encode_enclosure,
)
from desktop_app.services.storage.private_file import sync_folder
from desktop_app.services.storage.sealed_file import (
    UNFINISHED,
    Box,
    SealBroken,
    SealedFile,
    write_sealed_file,
)

_SUFFIX = ".sealed"


class OutboxFiles:
    """Sealed contents by name."""

    def __init__(self, folder: Path, box: Box) -> None:
        self._folder = folder
        self._box = box

    def new_name(self) -> str:
        """Return a name for a content that is not kept yet."""
        return f"{secrets.token_hex(16)}{_SUFFIX}"

    def write(self, name: str, enclosure: Enclosure, content: Iterable[bytes]) -> None:
        """Keep a content under a new name; on disk when this returns.

        Raises ``DiskFullError``, ``OutputNotWritableError`` and what ``content`` raises.
        """
        write_sealed_file(self._folder / name, encode_enclosure(enclosure), content, self._box)

    def open(self, name: str) -> SealedFile:
        """Open a content. Raises ``SealBroken`` and ``OSError``."""
        return SealedFile(self._folder / name, self._box)

    def exists(self, name: str) -> bool:
        """Tell whether a content is there."""
        return (self._folder / name).is_file()

    def enclosure(self, name: str) -> Enclosure | None:
        """Return what lies beside a content; None when it cannot be read."""
        try:
            with self.open(name) as opened:
                return decode_enclosure(opened.note)
        except (SealBroken, OSError):
            return None

    def remove(self, name: str) -> None:
        """Remove a content that is no longer needed; one that stays is removed later."""
        with contextlib.suppress(OSError):
            (self._folder / name).unlink(missing_ok=True)

    def remove_unfinished(self) -> None:
        """Remove what was being written when the program ended."""
        for path in self._folder.glob(f"*{UNFINISHED}"):
            self.remove(path.name)

    def names(self) -> set[str]:
        """Return the names of all contents."""
        with os.scandir(self._folder) as entries:
            return {entry.name for entry in entries if entry.name.endswith(_SUFFIX)}

    def sync(self) -> None:
        """Bring removals onto the disk."""
        with contextlib.suppress(OSError):
            sync_folder(self._folder)
