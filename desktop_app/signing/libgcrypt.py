"""libgcrypt: ГОСТ digests and signatures on every curve."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_char_p, c_int, c_size_t, c_uint, c_void_p
from functools import cache

from desktop_app.signing.native_library import (
    LibraryMissingError,
    LibraryRefusedError,
    Readable,
    declare,
    load_library,
    octets,
)
from desktop_app.signing.s_expressions import Expression, canonical, parsed

_NAMES = {
    "linux": "libgcrypt.so.20",
    "win32": "libgcrypt-20.dll",
    "darwin": "libgcrypt.20.dylib",
}
_OLDEST = b"1.8.0"
_DISABLE_SECURE_MEMORY = 37
_INITIALIZATION_FINISHED = 38
_INITIALIZATION_FINISHED_P = 39
_DIGESTS = {256: 309, 512: 310}
"""GCRY_MD_STRIBOG256 and GCRY_MD_STRIBOG512."""
_CODE_MASK = 0xFFFF
"""gpg_error_t holds the code in its lower half, the source in its upper one."""
_CANONICAL = 1
_BAD_SIGNATURE = 8
UNKNOWN_CURVE = 188
BROKEN_PUBLIC_KEY = 195


@cache
def _library() -> ctypes.CDLL:
    loaded = load_library(_NAMES)
    code, pointer, out = c_uint, c_void_p, c_void_p
    declare(
        loaded,
        (
            ("gcry_check_version", c_char_p, (c_char_p,)),
            ("gcry_md_open", code, (out, c_int, c_uint)),
            ("gcry_md_write", None, (pointer, c_char_p, c_size_t)),
            ("gcry_md_copy", code, (out, pointer)),
            ("gcry_md_read", pointer, (pointer, c_int)),
            ("gcry_md_close", None, (pointer,)),
            ("gcry_sexp_new", code, (out, c_char_p, c_size_t, c_int)),
            ("gcry_sexp_sprint", c_size_t, (pointer, c_int, c_char_p, c_size_t)),
            ("gcry_sexp_release", None, (pointer,)),
            ("gcry_pk_verify", code, (pointer, pointer, pointer)),
            ("gcry_pk_sign", code, (out, pointer, pointer)),
            ("gcry_pk_genkey", code, (out, pointer)),
        ),
    )
    if loaded.gcry_check_version(_OLDEST) is None:
        raise LibraryMissingError("libgcrypt < 1.8")
    if not loaded.gcry_control(_INITIALIZATION_FINISHED_P, 0):
        # Nothing secret passes here: verification and, in training, keys that are no secrets.
        loaded.gcry_control(_DISABLE_SECURE_MEMORY, 0)
        loaded.gcry_control(_INITIALIZATION_FINISHED, 0)
    return loaded


class Hash:
    """A Стрибог digest of ``bits`` under way.

    Raises ``LibraryMissingError`` and ``LibraryRefusedError``.
    """

    def __init__(self, bits: int) -> None:
        self._library = _library()
        self._bits = bits
        self._handle = c_void_p()
        _check(self._library.gcry_md_open(byref(self._handle), _DIGESTS[bits], 0))

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.gcry_md_close(handle)

    def update(self, data: Readable, /) -> None:
        """Take more of the content; other threads run meanwhile."""
        taken = octets(data)
        self._library.gcry_md_write(self._handle, taken, len(taken))

    def digest(self) -> bytes:
        """Return the digest of what was taken until now, as RFC 6986 writes its octets."""
        copied = c_void_p()
        _check(self._library.gcry_md_copy(byref(copied), self._handle))
        try:
            made = self._library.gcry_md_read(copied, _DIGESTS[self._bits])
            return ctypes.string_at(made, self._bits // 8)
        finally:
            self._library.gcry_md_close(copied)


def verify(key: Expression, data: Expression, signature: Expression) -> bool:
    """Tell whether gcry_pk_verify accepts a signature.

    Raises ``LibraryMissingError`` and, for whatever is no answer, ``LibraryRefusedError``:
    ``UNKNOWN_CURVE``, ``BROKEN_PUBLIC_KEY`` for a point off its curve, and others.
    """
    with _Parsed(signature) as value, _Parsed(data) as hashed, _Parsed(key) as public:
        code = _library().gcry_pk_verify(value.pointer, hashed.pointer, public.pointer)
    if code & _CODE_MASK == _BAD_SIGNATURE:
        return False
    _check(code)
    return True


def sign(key: Expression, data: Expression) -> Expression:
    """Return what gcry_pk_sign makes of ``data``; raises as ``verify`` does."""
    made = c_void_p()
    with _Parsed(data) as hashed, _Parsed(key) as private:
        _check(_library().gcry_pk_sign(byref(made), hashed.pointer, private.pointer))
    return _taken(made)


def generate(parameters: Expression) -> Expression:
    """Return the key-data that gcry_pk_genkey makes; raises as ``verify`` does."""
    made = c_void_p()
    with _Parsed(parameters) as wanted:
        _check(_library().gcry_pk_genkey(byref(made), wanted.pointer))
    return _taken(made)


class _Parsed:
    """An S-expression in the library's memory, for the time of a ``with``."""

    def __init__(self, expression: Expression) -> None:
        self._encoded = canonical(expression)
        self.pointer = c_void_p()

    def __enter__(self) -> _Parsed:
        encoded = self._encoded
        _check(_library().gcry_sexp_new(byref(self.pointer), encoded, len(encoded), 0))
        return self

    def __exit__(self, *_: object) -> None:
        _library().gcry_sexp_release(self.pointer)


def _taken(pointer: c_void_p) -> Expression:
    """Read an S-expression out of the library's memory and release it there."""
    gcrypt = _library()
    try:
        size = gcrypt.gcry_sexp_sprint(pointer, _CANONICAL, None, 0)
        buffer = ctypes.create_string_buffer(size)
        gcrypt.gcry_sexp_sprint(pointer, _CANONICAL, buffer, size)
    finally:
        gcrypt.gcry_sexp_release(pointer)
    return parsed(buffer.raw[: size - 1])


def _check(code: int) -> None:
    if code:
        raise LibraryRefusedError("libgcrypt", code & _CODE_MASK)
