"""Raw DER: cut an encoding into its elements, and put elements together."""

from __future__ import annotations

from asn1crypto import parser

SEQUENCE = 0x30
SET = 0x31
INTEGER = 0x02
OCTET_STRING = 0x04
_LONG_TAG = 0x1F
_INDEFINITE = 0x80
MALFORMED = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What asn1crypto raises for broken encodings, often only when a value is looked at."""


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return one element of a one-byte ``tag`` around ``parts`` (X.690 section 8.1)."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def elements(content: bytes) -> list[bytes]:
    """Cut ``content`` into its elements, each whole with tag and length.

    Raises ``ValueError`` where it is no row of elements.
    """
    found = []
    start, end = 0, len(content)
    while start < end:
        after = _bounds(content, start)[2]
        found.append(content[start:after])
        start = after
    return found


def first_element(data: bytes) -> bytes:
    """Return the element that ``data`` begins with. Raises ``ValueError`` where there is none."""
    *_, header, body, trailer = parser.parse(data)
    return bytes(header + body + trailer)


def inner(element: bytes) -> bytes:
    """Return the content of one element; raises ``ValueError`` for anything else."""
    start, stop, after = _bounds(element, 0)
    if after != len(element):
        raise ValueError("octets after the element")
    return element[start:stop]


def _bounds(data: bytes, start: int) -> tuple[int, int, int]:
    """Return where content begins and ends, and where the next element begins."""
    begin = start + 2
    if len(data) < begin:
        raise ValueError("cut short")
    size = data[start + 1]
    if data[start] & _LONG_TAG == _LONG_TAG or size == _INDEFINITE:
        *_, header, body, trailer = parser.parse(data[start:])
        begin = start + len(header)
        return begin, begin + len(body), begin + len(body) + len(trailer)
    if size > _INDEFINITE:
        begin += size & 0x7F
        size = int.from_bytes(data[start + 2 : begin], "big")
    stop = begin + size
    if len(data) < stop:
        raise ValueError("cut short")
    return begin, stop, stop
