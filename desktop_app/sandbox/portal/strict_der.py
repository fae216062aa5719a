"""Tells whether bytes are DER: one encoding for one value (X.690 section 10)."""

from __future__ import annotations

from typing import Final

DEPTH_LIMIT: Final = 40
_CONSTRUCTED = 0x20
_UNIVERSAL_CONSTRUCTED: Final = frozenset({0x08, 0x10, 0x11})
"""EXTERNAL, SEQUENCE and SET: the only universal types that DER constructs."""


class NotDerError(ValueError):
    """The bytes are not DER."""


def require_der(data: bytes) -> None:
    """Raise ``NotDerError`` unless ``data`` is one value in DER and nothing after it."""
    end = _check(data, 0, len(data), 0)
    if end != len(data):
        raise NotDerError("bytes after the value")


def _check(data: bytes, start: int, limit: int, depth: int) -> int:
    """Check one value and return where it ends."""
    if depth > DEPTH_LIMIT:
        raise NotDerError("too deep")
    tag = _byte(data, start, limit)
    position = _after_tag(data, start, limit)
    length, position = _length(data, position, limit)
    end = position + length
    if end > limit:
        raise NotDerError("a value runs past its end")
    if tag & _CONSTRUCTED:
        _check_constructed(data, tag, position, end, depth)
    else:
        _check_primitive(data, tag, position, end)
    return end


def _check_constructed(data: bytes, tag: int, position: int, end: int, depth: int) -> None:
    if tag < 0x40 and tag & 0x1F not in _UNIVERSAL_CONSTRUCTED:
        raise NotDerError("a constructed string")
    members = []
    while position < end:
        begin, position = position, _check(data, position, end, depth + 1)
        members.append(data[begin:position])
    if tag == 0x31 and members != sorted(members):
        raise NotDerError("a SET out of order")


def _check_primitive(data: bytes, tag: int, position: int, end: int) -> None:
    content = data[position:end]
    if tag in (0x10, 0x11):
        raise NotDerError("a primitive SEQUENCE or SET")
    if tag == 0x01 and content not in (b"\x00", b"\xff"):
        raise NotDerError("a BOOLEAN that is neither 00 nor FF")
    if tag == 0x02 and not _minimal_integer(content):
        raise NotDerError("an INTEGER that is not minimal")
    if tag == 0x05 and content:
        raise NotDerError("a NULL with content")


def _minimal_integer(content: bytes) -> bool:
    if not content:
        return False
    redundant = len(content) > 1 and content[0] in (0x00, 0xFF)
    return not (redundant and (content[0] ^ content[1]) < 0x80)


def _byte(data: bytes, position: int, limit: int) -> int:
    if position >= limit:
        raise NotDerError("cut off")
    return data[position]


def _after_tag(data: bytes, position: int, limit: int) -> int:
    if data[position] & 0x1F != 0x1F:
        return position + 1
    position += 1
    while _byte(data, position, limit) & 0x80:
        position += 1
    return position + 1


def _length(data: bytes, position: int, limit: int) -> tuple[int, int]:
    first = _byte(data, position, limit)
    if first < 0x80:
        return first, position + 1
    count = first & 0x7F
    if count == 0 or count > 4:
        raise NotDerError("an indefinite or huge length")
    after = position + 1 + count
    if after > limit:
        raise NotDerError("cut off")
    length = int.from_bytes(data[position + 1 : after], "big")
    if length < 0x80 or data[position + 1] == 0:
        raise NotDerError("a length that is not minimal")
    return length, after
