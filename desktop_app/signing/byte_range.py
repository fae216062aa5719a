"""The part of a PDF that a signature covers, and whether its gap is just the signature."""

from __future__ import annotations

import io
from typing import BinaryIO

from desktop_app.signing.pdf_questions import PdfSignature

_PARTS = 4


class CoveredBytes(io.RawIOBase):
    """Reads the two stretches of a file that a ``/ByteRange`` names, one after the other."""

    def __init__(self, file: BinaryIO, byte_range: tuple[int, ...]) -> None:
        super().__init__()
        first, first_size, second, second_size = byte_range
        self._file = file
        self._stretches = [(first, first_size), (second, second_size)]

    def readable(self) -> bool:
        """Tell that this is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # narrower
        """Read on, at most to the end of a stretch."""
        while self._stretches:
            start, size = self._stretches[0]
            self._file.seek(start)
            data = self._file.read(min(size, len(buffer)))
            if data:
                self._stretches[0] = (start + len(data), size - len(data))
                buffer[: len(data)] = data
                return len(data)
            del self._stretches[0]
        return 0


def covered(file: BinaryIO, signature: PdfSignature) -> BinaryIO:
    """Return what a signature covers, as a stream; ``fits`` must hold."""
    return io.BufferedReader(CoveredBytes(file, signature.byte_range))


def fits(file: BinaryIO, signature: PdfSignature) -> bool:
    """Tell whether the range covers everything from the first byte but the signature itself.

    Between its two stretches stands the hexadecimal ``/Contents`` and nothing else.
    """
    numbers = signature.byte_range
    if len(numbers) != _PARTS or numbers[0] != 0 or min(numbers) < 0:
        return False
    begin, end = numbers[1], numbers[2]
    if not begin < end <= begin + 2 * len(signature.contents) + 2:
        return False
    file.seek(begin)
    hole = file.read(end - begin)
    try:
        return (
            hole == b"<%b>" % hole[1:-1]
            and bytes.fromhex(hole[1:-1].decode("ascii")) == signature.contents
        )
    except ValueError:
        return False


def ends_at(signature: PdfSignature) -> int:
    """Return the offset behind the last byte that a signature covers."""
    return signature.byte_range[2] + signature.byte_range[3]
