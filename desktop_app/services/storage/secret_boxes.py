"""The places where secrets can lie: keyring, private file, memory."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from desktop_app.services.storage.file_lock import FileLock
from desktop_app.services.storage.private_file import write_private

_SERVICE = "nmo-cabinet"
_PIECE_CHARACTERS = 1000
"""Windows keeps at most 2,560 bytes of UTF-16 in one credential, so that a session is split."""
_MOST_PIECES = 64


class SecretPlace(StrEnum):
    """Where secrets are kept."""

    KEYRING = "keyring"
    FILE = "file"
    """A file of mode 0600: only where the person allowed it, and in training."""
    MEMORY = "memory"
    """Gone when the program ends."""


class SecretBox(Protocol):
    """One place that keeps secrets by name."""

    @property
    def place(self) -> SecretPlace:
        """What place this is."""

    def get(self, name: str) -> str | None:
        """Return a secret or None."""

    def set(self, name: str, value: str | None) -> None:
        """Keep a secret; None removes it."""


class KeyringBackend(Protocol):
    """What the program uses of ``keyring``'s backends."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Remove a secret."""


class KeyringFailed(Exception):  # noqa: N818 - caught by ``Secrets``, which falls back to memory
    """The system's keyring refused."""


class MemoryBox:
    """Secrets that live as long as the program."""

    place = SecretPlace.MEMORY

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return a secret or None."""
        return self._values.get(name)

    def set(self, name: str, value: str | None) -> None:
        """Keep a secret; None removes it."""
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value


@dataclass(frozen=True, slots=True)
class FileBox:
    """Secrets in a private file, read anew each time: other processes write it too."""

    path: Path
    place: SecretPlace = SecretPlace.FILE

    def get(self, name: str) -> str | None:
        """Return a secret or None; an unreadable file counts as empty."""
        value = self._read().get(name)
        return value if isinstance(value, str) else None

    def set(self, name: str, value: str | None) -> None:
        """Keep a secret; None removes it. Raises ``NmoError`` when not writable."""
        # Two processes that each read, add and write would lose one of the two secrets.
        with FileLock(self.path.with_suffix(".lock")).held():
            values = {key: kept for key, kept in self._read().items() if key != name}
            if value is not None:
                values[name] = value
            write_private(self.path, json.dumps(values).encode())

    def _read(self) -> dict[str, object]:
        try:
            values = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}


@dataclass(frozen=True, slots=True)
class KeyringBox:
    """Secrets in the system's keyring, apart for each state folder, in pieces.

    The first piece begins with the number of pieces; pieces that do not belong together
    give a value that its reader does not understand, never one of somebody else.
    """

    backend: KeyringBackend
    namespace: str
    place: SecretPlace = SecretPlace.KEYRING

    def get(self, name: str) -> str | None:
        """Return a secret or None. Raises ``KeyringFailed``."""
        with _keyring_errors():
            count, separator, first = self._piece(name, 0).partition(":")
            if not separator or not count.isascii() or not count.isdigit():
                return None
            wanted = range(1, min(int(count), _MOST_PIECES))
            return first + "".join(self._piece(name, number) for number in wanted)

    def set(self, name: str, value: str | None) -> None:
        """Keep a secret; None removes it. Raises ``KeyringFailed``."""
        pieces = _pieces(value or "")
        with _keyring_errors():
            if value is not None:
                for number in reversed(range(len(pieces))):
                    prefix = f"{len(pieces)}:" if number == 0 else ""
                    self.backend.set_password(
                        _SERVICE, self._user(name, number), prefix + pieces[number]
                    )
            for number in range(0 if value is None else len(pieces), _MOST_PIECES):
                if not self._piece(name, number):
                    break
                self.backend.delete_password(_SERVICE, self._user(name, number))

    def _piece(self, name: str, number: int) -> str:
        return self.backend.get_password(_SERVICE, self._user(name, number)) or ""

    def _user(self, name: str, number: int) -> str:
        return f"{self.namespace}/{name}" + (f"/{number}" if number else "")


def _pieces(value: str) -> list[str]:
    starts = range(0, max(len(value), 1), _PIECE_CHARACTERS)
    return [value[start : start + _PIECE_CHARACTERS] for start in starts]


@contextlib.contextmanager
def _keyring_errors() -> Iterator[None]:
    """Translate what keyring backends raise, which is not only their own errors."""
    try:
        yield
    except Exception as error:
        raise KeyringFailed(type(error).__name__) from error
