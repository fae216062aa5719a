"""Contents of documents while they are accepted: measured once, and the same the second time."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.errors.inputs import FileTooLargeError, FileUnreadableError
from desktop_app.core.errors.outbox import ContentChangedError
from desktop_app.services.outbox_service import ContentSource
from desktop_app.services.portal.document_contract import DOCUMENT_LIMIT
from desktop_app.services.storage.sealed_file import PIECE_BYTES


class Measured(io.RawIOBase):
    """A stream that counts and digests what is read of it."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Of what was read, in hexadecimal."""
        return self._digest.hexdigest()

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # the library says «WriteableBuffer»
        """Read the next part. Raises ``FileTooLargeError``."""
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.size += len(part)
        self._digest.update(part)
        if self.size > DOCUMENT_LIMIT:
            raise FileTooLargeError(path=str(self._path), limit=DOCUMENT_LIMIT)
        return len(part)

    def buffered(self) -> BinaryIO:
        """Return this stream as readers want it."""
        return io.BufferedReader(self, PIECE_BYTES)

    def finish(self) -> None:
        """Read what is left. Raises ``FileUnreadableError`` when there is nothing at all."""
        while self.read(PIECE_BYTES):
            pass
        if not self.size:
            raise FileUnreadableError(path=str(self._path), detail="EMPTY")


class _Beginning(io.RawIOBase):
    """The first bytes of a stream, which is closed with it."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # as above
        part = self._stream.read(min(len(buffer), self._left))
        buffer[: len(part)] = part
        self._left -= len(part)
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


def beginning_of(stream: BinaryIO, size: int) -> BinaryIO:
    """Return the first ``size`` bytes of a stream as one to be read in order."""
    return io.BufferedReader(_Beginning(stream, size), PIECE_BYTES)


def the_same(source: ContentSource, sha256: str, path: Path) -> Iterator[bytes]:
    """Yield the content once more. Raises ``ContentChangedError`` when it is another one now."""
    digest = hashlib.sha256()
    with source() as stream:
        while part := stream.read(PIECE_BYTES):
            digest.update(part)
            yield part
    if digest.hexdigest() != sha256:
        raise ContentChangedError(path=str(path))
