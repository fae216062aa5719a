"""Public keys of ГОСТ Р 34.10-2012 (RFC 9215 section 4) and the curves they lie on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import core

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, KeyMalformedError
from desktop_app.signing.der import MALFORMED, elements, inner
from desktop_app.signing.s_expressions import Expression

GOST_256 = "1.2.643.7.1.1.1.1"
"""id-tc26-gost3410-12-256 (RFC 9215 section 4.1)."""
GOST_512 = "1.2.643.7.1.1.1.2"
"""id-tc26-gost3410-12-512."""
_BITS = {GOST_256: 256, GOST_512: 512}
_DIGEST_SETS = {"1.2.643.7.1.1.2.2": 256, "1.2.643.7.1.1.2.3": 512}
_UNCOMPRESSED = b"\x04"


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve of ГОСТ Р 34.10-2012."""

    bits: int
    """256 or 512: the size of a coordinate and of the digest."""
    domain: Expression
    """What names or describes it in a key of libgcrypt."""


def named(bits: int, name: str) -> Curve:
    """Return a curve that libgcrypt knows by name."""
    return Curve(bits, ((b"curve", name.encode("ascii")),))


_CRYPTOPRO_A = named(256, "GOST2001-CryptoPro-A")
_CRYPTOPRO_B = named(256, "GOST2001-CryptoPro-B")
_CRYPTOPRO_C = named(256, "GOST2001-CryptoPro-C")
# libgcrypt 1.10 has no name for this one: RFC 7836 appendix A.1.1, canonical form. A number is
# signed there, hence the zero octets before those that begin with a one.
_TC26_256_A = Curve(
    256,
    (
        (b"p", bytes.fromhex("00" + "ff" * 30 + "fd97")),
        (
            b"a",
            bytes.fromhex("00c2173f1513981673af4892c23035a27ce25e2013bf95aa33b22c656f277e7335"),
        ),
        (b"b", bytes.fromhex("295f9bae7428ed9ccc20e7c359a9d41a22fccd9108e17bf7ba9337a6f8ae9513")),
        (
            b"g",
            _UNCOMPRESSED
            + bytes.fromhex("91e38443a5e82c0d880923425712b2bb658b9196932e02c78b2582fe742daa28")
            + bytes.fromhex("32879423ab1a0375895786c4bb46e9565fde0b5344766740af268adb32322e5c"),
        ),
        (b"n", bytes.fromhex("400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67")),
        (b"h", b"\x04"),
    ),
)

# CryptoPro XchA and XchB are the curves A and C; the TC26 sets B, C and D are A, B and C
# (RFC 4357 section 11.4, RFC 9215 appendix C).
CURVES: Mapping[str, Curve] = {
    "1.2.643.2.2.35.1": _CRYPTOPRO_A,
    "1.2.643.2.2.35.2": _CRYPTOPRO_B,
    "1.2.643.2.2.35.3": _CRYPTOPRO_C,
    "1.2.643.2.2.36.0": _CRYPTOPRO_A,
    "1.2.643.2.2.36.1": _CRYPTOPRO_C,
    "1.2.643.7.1.2.1.1.1": _TC26_256_A,
    "1.2.643.7.1.2.1.1.2": _CRYPTOPRO_A,
    "1.2.643.7.1.2.1.1.3": _CRYPTOPRO_B,
    "1.2.643.7.1.2.1.1.4": _CRYPTOPRO_C,
    "1.2.643.7.1.2.1.2.1": named(512, "GOST2012-512-tc26-A"),
    "1.2.643.7.1.2.1.2.2": named(512, "GOST2012-512-tc26-B"),
    "1.2.643.7.1.2.1.2.3": named(512, "GOST2012-512-tc26-C"),
}
"""Dotted identifier of a parameter set to its curve; the sets for tests are not among them."""


@dataclass(frozen=True, slots=True)
class GostKey:
    """A public key as its certificate gives it; whether the point lies on the curve is open."""

    curve: Curve
    parameter_set: str
    """Dotted."""
    point: bytes
    """x‖y, each little-endian (RFC 9215 section 4.3)."""

    @property
    def expression(self) -> Expression:
        """The key as libgcrypt takes it."""
        return (b"public-key", (b"ecc", *self.curve.domain, big_endian_point(self.point)))


def big_endian_point(point: bytes) -> Expression:
    """Return x‖y, each little-endian, as libgcrypt's q: 04‖x‖y, big-endian (SEC 1, 2.3.3)."""
    half = len(point) // 2
    return (b"q", _UNCOMPRESSED + point[:half][::-1] + point[half:][::-1])


@lru_cache(maxsize=64)
def read_gost_key(public_key_info_der: bytes) -> GostKey:
    """Read a SubjectPublicKeyInfo.

    Raises ``AlgorithmUnsupportedError`` for another algorithm (ГОСТ Р 34.10-2001 too) or an
    unknown parameter set, and ``KeyMalformedError`` for a curve or a digest of another size and
    for a truncated point.
    """
    try:
        algorithm, parameter_set, digest, point = _cut(public_key_info_der)
    except MALFORMED as error:
        raise KeyMalformedError(detail=type(error).__name__) from error
    if algorithm not in _BITS:
        raise AlgorithmUnsupportedError(algorithm=algorithm)
    if parameter_set not in CURVES:
        raise AlgorithmUnsupportedError(algorithm=f"{algorithm} {parameter_set}")
    bits, curve = _BITS[algorithm], CURVES[parameter_set]
    if curve.bits != bits or _DIGEST_SETS.get(digest, bits) != bits:
        raise KeyMalformedError(detail="size of the parameters")
    if len(point) != bits // 4:
        raise KeyMalformedError(detail="size of the point")
    return GostKey(curve, parameter_set, point)


def _cut(public_key_info_der: bytes) -> tuple[str, str, str, bytes]:
    """Return algorithm, parameter set and digest set (dotted, empty without) and the point."""
    algorithm_der, bits = elements(inner(public_key_info_der))
    oid, *rest = elements(inner(algorithm_der))
    algorithm = _dotted(oid)
    if algorithm not in _BITS:
        return algorithm, "", "", b""
    (parameters,) = rest
    parameter_set, *digest = (_dotted(each) for each in elements(inner(parameters)))
    unused, *octets = inner(bits)
    if unused:
        raise ValueError(unused)
    point = core.OctetString.load(bytes(octets), strict=True)
    return algorithm, parameter_set, next(iter(digest), ""), bytes(point.native)


def _dotted(element: bytes) -> str:
    return str(core.ObjectIdentifier.load(element, strict=True).dotted)
