"""Secrets of the program: the system's keyring, else memory, else (on request) a file."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from desktop_app.services.storage.private_file import write_private

_SERVICE = "nmo-cabinet"


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
    """Secrets in the system's keyring, apart for each state folder."""

    backend: KeyringBackend
    namespace: str
    place: SecretPlace = SecretPlace.KEYRING

    def get(self, name: str) -> str | None:
        """Return a secret or None. Raises ``KeyringFailed``."""
        with _keyring_errors():
            return self.backend.get_password(_SERVICE, f"{self.namespace}/{name}")

    def set(self, name: str, value: str | None) -> None:
        """Keep a secret; None removes it. Raises ``KeyringFailed``."""
        user = f"{self.namespace}/{name}"
        with _keyring_errors():
            if value is not None:
                self.backend.set_password(_SERVICE, user, value)
            elif self.backend.get_password(_SERVICE, user) is not None:
                self.backend.delete_password(_SERVICE, user)


class Secrets:
    """Picks the place at the first use, and falls back when the keyring refuses later.

    ``allow_file`` answers whether a file may be used where there is no keyring.
    """

    def __init__(
        self,
        namespace: str,
        file: Path,
        *,
        allow_file: Callable[[], bool],
        find_keyring: Callable[[], KeyringBackend | None],
    ) -> None:
        self._namespace = namespace
        self._file = file
        self._allow_file = allow_file
        self._find_keyring = find_keyring
        self._lock = threading.RLock()
        self._box: SecretBox | None = None

    @property
    def place(self) -> SecretPlace:
        """Where secrets are kept; may load the keyring."""
        return self._opened().place

    def get(self, name: str) -> str | None:
        """Return a secret or None."""
        with self._lock:
            try:
                return self._opened().get(name)
            except KeyringFailed:
                self._box = self._without_keyring()
                return self._box.get(name)

    def set(self, name: str, value: str | None) -> None:
        """Keep a secret; None removes it."""
        with self._lock:
            try:
                self._opened().set(name, value)
            except KeyringFailed:
                self._box = self._without_keyring()
                self._box.set(name, value)

    def _opened(self) -> SecretBox:
        with self._lock:
            if self._box is None:
                backend = self._find_keyring()
                self._box = (
                    KeyringBox(backend, self._namespace) if backend else self._without_keyring()
                )
            return self._box

    def _without_keyring(self) -> SecretBox:
        return FileBox(self._file) if self._allow_file() else MemoryBox()


def system_keyring() -> KeyringBackend | None:
    """Return the system's keyring, or None where there is none that works."""
    import keyring.backends.fail  # noqa: PLC0415 - slow to import, not needed for the first paint
    import keyring.backends.null  # noqa: PLC0415
    import keyring.errors  # noqa: PLC0415

    try:
        backend = keyring.get_keyring()
    except (keyring.errors.KeyringError, RuntimeError):
        return None
    useless = keyring.backends.fail.Keyring | keyring.backends.null.Keyring
    return None if isinstance(backend, useless) else backend


@contextlib.contextmanager
def _keyring_errors() -> Iterator[None]:
    """Translate what keyring backends raise, which is not only their own errors."""
    try:
        yield
    except Exception as error:
        raise KeyringFailed(type(error).__name__) from error
