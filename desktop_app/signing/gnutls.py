"""GnuTLS with nettle: ГОСТ digests and, on two curves, the fastest verification."""

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

_NAMES = {
    "linux": "libgnutls.so.30",
    "win32": "libgnutls-30.dll",
    "darwin": "libgnutls.30.dylib",
}
_OLDEST = b"3.6.9"
"""The first with gnutls_hash_copy."""
_DIGESTS = {256: 16, 512: 17}
"""GNUTLS_DIG_STREEBOG_256 and GNUTLS_DIG_STREEBOG_512."""
_SIGNATURES = {256: 44, 512: 45}
"""GNUTLS_SIGN_GOST_256 and GNUTLS_SIGN_GOST_512."""
_DER = 0
_VERIFICATION_FAILED = -89
_NO_MEMORY = -25


class _Datum(ctypes.Structure):
    _fields_ = (("data", c_char_p), ("size", c_uint))


@cache
def _library() -> ctypes.CDLL:
    loaded = load_library(_NAMES)
    pointer, datum, out = c_void_p, ctypes.POINTER(_Datum), c_void_p
    declare(
        loaded,
        (
            ("gnutls_check_version", c_char_p, (c_char_p,)),
            ("gnutls_hash_init", c_int, (out, c_int)),
            ("gnutls_hash", c_int, (pointer, c_char_p, c_size_t)),
            ("gnutls_hash_copy", pointer, (pointer,)),
            ("gnutls_hash_deinit", None, (pointer, c_char_p)),
            ("gnutls_pubkey_init", c_int, (out,)),
            ("gnutls_pubkey_deinit", None, (pointer,)),
            ("gnutls_pubkey_import", c_int, (pointer, datum, c_int)),
            ("gnutls_pubkey_verify_hash2", c_int, (pointer, c_int, c_uint, datum, datum)),
        ),
    )
    if loaded.gnutls_check_version(_OLDEST) is None:
        raise LibraryMissingError("GnuTLS < 3.6.9")
    return loaded


class Hash:
    """A Стрибог digest of ``bits`` under way.

    Raises ``LibraryMissingError`` and ``LibraryRefusedError``.
    """

    def __init__(self, bits: int) -> None:
        self._library = _library()
        self._size = bits // 8
        self._handle = c_void_p()
        _check(self._library.gnutls_hash_init(byref(self._handle), _DIGESTS[bits]))

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.gnutls_hash_deinit(handle, None)

    def update(self, data: Readable, /) -> None:
        """Take more of the content; other threads run meanwhile."""
        taken = octets(data)
        _check(self._library.gnutls_hash(self._handle, taken, len(taken)))

    def digest(self) -> bytes:
        """Return the digest of what was taken until now, as RFC 6986 writes its octets."""
        made = ctypes.create_string_buffer(self._size)
        copied = self._library.gnutls_hash_copy(self._handle)
        if copied is None:
            raise LibraryRefusedError("GnuTLS", _NO_MEMORY)
        self._library.gnutls_hash_deinit(copied, made)
        return made.raw


def verify(public_key_info_der: bytes, bits: int, digest: bytes, signature: bytes) -> bool:
    """Tell whether gnutls_pubkey_verify_hash2 accepts a signature s‖r of X.509.

    False stands for a key off its curve too. The key is read anew each time (1 % of the
    verification's time), so that no two threads meet in it. Raises ``LibraryMissingError`` and,
    for a curve that it does not know above all, ``LibraryRefusedError``.
    """
    library = _library()
    key = c_void_p()
    _check(library.gnutls_pubkey_init(byref(key)))
    try:
        _check(library.gnutls_pubkey_import(key, _datum(public_key_info_der), _DER))
        code = library.gnutls_pubkey_verify_hash2(
            key, _SIGNATURES[bits], 0, _datum(digest), _datum(signature)
        )
    finally:
        library.gnutls_pubkey_deinit(key)
    if code == _VERIFICATION_FAILED:
        return False
    _check(code)
    return True


def _datum(value: bytes) -> _Datum:
    return _Datum(value, len(value))


def _check(code: int) -> None:
    if code < 0:
        raise LibraryRefusedError("GnuTLS", code)
