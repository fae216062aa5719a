"""Large files at rest: sealed piece by piece, written whole or not at all.

A file is a magic, the length of its sealed head (four bytes, big-endian), the head, and the
content in pieces of 64 KiB, each sealed by AES-256-GCM under a key of its own file that stands
in the head. The nonce is the number of the piece and whether it is the last one (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that pieces can be neither
exchanged nor left out.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.services.storage.private_file import sync_folder, write_failure
from desktop_app.signing.decoding import decode_msgpack

PIECE_BYTES = 64 * 1024
UNFINISHED = ".part"
"""End of the name of a file that is being written."""
_MAGIC = b"NMOSEAL1"
_LABEL = "sealed-file"
_TAG_BYTES = 16
_SEALED_BYTES = PIECE_BYTES + _TAG_BYTES
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""Windows would turn line ends in what a descriptor writes."""
_LONGEST_HEAD = 16 * 1024 * 1024


class Box(Protocol):
    """What seals small things under a key that it knows."""

    def seal(self, content: bytes, label: str) -> bytes:
        """Return the sealed content."""

    def open(self, sealed: bytes, label: str) -> bytes | None:
        """Return the content, or None when key, label or data do not belong together."""


class SealBroken(Exception):  # noqa: N818 - its callers say what is damaged
    """The file is not one of ours, is damaged, or belongs to another key."""


@dataclass(frozen=True, slots=True)
class _Head:
    key: bytes
    note: bytes


def write_sealed_file(path: Path, note: bytes, content: Iterable[bytes], box: Box) -> None:
    """Write ``note`` and ``content`` to a new file, mode 0600, on disk when this returns.

    Raises ``DiskFullError``, ``OutputNotWritableError``; nothing is left behind then.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        handle = os.open(unfinished, _NEW, 0o600)
        try:
            with os.fdopen(handle, "wb") as stream:
                _write(stream, note, content, box)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.rename(path)
            sync_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise write_failure(error, path) from error


class SealedFile:
    """A sealed file, open for reading. Raises ``SealBroken`` and ``OSError``."""

    def __init__(self, path: Path, box: Box) -> None:
        stream = path.open("rb")
        try:
            head, start = _read_head(stream, box)
            size = path.stat().st_size - start
            self.content = io.BufferedReader(_Pieces(stream, head.key, start, size), PIECE_BYTES)
            """The content; reading and seeking raise ``SealBroken`` where it is damaged."""
        except BaseException:
            stream.close()
            raise
        self.note = head.note

    def __enter__(self) -> SealedFile:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.content.close()


class _Pieces(io.RawIOBase):
    """The content of a sealed file as a stream with random access."""

    def __init__(self, stream: BinaryIO, key: bytes, start: int, size: int) -> None:
        self._stream = stream
        self._cipher = AESGCM(key)
        self._start = start
        self._count = max(1, -(-size // _SEALED_BYTES))
        self._length = size - self._count * _TAG_BYTES
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")
        if self._length < 0:
            raise SealBroken

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._length}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # the library says «WriteableBuffer»
        number, inside = divmod(self._position, PIECE_BYTES)
        if number >= self._count:
            return 0
        part = self._piece(number)[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._stream.seek(self._start + number * _SEALED_BYTES)
            sealed = self._stream.read(_SEALED_BYTES)
            nonce = _nonce(number, last=number == self._count - 1)
            try:
                self._held = (number, self._cipher.decrypt(nonce, sealed, None))
            except (InvalidTag, ValueError) as error:
                raise SealBroken from error
        return self._held[1]


def _write(stream: BinaryIO, note: bytes, content: Iterable[bytes], box: Box) -> None:
    key = os.urandom(32)
    head = box.seal(msgspec.msgpack.encode(_Head(key, note)), _LABEL)
    stream.write(_MAGIC + len(head).to_bytes(4, "big") + head)
    cipher = AESGCM(key)
    for number, (piece, last) in enumerate(_pieces(content)):
        stream.write(cipher.encrypt(_nonce(number, last=last), piece, None))


def _pieces(content: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut the content into whole pieces and say which one is the last."""
    held = bytearray()
    for chunk in content:
        held += chunk
        while len(held) > PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES]), False
            del held[:PIECE_BYTES]
    yield bytes(held), True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _read_head(stream: BinaryIO, box: Box) -> tuple[_Head, int]:
    begin = stream.read(len(_MAGIC) + 4)
    length = int.from_bytes(begin[len(_MAGIC) :], "big")
    if begin[: len(_MAGIC)] != _MAGIC or not 0 < length <= _LONGEST_HEAD:
        raise SealBroken
    opened = box.open(stream.read(length), _LABEL)
    if opened is None:
        raise SealBroken
    try:
        return decode_msgpack(opened, _Head), len(begin) + length
    except msgspec.MsgspecError as error:
        raise SealBroken from error
