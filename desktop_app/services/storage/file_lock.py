"""A lock between processes that the system lets go of when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.errors.state import FolderNotWritableError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """One file that at most one holder, of any process or thread, has at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it. Raises ``FolderNotWritableError``."""
        with self._opened() as handle:
            _take(handle, wait=True)
            yield

    @contextlib.contextmanager
    def tried(self) -> Iterator[bool]:
        """Hold the lock when nobody has it; yields whether it is held.

        Raises ``FolderNotWritableError``.
        """
        with self._opened() as handle:
            yield _take(handle, wait=False)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[int]:
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise FolderNotWritableError(path=str(self._path.parent)) from error
        try:
            yield handle
        finally:
            os.close(handle)


if sys.platform == "win32":

    def _take(handle: int, *, wait: bool) -> bool:
        """Lock the first byte; the system's own waiting gives up after ten seconds."""
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:

    def _take(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
