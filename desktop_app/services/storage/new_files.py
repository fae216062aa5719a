"""Writing many new files, each whole, while the disk is waited for as seldom as can be."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.services.storage.private_file import (
    Mode,
    place_new,
    sync_folder,
    write_beside,
    write_failure,
)

_THREADS = 8


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written for others to have."""

    path: Path
    content: bytes | bytearray
    like: Path | None = None
    """Its mode is that of this file; None: the one that the umask leaves."""


def write_all_new(files: Sequence[NewFile]) -> list[NmoError | None]:
    """Write files whole or not at all, over none that exists; all are on disk when this returns.

    Several are waited for at a time: a file system that keeps a journal then writes it once for
    them, and each folder is waited for once. Returns for each file the error that ``write_new``
    would raise, or None.
    """
    written = _all_written(files)
    errors = [
        each if isinstance(each, NmoError) else _placed(each, file.path)
        for each, file in zip(written, files, strict=True)
    ]
    folders = {file.path.parent for file, error in zip(files, errors, strict=True) if not error}
    failed = {folder: error for folder in folders if (error := _synced(folder))}
    return [
        error or failed.get(file.path.parent) for error, file in zip(errors, files, strict=True)
    ]


def _all_written(files: Sequence[NewFile]) -> list[Path | NmoError]:
    if len(files) < 2:
        return [_written(file) for file in files]
    threads = min(len(files), _THREADS)
    shares = [files[first::threads] for first in range(threads)]
    written: list[Path | NmoError] = [Path()] * len(files)
    with ThreadPoolExecutor(len(shares)) as pool:
        done = pool.map(lambda share: [_written(file) for file in share], shares)
        for first, share in enumerate(done):
            written[first::threads] = share
    return written


def _written(file: NewFile) -> Path | NmoError:
    try:
        return write_beside(file.path, file.content, file.like or Mode.UMASK)
    except OSError as error:
        return write_failure(error, file.path)


def _placed(temporary: Path, path: Path) -> NmoError | None:
    try:
        place_new(temporary, path)
    except OSError as error:
        return write_failure(error, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return None


def _synced(folder: Path) -> NmoError | None:
    try:
        sync_folder(folder)
    except OSError as error:
        return write_failure(error, folder)
    return None
