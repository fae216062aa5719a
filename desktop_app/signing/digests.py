"""Digests over streams, in constant memory."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, Protocol

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.signing.gost import GOST_DIGESTS, new_gost_digest

CHUNK_BYTES = 1 << 18
_HASHLIB_NAMES = ("sha256", "sha384", "sha512")
DIGEST_NAMES = (*_HASHLIB_NAMES, *GOST_DIGESTS)


class Digest(Protocol):
    """A digest under way."""

    def update(self, data: bytes | bytearray | memoryview, /) -> None:
        """Take more of the content."""

    def digest(self) -> bytes:
        """Return the digest in the byte order of its standard."""


def new_digest(name: str) -> Digest:
    """Begin a digest of ``DIGEST_NAMES``.

    Raises ``AlgorithmUnsupportedError`` for another name and where it cannot be computed here.
    """
    if name in GOST_DIGESTS:
        return new_gost_digest(name)
    if name not in _HASHLIB_NAMES:
        raise AlgorithmUnsupportedError(algorithm=name)
    return hashlib.new(name)


def digest_of(data: bytes, name: str) -> bytes:
    """Return the digest of ``data``; raises as ``new_digest`` does."""
    running = new_digest(name)
    running.update(data)
    return running.digest()


def digest_stream(stream: BinaryIO, name: str, cancel: Cancellation | None = None) -> bytes:
    """Digest the rest of ``stream`` in pieces that fit a processor's cache.

    Raises ``AlgorithmUnsupportedError``, ``Cancelled`` and what reading raises.
    """
    running = new_digest(name)
    buffer = bytearray(CHUNK_BYTES)
    view = memoryview(buffer)
    while count := stream.readinto(buffer):  # type: ignore[attr-defined]  # BinaryIO omits it
        if cancel is not None:
            cancel.checkpoint()
        running.update(view[:count])
    return running.digest()
