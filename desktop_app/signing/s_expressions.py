"""S-expressions in their canonical form, the language of libgcrypt: keys, data, signatures."""

from __future__ import annotations

from collections.abc import Iterator

Expression = tuple["bytes | Expression", ...]
"""Octet strings and expressions in brackets."""


def canonical(expression: Expression) -> bytes:
    """Encode an expression: lengths in decimal, octets as they are."""
    return b"(%b)" % b"".join(
        canonical(part) if isinstance(part, tuple) else b"%d:%b" % (len(part), part)
        for part in expression
    )


def parsed(encoded: bytes) -> Expression:
    """Read one canonical expression that a library wrote; raises ``ValueError`` for others."""
    match _parts(iter(encoded)):
        case (tuple(whole),):
            return whole
        case _:
            raise ValueError(encoded)


def value_of(expression: Expression, name: bytes) -> bytes:
    """Return the octets after ``name`` anywhere inside; raises ``KeyError``."""
    for part in expression:
        if isinstance(part, tuple):
            match part:
                case (head, bytes(value)) if head == name:
                    return value
            try:
                return value_of(part, name)
            except KeyError:
                continue
    raise KeyError(name)


def _parts(octets: Iterator[int]) -> Expression:
    """Parse up to the closing bracket or the end."""
    found: list[bytes | Expression] = []
    size = 0
    for octet in octets:
        match chr(octet):
            case "(":
                found.append(_parts(octets))
            case ")":
                break
            case ":":
                found.append(bytes(next(octets) for _ in range(size)))
                size = 0
            case digit:
                size = size * 10 + int(digit)
    return tuple(found)
