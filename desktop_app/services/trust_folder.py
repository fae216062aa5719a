"""Certificates and CRLs that people keep as files: PEM or DER, one folder or one file."""

from __future__ import annotations

import base64
import binascii
import errno
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.errors.inputs import FileTooLargeError, FileUnreadableError

_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der", ".crl", ".txt", ""})
_FILE_LIMIT = 32 * 1024 * 1024
_PEM = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----(.*?)-----END \1-----", re.DOTALL)


def read_certificates(place: Path | None) -> tuple[bytes, ...]:
    """Return the DER of every certificate in a file or folder; nothing for None.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    return tuple(_read(place, b"CERTIFICATE"))


def read_crls(place: Path | None) -> tuple[bytes, ...]:
    """Return the DER of every certificate revocation list in a file or folder.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    return tuple(_read(place, b"X509 CRL"))


def certificates_in(content: bytes) -> tuple[bytes, ...]:
    """Return the DER of every certificate in the content of a file, PEM or DER."""
    if b"-----BEGIN" in content:
        return tuple(_der(body) for kind, body in _PEM.findall(content) if kind == b"CERTIFICATE")
    return (content,) if content else ()


def read_limited(path: Path, limit: int) -> bytes:
    """Return the content of a file of at most ``limit`` bytes.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > limit:
        raise FileTooLargeError(path=str(path), limit=limit)
    return content


def refuse_large(path: Path, limit: int) -> None:
    """Raise ``FileTooLargeError`` for a file of more than ``limit`` bytes."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error
    if size > limit:
        raise FileTooLargeError(path=str(path), limit=limit)


def unreadable(path: Path, error: OSError) -> FileUnreadableError:
    """Return our error for a file that the system did not let us read."""
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return FileUnreadableError(path=str(path), detail=name)


def _read(place: Path | None, kind: bytes) -> Iterator[bytes]:
    for path in _files(place):
        content = read_limited(path, _FILE_LIMIT)
        if b"-----BEGIN" in content:
            yield from (_der(body) for name, body in _PEM.findall(content) if name == kind)
        elif content and (path.suffix.lower() == ".crl") == (kind == b"X509 CRL"):
            yield content


def _files(place: Path | None) -> list[Path]:
    if place is None:
        return []
    if not place.is_dir():
        return [place]
    return sorted(each for each in place.iterdir() if _is_candidate(each))


def _is_candidate(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _SUFFIXES and not path.name.startswith(".")


def _der(body: bytes) -> bytes:
    try:
        return base64.b64decode(body)
    except binascii.Error:
        return b""
