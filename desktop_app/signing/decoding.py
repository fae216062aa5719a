"""The only place that reads messages into typed values: msgspec is taught types one at a time."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, overload

import msgspec

_Value = TypeVar("_Value")
_Content = bytes | bytearray | str | msgspec.Raw
_ONE_AT_A_TIME = threading.Lock()


@overload
def decode_json(content: _Content, kind: type[_Value]) -> _Value: ...
@overload
def decode_json(content: _Content, kind: UnionType) -> Any: ...
def decode_json(content: _Content, kind: Any) -> Any:
    """Return the value of ``kind`` that JSON holds.

    msgspec 0.22 learns a type when it first reads one; two threads that teach it the same type at
    once crash the process, as two drivers at the start would. Raises ``msgspec.DecodeError``.
    """
    return _json_decoder(cast(Hashable, kind)).decode(content)


def decode_msgpack(content: bytes, kind: type[_Value]) -> _Value:
    """Return the value of ``kind`` that MessagePack holds. Raises ``msgspec.DecodeError``."""
    value: _Value = _msgpack_decoder(cast(Hashable, kind)).decode(content)
    return value


def convert(declared: object, kind: type[_Value]) -> _Value:
    """Return the value of ``kind`` that plain values hold, of TOML for example.

    Raises ``msgspec.ValidationError``.
    """
    _json_decoder(cast(Hashable, kind))  # From now on msgspec knows the type.
    return msgspec.convert(declared, kind)


@cache
def _json_decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    with _ONE_AT_A_TIME:
        return msgspec.json.Decoder(kind)


@cache
def _msgpack_decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    with _ONE_AT_A_TIME:
        return msgspec.msgpack.Decoder(kind)
