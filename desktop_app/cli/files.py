"""Reading small files that a person named, and writing results without overwriting."""

from __future__ import annotations

import errno
from pathlib import Path

from desktop_app.core.errors.inputs import (
    FileTooLargeError,
    FileUnreadableError,
    OutputExistsError,
    OutputNotWritableError,
)

CERTIFICATE_LIMIT = 1024 * 1024


def read_small_file(path: Path, limit: int = CERTIFICATE_LIMIT) -> bytes:
    """Return the bytes of a file of at most ``limit`` bytes.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise FileUnreadableError(str(path), _name_of(error)) from error
    if len(data) > limit:
        raise FileTooLargeError(str(path), limit)
    return data


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet.

    Raises ``OutputExistsError``, ``OutputNotWritableError``.
    """
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise OutputExistsError(str(path)) from error
    except OSError as error:
        raise OutputNotWritableError(str(path), _name_of(error)) from error


def _name_of(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "")
