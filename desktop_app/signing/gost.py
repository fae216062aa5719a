"""ГОСТ Р 34.11-2012 (Стрибог, RFC 6986) and ГОСТ Р 34.10-2012 (RFC 7091): digest, verification.

The computing is done by GnuTLS where it knows the curve, and by libgcrypt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    GostMissingError,
    KeyMalformedError,
)
from desktop_app.signing import gnutls, libgcrypt
from desktop_app.signing.gost_keys import GostKey, read_gost_key
from desktop_app.signing.native_library import LibraryRefusedError, NativeLibraryError, Readable
from desktop_app.signing.s_expressions import Expression

GOST_DIGESTS = {"streebog256": 256, "streebog512": 512}
"""Names of ``signing.digests`` and their size in bits."""


class GostDigest(Protocol):
    """A Стрибог digest under way."""

    def update(self, data: Readable, /) -> None:
        """Take more of the content."""

    def digest(self) -> bytes:
        """Return the digest in the order that RFC 6986 and CMS write its octets."""


@dataclass(frozen=True, slots=True)
class GostLibrary:
    """A native library; both functions raise ``NativeLibraryError`` where they cannot answer."""

    new_digest: Callable[[int], GostDigest]
    verify: Callable[[bytes, GostKey, bytes, bytes], bool]
    """Takes the SubjectPublicKeyInfo, the same read, the digest and the signature s‖r.

    Its False may stand for a malformed key too.
    """


def _verify_by_gnutls(info: bytes, key: GostKey, digest: bytes, signature: bytes) -> bool:
    return gnutls.verify(info, key.curve.bits, digest, signature)


def _verify_by_libgcrypt(_info: bytes, key: GostKey, digest: bytes, signature: bytes) -> bool:
    try:
        return libgcrypt.verify(
            key.expression, data_expression(digest), signature_expression(signature)
        )
    except LibraryRefusedError as refused:
        if refused.code == libgcrypt.BROKEN_PUBLIC_KEY:
            raise KeyMalformedError(detail="the point is off its curve") from refused
        if refused.code == libgcrypt.UNKNOWN_CURVE:
            algorithm = f"ГОСТ Р 34.10-2012 {key.parameter_set}"
            raise AlgorithmUnsupportedError(algorithm=algorithm) from refused
        raise


LIBRARIES = (
    GostLibrary(gnutls.Hash, _verify_by_gnutls),
    GostLibrary(libgcrypt.Hash, _verify_by_libgcrypt),
)
"""The fastest first, the one that knows most curves last."""


def gost_problem(libraries: Sequence[GostLibrary] = LIBRARIES) -> str:
    """Return why ГОСТ cannot be computed here; an empty string when it can."""
    try:
        new_gost_digest("streebog256", libraries)
    except GostMissingError as missing:
        return missing.detail
    return ""


def new_gost_digest(name: str, libraries: Sequence[GostLibrary] = LIBRARIES) -> GostDigest:
    """Begin a digest of ``GOST_DIGESTS``; its octets come in the order that CMS writes them.

    Raises ``GostMissingError`` without a library.
    """
    problems = []
    for library in libraries:
        try:
            return library.new_digest(GOST_DIGESTS[name])
        except NativeLibraryError as error:
            problems.append(str(error))
    raise GostMissingError(algorithm=name, detail="; ".join(problems))


def gost_signature_is_valid(
    public_key_info_der: bytes,
    digest: bytes,
    signature: bytes,
    libraries: Sequence[GostLibrary] = LIBRARIES,
) -> bool:
    """Tell whether ``signature`` is the key's over ``digest``.

    ``digest`` has the octets of ``new_gost_digest``; ``signature`` is s‖r, each big-endian, as
    in X.509 and CMS (RFC 9215 section 2); one of another length is no signature of the key.
    Raises as ``read_gost_key`` does, ``KeyMalformedError`` for a point off its curve and for a
    digest of another size, and ``GostMissingError`` where no library knows the curve: what
    cannot be computed is never False.
    """
    key = read_gost_key(public_key_info_der)
    size = key.curve.bits // 8
    if len(digest) != size:
        raise KeyMalformedError(detail="size of the digest")
    if len(signature) != 2 * size:
        return False
    problems = []
    answered = False
    for library in libraries:
        try:
            if library.verify(public_key_info_der, key, digest, signature):
                return True
            answered = True
        except NativeLibraryError as error:
            problems.append(str(error))
    if not answered:
        raise GostMissingError(algorithm=key.parameter_set, detail="; ".join(problems))
    return False


def data_expression(digest: bytes) -> Expression:
    """Return what is signed: the digest read as a little-endian number (RFC 7091 section 6.1)."""
    return (b"data", (b"flags", b"gost"), (b"value", digest[::-1]))


def signature_expression(signature: bytes) -> Expression:
    """Return a signature s‖r of X.509 as libgcrypt takes it: r and s apart."""
    half = len(signature) // 2
    s, r = signature[:half], signature[half:]
    return (b"sig-val", (b"gost", (b"r", r), (b"s", s)))
