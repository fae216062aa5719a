"""Secrets of the program: the system's keyring, else memory, else (on request) a file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from desktop_app.services.storage.secret_boxes import (
    FileBox,
    KeyringBackend,
    KeyringBox,
    KeyringFailed,
    MemoryBox,
    SecretBox,
    SecretPlace,
)


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
