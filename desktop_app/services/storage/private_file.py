"""Files written whole or not at all, for their owner alone unless a mode is asked for."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import OutputExistsError, OutputNotWritableError
from desktop_app.core.errors.state import DiskFullError

_READ_AND_WRITE = 0o666
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Mode(IntEnum):
    """Who may read a new file."""

    PRIVATE = 0o600
    """Its owner alone."""
    UMASK = 0o666
    """Whom the person lets read new files: it is meant to be handed on."""


_Place = Callable[[Path, Path], None]


def write_private(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step, mode 0600, on disk when this returns.

    Raises ``DiskFullError``, ``OutputNotWritableError``.
    """
    _write(path, content, _replace)


def write_over(path: Path, content: bytes) -> None:
    """Write a person's own file in one step as ``write_private`` does; see ``mode_over``."""
    _write(path, content, _replace, mode_over(path))


def mode_over(path: Path) -> Mode | Path:
    """Return the mode of a file to be handed on: of the one that it replaces, else by umask."""
    return path if path.exists() else Mode.UMASK


def write_new(path: Path, content: bytes, mode: Mode | Path = Mode.PRIVATE) -> None:
    """Write a file that does not exist yet, whole or not at all; a path: with that file's mode.

    Raises ``OutputExistsError``, ``DiskFullError``, ``OutputNotWritableError``.
    """
    _write(path, content, place_new, mode)


def _write(path: Path, content: bytes, place: _Place, mode: Mode | Path = Mode.PRIVATE) -> None:
    temporary: Path | None = None
    try:
        temporary = write_beside(path, content, mode)
        place(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise write_failure(error, path) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_beside(path: Path, content: bytes | bytearray, mode: Mode | Path = Mode.PRIVATE) -> Path:
    """Write a file of a name of its own into the folder of ``path``, and wait for the disk.

    Raises ``OSError``, and leaves no file then.
    """
    given = mode if isinstance(mode, Mode) else Mode.PRIVATE
    name = path.with_name(f".nmo-{secrets.token_hex(8)}")
    handle = os.open(name, _CREATE, given)
    try:
        with os.fdopen(handle, "wb", buffering=0) as stream:
            rest = memoryview(content)
            while rest:
                rest = rest[stream.write(rest) :]
            if isinstance(mode, Path) and os.name == "posix":
                os.fchmod(handle, stat.S_IMODE(mode.stat().st_mode) & _READ_AND_WRITE)
            os.fsync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink()
        raise
    return name


def write_failure(error: OSError, path: Path) -> NmoError:
    """Return our error for a write to ``path`` that the system refused."""
    if isinstance(error, FileExistsError):
        return OutputExistsError(path=str(path))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFullError(path=str(path))
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return OutputNotWritableError(path=str(path), detail=name)


def _replace(temporary: Path, path: Path) -> None:
    temporary.replace(path)


def place_new(temporary: Path, path: Path) -> None:
    """Give the file its name only when nothing has it: link on POSIX, rename on Windows."""
    if os.name != "posix":
        temporary.rename(path)
        return
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # A file system without hard links, such as FAT.
        with path.open("xb") as stream:
            stream.write(temporary.read_bytes())
            os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk: what was made, renamed and removed there."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
