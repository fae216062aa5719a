"""The native library that does ГОСТ mathematics: libgcrypt, called through ctypes."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from ctypes import byref, c_char_p, c_int, c_size_t, c_uint, c_void_p
from functools import cache
from pathlib import Path

_NAMES = {"win32": "libgcrypt-20.dll", "darwin": "libgcrypt.20.dylib"}
_DEFAULT_NAME = "libgcrypt.so.20"
# Beside a packaged program, then where the loader finds it, then Homebrew's two places.
_FOLDERS = (
    str(Path(sys.executable).parent),
    "",
    *(("/opt/homebrew/lib", "/usr/local/lib") if sys.platform == "darwin" else ()),
)
_DISABLE_SECURE_MEMORY = 37
_INITIALIZATION_FINISHED = 38
_INITIALIZATION_FINISHED_P = 39
_CODE_MASK = 0xFFFF
"""gpg_error_t holds the code in its lower half, the source in its upper one."""
_CANONICAL = 1
_BAD_SIGNATURE = 8

Expression = tuple["bytes | Expression", ...]
"""An S-expression: octet strings and expressions."""


class LibraryMissingError(Exception):
    """libgcrypt is not here, or it refuses to work; ``str`` says why."""


class LibraryRefusedError(Exception):
    """The library returned an error; ``code`` is its GPG_ERR_ number."""

    def __init__(self, code: int) -> None:
        super().__init__(f"GPG_ERR {code}")
        self.code = code


@cache
def library() -> ctypes.CDLL:
    """Load libgcrypt once and return it with its functions declared.

    Raises ``LibraryMissingError``.
    """
    loaded = _load(_NAMES.get(sys.platform, _DEFAULT_NAME))
    _declare(loaded)
    if loaded.gcry_check_version(b"1.8.0") is None:
        raise LibraryMissingError("libgcrypt < 1.8")
    if not loaded.gcry_control(_INITIALIZATION_FINISHED_P, 0):
        # Nothing secret passes here: verification and, in training, keys that are no secrets.
        loaded.gcry_control(_DISABLE_SECURE_MEMORY, 0)
        loaded.gcry_control(_INITIALIZATION_FINISHED, 0)
    return loaded


def canonical(expression: Expression) -> bytes:
    """Encode an S-expression canonically: lengths in decimal, octets as they are."""
    return b"(%b)" % b"".join(
        canonical(part) if isinstance(part, tuple) else b"%d:%b" % (len(part), part)
        for part in expression
    )


def verify(key: Expression, data: Expression, signature: Expression) -> bool:
    """Tell whether gcry_pk_verify accepts a signature.

    Raises ``LibraryMissingError`` and ``LibraryRefusedError`` for whatever is no answer.
    """
    with _Parsed(signature) as value, _Parsed(data) as hashed, _Parsed(key) as public:
        code = library().gcry_pk_verify(value.pointer, hashed.pointer, public.pointer)
    if code & _CODE_MASK not in (0, _BAD_SIGNATURE):
        raise LibraryRefusedError(code & _CODE_MASK)
    return bool(code == 0)


def is_on_curve(key: Expression) -> bool:
    """Tell whether the point q of a key lies on the curve that the key names.

    Raises ``LibraryMissingError`` and ``LibraryRefusedError`` (an unknown curve, a point that
    cannot be
    """
    gcrypt = library()
    context = c_void_p()
    with _Parsed(key) as public:
        _check(gcrypt.gcry_mpi_ec_new(byref(context), public.pointer, None))
    try:
        point = gcrypt.gcry_mpi_ec_get_point(b"q", context, 1)
        if not point:
            return False
        try:
            return bool(gcrypt.gcry_mpi_ec_curve_point(point, context))
        finally:
            gcrypt.gcry_mpi_point_release(point)
    finally:
        gcrypt.gcry_ctx_release(context)


def sign(key: Expression, data: Expression) -> Expression:
    """Return what gcry_pk_sign makes of ``data``; raises as ``verify`` does."""
    made = c_void_p()
    with _Parsed(data) as hashed, _Parsed(key) as private:
        _check(library().gcry_pk_sign(byref(made), hashed.pointer, private.pointer))
    return _taken(made)


def generate(parameters: Expression) -> Expression:
    """Return the key-data that gcry_pk_genkey makes; raises as ``verify`` does."""
    made = c_void_p()
    with _Parsed(parameters) as wanted:
        _check(library().gcry_pk_genkey(byref(made), wanted.pointer))
    return _taken(made)


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


class Hash:
    """A digest of the library under way."""

    def __init__(self, algorithm: int) -> None:
        self._library = library()
        self._algorithm = algorithm
        self._handle = c_void_p()
        _check(self._library.gcry_md_open(byref(self._handle), algorithm, 0))

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.gcry_md_close(handle)

    def update(self, data: bytes | bytearray | memoryview, /) -> None:
        """Take more of the content; other threads run meanwhile."""
        if isinstance(data, memoryview):
            data = data.cast("B") if data.contiguous and data.format != "B" else data
        size = len(data)
        if isinstance(data, bytes):
            self._library.gcry_md_write(self._handle, data, size)
        elif isinstance(data, memoryview) and (data.readonly or not data.contiguous):
            self._library.gcry_md_write(self._handle, bytes(data), size)
        elif size:
            buffer = (ctypes.c_char * size).from_buffer(data)
            self._library.gcry_md_write(self._handle, buffer, size)

    def digest(self) -> bytes:
        """Return the digest of what was taken until now, in the library's byte order."""
        copied = c_void_p()
        _check(self._library.gcry_md_copy(byref(copied), self._handle))
        try:
            size = self._library.gcry_md_get_algo_dlen(self._algorithm)
            return ctypes.string_at(self._library.gcry_md_read(copied, self._algorithm), size)
        finally:
            self._library.gcry_md_close(copied)


class _Parsed:
    """An S-expression in the library's memory, for the time of a ``with``."""

    def __init__(self, expression: Expression) -> None:
        self._encoded = canonical(expression)
        self.pointer = c_void_p()

    def __enter__(self) -> _Parsed:
        encoded = self._encoded
        _check(library().gcry_sexp_new(byref(self.pointer), encoded, len(encoded), 0))
        return self

    def __exit__(self, *_: object) -> None:
        library().gcry_sexp_release(self.pointer)


def _taken(pointer: c_void_p) -> Expression:
    """Read an S-expression out of the library's memory and release it there."""
    gcrypt = library()
    try:
        size = gcrypt.gcry_sexp_sprint(pointer, _CANONICAL, None, 0)
        buffer = ctypes.create_string_buffer(size)
        gcrypt.gcry_sexp_sprint(pointer, _CANONICAL, buffer, size)
    finally:
        gcrypt.gcry_sexp_release(pointer)
    (whole,) = _parts(iter(buffer.raw[: size - 1]))
    if not isinstance(whole, tuple):
        raise LibraryRefusedError(0)
    return whole


def _parts(octets: Iterator[int]) -> Expression:
    """Parse canonical octets up to the closing bracket or the end."""
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


def _check(code: int) -> None:
    if code:
        raise LibraryRefusedError(code & _CODE_MASK)


def _load(name: str) -> ctypes.CDLL:
    reason = ""
    for folder in _FOLDERS:
        try:
            return ctypes.CDLL(str(Path(folder, name)) if folder else name)
        except OSError as error:
            reason = reason or str(error)
    raise LibraryMissingError(reason)


def _declare(gcrypt: ctypes.CDLL) -> None:
    code, pointer, out = c_uint, c_void_p, c_void_p
    for name, result, arguments in (
        ("gcry_check_version", c_char_p, (c_char_p,)),
        ("gcry_md_open", code, (out, c_int, c_uint)),
        ("gcry_md_write", None, (pointer, c_char_p, c_size_t)),
        ("gcry_md_copy", code, (out, pointer)),
        ("gcry_md_read", pointer, (pointer, c_int)),
        ("gcry_md_get_algo_dlen", c_uint, (c_int,)),
        ("gcry_md_close", None, (pointer,)),
        ("gcry_sexp_new", code, (out, c_char_p, c_size_t, c_int)),
        ("gcry_sexp_sprint", c_size_t, (pointer, c_int, c_char_p, c_size_t)),
        ("gcry_sexp_release", None, (pointer,)),
        ("gcry_pk_verify", code, (pointer, pointer, pointer)),
        ("gcry_pk_sign", code, (out, pointer, pointer)),
        ("gcry_pk_genkey", code, (out, pointer)),
        ("gcry_mpi_ec_new", code, (out, pointer, c_char_p)),
        ("gcry_mpi_ec_get_point", pointer, (c_char_p, pointer, c_int)),
        ("gcry_mpi_ec_curve_point", c_int, (pointer, pointer)),
        ("gcry_mpi_point_release", None, (pointer,)),
        ("gcry_ctx_release", None, (pointer,)),
    ):
        function = getattr(gcrypt, name)
        function.restype, function.argtypes = result, arguments
