"""Making ГОСТ Р 34.10-2012 signatures with libgcrypt, for the training authority alone.

A person's key never comes here: it signs on the token.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from asn1crypto import core

from desktop_app.signing import libgcrypt
from desktop_app.signing.der import OCTET_STRING, SEQUENCE, tlv
from desktop_app.signing.gost import (
    CURVES,
    GOST_256,
    GOST_512,
    curve_and_point,
    data_expression,
)

_BIT_STRING = 0x03
_DIGEST_SETS = {256: "1.2.643.7.1.1.2.2", 512: "1.2.643.7.1.1.2.3"}
_KEYS = {256: GOST_256, 512: GOST_512}


@dataclass(frozen=True, slots=True)
class GostPrivateKey:
    """A key of the training authority."""

    bits: int
    curve: str
    """Dotted identifier of the parameter set."""
    point: bytes
    """x‖y, each little-endian."""
    secret: bytes = field(repr=False)
    """Big-endian."""

    @property
    def public_key_info(self) -> bytes:
        """SubjectPublicKeyInfo, DER (RFC 9215 section 4)."""
        parameters = tlv(SEQUENCE, _oid(self.curve), _oid(_DIGEST_SETS[self.bits]))
        algorithm = tlv(SEQUENCE, _oid(_KEYS[self.bits]), parameters)
        return tlv(SEQUENCE, algorithm, tlv(_BIT_STRING, b"\0", tlv(OCTET_STRING, self.point)))

    def sign(self, digest: bytes) -> bytes:
        """Sign a digest of ``new_gost_digest``; return s‖r, each big-endian, as X.509 does."""
        shared = curve_and_point(CURVES[self.curve], self.point)
        key = (b"private-key", (b"ecc", *shared, (b"d", self.secret)))
        made = libgcrypt.sign(key, data_expression(digest))
        size = self.bits // 8
        return _padded(made, b"s", size) + _padded(made, b"r", size)

    def to_bytes(self) -> bytes:
        """Return the key for ``from_bytes``."""
        return f"{self.curve} {self.point.hex()} {self.secret.hex()}".encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> GostPrivateKey:
        """Read what ``to_bytes`` wrote; raises ``ValueError``."""
        curve, point, secret = data.decode("ascii").split()
        return cls(len(point) * 2, curve, bytes.fromhex(point), bytes.fromhex(secret))


def generate_key(curve: str) -> GostPrivateKey:
    """Make a key on a parameter set of ``signing.gost.CURVES``.

    Raises ``KeyError`` for another one, ``LibraryMissingError`` and ``LibraryRefusedError``.
    """
    made = libgcrypt.generate((b"genkey", (b"ecc", (b"curve", CURVES[curve].encode("ascii")))))
    uncompressed = libgcrypt.value_of(made, b"q")
    half = len(uncompressed) // 2
    x, y = uncompressed[1 : half + 1], uncompressed[half + 1 :]
    secret = libgcrypt.value_of(made, b"d")
    return GostPrivateKey(half * 8, curve, x[::-1] + y[::-1], secret)


def _padded(made: libgcrypt.Expression, name: bytes, size: int) -> bytes:
    return libgcrypt.value_of(made, name).lstrip(b"\0").rjust(size, b"\0")


def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())
