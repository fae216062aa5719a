"""A lock between processes that the system lets go of when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.services.storage.private_file import write_failure

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_LONGEST_MARK = 256


class LockMark:
    """A word in the lock's file: who holds the lock finds what a holder that died had left."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle = handle
        self._path = path

    def read(self) -> str:
        """Return the word; empty when the last holder left nothing undone."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        return os.read(self._handle, _LONGEST_MARK).decode("ascii", "replace")

    def write(self, word: str) -> None:
        """Leave a word of ASCII, or none. Raises ``DiskFullError``, ``OutputNotWritableError``."""
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.ftruncate(self._handle, 0)
            if word:
                os.write(self._handle, word.encode("ascii"))
        except OSError as error:
            raise write_failure(error, self._path) from error


class FileLock:
    """One file that at most one holder, of any process or thread, has at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextlib.contextmanager
    def held(self) -> Iterator[LockMark]:
        """Wait for the lock and hold it. Raises ``FolderNotWritableError``."""
        with self._opened() as handle:
            _take(handle, wait=True)
            yield LockMark(handle, self._path)

    @contextlib.contextmanager
    def tried(self) -> Iterator[LockMark | None]:
        """Hold the lock when nobody has it; yields None when somebody has.

        Raises ``FolderNotWritableError``.
        """
        with self._opened() as handle:
            yield LockMark(handle, self._path) if _take(handle, wait=False) else None

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
