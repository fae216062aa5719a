"""Reading JSON into typed values, by several threads at once."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

_Value = TypeVar("_Value")
_ONE_AT_A_TIME = threading.Lock()


def decode_json(content: bytes | bytearray | str | msgspec.Raw, kind: type[_Value]) -> _Value:
    """Return the value of ``kind`` that ``content`` holds.

    msgspec 0.22 learns a type when it first reads one; two threads that teach it the same type at
    once crash the process, as two drivers at the start would. Raises ``msgspec.DecodeError``.
    """
    value: _Value = _decoder(cast(Hashable, kind)).decode(content)
    return value


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    with _ONE_AT_A_TIME:
        return msgspec.json.Decoder(kind)
