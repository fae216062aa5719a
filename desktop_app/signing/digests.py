"""Digests over streams, in constant memory."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, Protocol

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import AlgorithmUnsupportedError

CHUNK_BYTES = 1 << 20
DIGEST_NAMES = ("sha256", "sha384", "sha512")


class Digest(Protocol):
    """A digest under way."""

    def update(self, data: bytes | bytearray | memoryview, /) -> None:
        """Take more of the content."""

    def digest(self) -> bytes:
        """Return the digest in the byte order of its standard."""


def new_digest(name: str) -> Digest:
    """Begin a digest; raises ``AlgorithmUnsupportedError`` for an unknown name."""
    if name not in DIGEST_NAMES:
        raise AlgorithmUnsupportedError(algorithm=name)
    return hashlib.new(name)


def digest_stream(stream: BinaryIO, name: str, cancel: Cancellation | None = None) -> bytes:
    """Digest the rest of ``stream``, a megabyte at a time.

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
