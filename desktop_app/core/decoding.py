"""Reading JSON into typed values, by several threads at once."""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

_Value = TypeVar("_Value")
_decoders: dict[type, msgspec.json.Decoder[Any]] = {}
_building = threading.Lock()


def decode_json(content: bytes | bytearray | str | msgspec.Raw, kind: type[_Value]) -> _Value:
    """Return the value of ``kind`` that ``content`` holds.

    msgspec 0.22 learns a type when it first reads one; two threads that teach it the same type at
    once crash the process, as two drivers at the start would. Raises ``msgspec.DecodeError``.
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        with _building:
            decoder = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    value: _Value = decoder.decode(content)
    return value
