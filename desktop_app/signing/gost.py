"""ГОСТ Р 34.11-2012 (Стрибог, RFC 6986) and ГОСТ Р 34.10-2012 (RFC 7091): digest, verification."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import core

from desktop_app.core.errors.inputs import (
    AlgorithmUnsupportedError,
    GostMissingError,
    KeyMalformedError,
)
from desktop_app.signing import libgcrypt
from desktop_app.signing.der import MALFORMED, elements, inner

GOST_256 = "1.2.643.7.1.1.1.1"
"""id-tc26-gost3410-12-256 (RFC 9215 section 4)."""
GOST_512 = "1.2.643.7.1.1.1.2"
"""id-tc26-gost3410-12-512."""
GOST_DIGESTS = {"streebog256": 309, "streebog512": 310}
"""Names of ``signing.digests`` and libgcrypt's GCRY_MD_STRIBOG numbers."""

# Parameter sets (RFC 7836 appendix A, RFC 4357 section 11.4) by libgcrypt's names. CryptoPro
# XchA and XchB are the curves A and C; the TC26 sets B, C and D are the curves A, B and C.
_CURVES_256 = {
    "1.2.643.2.2.35.1": "GOST2001-CryptoPro-A",
    "1.2.643.2.2.35.2": "GOST2001-CryptoPro-B",
    "1.2.643.2.2.35.3": "GOST2001-CryptoPro-C",
    "1.2.643.2.2.36.0": "GOST2001-CryptoPro-A",
    "1.2.643.2.2.36.1": "GOST2001-CryptoPro-C",
    "1.2.643.7.1.2.1.1.1": "GOST2012-256-A",
    "1.2.643.7.1.2.1.1.2": "GOST2001-CryptoPro-A",
    "1.2.643.7.1.2.1.1.3": "GOST2001-CryptoPro-B",
    "1.2.643.7.1.2.1.1.4": "GOST2001-CryptoPro-C",
}
_CURVES_512 = {
    "1.2.643.7.1.2.1.2.1": "GOST2012-512-tc26-A",
    "1.2.643.7.1.2.1.2.2": "GOST2012-512-tc26-B",
    "1.2.643.7.1.2.1.2.3": "GOST2012-512-tc26-C",
}
CURVES = {**_CURVES_256, **_CURVES_512}
_BITS = {GOST_256: 256, GOST_512: 512}
CURVES_OF = {256: _CURVES_256, 512: _CURVES_512}
_DIGEST_SETS = {"1.2.643.7.1.1.2.2": 256, "1.2.643.7.1.1.2.3": 512}
_UNKNOWN_CURVE = 188
_UNCOMPRESSED = b"\x04"


@dataclass(frozen=True, slots=True)
class GostKey:
    """A public key of ГОСТ Р 34.10-2012 whose point lies on its curve."""

    bits: int
    """256 or 512: the size of a coordinate and of the digest."""
    curve: str
    """Dotted identifier of the parameter set."""
    point: bytes
    """x‖y, each little-endian (RFC 9215 section 4.2)."""

    @property
    def expression(self) -> libgcrypt.Expression:
        """The key as libgcrypt takes it: q is an uncompressed point, big-endian."""
        return public_expression(CURVES[self.curve], self.point)


def gost_problem() -> str:
    """Return why ГОСТ cannot be computed here; an empty string when it can."""
    try:
        libgcrypt.Hash(GOST_DIGESTS["streebog256"])
    except libgcrypt.LibraryMissingError as missing:
        return str(missing)
    except libgcrypt.LibraryRefusedError as refused:
        return str(refused)
    return ""


def new_gost_digest(name: str) -> libgcrypt.Hash:
    """Begin a digest of ``GOST_DIGESTS``; its octets come in the order that CMS writes them.

    Raises ``GostMissingError`` without the library.
    """
    try:
        return libgcrypt.Hash(GOST_DIGESTS[name])
    except (libgcrypt.LibraryMissingError, libgcrypt.LibraryRefusedError) as error:
        raise GostMissingError(algorithm=name, detail=str(error)) from error


@lru_cache(maxsize=256)
def read_gost_key(public_key_info_der: bytes) -> GostKey:
    """Read a SubjectPublicKeyInfo (RFC 9215 section 4).

    Raises ``AlgorithmUnsupportedError`` for another algorithm (ГОСТ Р 34.10-2001 too) or an
    unknown parameter set, ``GostMissingError`` without the library, and ``KeyMalformedError``
    for a curve or a digest of another size, for a truncated point and for one off its curve.
    """
    try:
        algorithm, curve, digest, point = _cut(public_key_info_der)
    except MALFORMED as error:
        raise KeyMalformedError(detail=type(error).__name__) from error
    bits = _BITS.get(algorithm)
    if bits is None:
        raise AlgorithmUnsupportedError(algorithm=algorithm)
    if curve not in CURVES:
        raise AlgorithmUnsupportedError(algorithm=f"{algorithm} {curve}")
    if curve not in CURVES_OF[bits] or _DIGEST_SETS.get(digest, bits) != bits:
        raise KeyMalformedError(detail="size of the parameters")
    if len(point) != bits // 4:
        raise KeyMalformedError(detail="size of the point")
    key = GostKey(bits, curve, point)
    _expect_on_curve(key)
    return key


def gost_signature_is_valid(public_key_info_der: bytes, digest: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` is the key's over ``digest``.

    ``digest`` has the octets of ``new_gost_digest``; ``signature`` is s‖r, each big-endian, as
    in X.509 and CMS (RFC 9215 section 3.2). Raises as ``read_gost_key`` does; what cannot be
    computed is never False.
    """
    key = read_gost_key(public_key_info_der)
    size = key.bits // 8
    if len(digest) != size:
        raise KeyMalformedError(detail="size of the digest")
    if len(signature) != 2 * size:
        return False
    value = signature_expression(signature)
    try:
        return libgcrypt.verify(key.expression, data_expression(digest), value)
    except libgcrypt.LibraryRefusedError as refused:
        raise _unsupported(key, refused) from refused


def public_expression(curve: str, point: bytes) -> libgcrypt.Expression:
    """Return the key of a ``point`` (x‖y, little-endian) on libgcrypt's ``curve``."""
    return (b"public-key", (b"ecc", *curve_and_point(curve, point)))


def curve_and_point(curve: str, point: bytes) -> tuple[libgcrypt.Expression, libgcrypt.Expression]:
    """Return what public and private keys share; q is 04‖x‖y, big-endian (SEC 1, 2.3.3)."""
    half = len(point) // 2
    x, y = point[:half][::-1], point[half:][::-1]
    return (b"curve", curve.encode("ascii")), (b"q", _UNCOMPRESSED + x + y)


def data_expression(digest: bytes) -> libgcrypt.Expression:
    """Return what is signed: the digest read as a little-endian number (RFC 7091 section 6.1)."""
    return (b"data", (b"flags", b"gost"), (b"value", digest[::-1]))


def signature_expression(signature: bytes) -> libgcrypt.Expression:
    """Return a signature s‖r of X.509 as libgcrypt takes it: r and s apart."""
    half = len(signature) // 2
    s, r = signature[:half], signature[half:]
    return (b"sig-val", (b"gost", (b"r", r), (b"s", s)))


def _cut(public_key_info_der: bytes) -> tuple[str, str, str, bytes]:
    """Return algorithm, parameter set and digest set (dotted, empty without) and the point."""
    algorithm_der, bits = elements(inner(public_key_info_der))
    oid, *rest = elements(inner(algorithm_der))
    algorithm = _dotted(oid)
    if algorithm not in _BITS:
        return algorithm, "", "", b""
    (parameters,) = rest
    curve, *digest = (_dotted(each) for each in elements(inner(parameters)))
    unused, *octets = inner(bits)
    if unused:
        raise ValueError(unused)
    point = core.OctetString.load(bytes(octets), strict=True)
    return algorithm, curve, next(iter(digest), ""), bytes(point.native)


def _dotted(element: bytes) -> str:
    return str(core.ObjectIdentifier.load(element, strict=True).dotted)


def _expect_on_curve(key: GostKey) -> None:
    try:
        lies = libgcrypt.is_on_curve(key.expression)
    except libgcrypt.LibraryMissingError as missing:
        raise GostMissingError(algorithm=key.curve, detail=str(missing)) from missing
    except libgcrypt.LibraryRefusedError as refused:
        raise _unsupported(key, refused) from refused
    if not lies:
        raise KeyMalformedError(detail="the point is off its curve")


def _unsupported(key: GostKey, refused: libgcrypt.LibraryRefusedError) -> AlgorithmUnsupportedError:
    if refused.code == _UNKNOWN_CURVE:
        return AlgorithmUnsupportedError(algorithm=f"ГОСТ Р 34.10-2012 {key.curve}")
    return GostMissingError(algorithm=key.curve, detail=str(refused))
