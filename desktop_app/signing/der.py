"""Raw DER: cut an encoding into its elements, and put elements together."""

from __future__ import annotations

from asn1crypto import parser

SEQUENCE = 0x30
SET = 0x31
INTEGER = 0x02
OCTET_STRING = 0x04
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

    Raises ``ValueError`` where it is not a row of definite-length elements.
    """
    found = []
    while content:
        *_, header, body, trailer = parser.parse(content)
        found.append(header + body + trailer)
        content = content[len(found[-1]) :]
    return found


def first_element(data: bytes) -> bytes:
    """Return the element that ``data`` begins with. Raises ``ValueError`` where there is none."""
    *_, header, body, trailer = parser.parse(data)
    return bytes(header + body + trailer)


def inner(element: bytes) -> bytes:
    """Return the content of one element; raises ``ValueError`` for anything else."""
    return bytes(parser.parse(element, strict=True)[4])
