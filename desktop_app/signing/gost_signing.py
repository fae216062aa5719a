"""Making ГОСТ Р 34.10-2012 signatures with libgcrypt, for the training authority alone.

A person's key never comes here: it signs on the token.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from asn1crypto import core

from desktop_app.signing import libgcrypt
from desktop_app.signing.der import OCTET_STRING, SEQUENCE, tlv
from desktop_app.signing.gost import data_expression
from desktop_app.signing.gost_keys import CURVES, GOST_256, GOST_512, big_endian_point
from desktop_app.signing.s_expressions import Expression, value_of

_BIT_STRING = 0x03
_DIGEST_SET_256 = "1.2.643.7.1.1.2.2"
_CRYPTOPRO_SETS = "1.2.643.2.2."
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
        return public_key_info(self.curve, self.point)

    def sign(self, digest: bytes) -> bytes:
        """Sign a digest of ``new_gost_digest``; return s‖r, each big-endian, as X.509 does."""
        public = (*CURVES[self.curve].domain, big_endian_point(self.point))
        key = (b"private-key", (b"ecc", *public, (b"d", self.secret)))
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


def public_key_info(curve: str, point: bytes) -> bytes:
    """Encode a SubjectPublicKeyInfo (RFC 9215 section 4); ``point`` is x‖y, each little-endian.

    Raises ``KeyError`` for a parameter set that is not of ``signing.gost_keys.CURVES``.
    """
    # Only the sets of CryptoPro go with that of the digest (RFC 9215 section 4.2).
    digest = _oid(_DIGEST_SET_256) if curve.startswith(_CRYPTOPRO_SETS) else b""
    parameters = tlv(SEQUENCE, _oid(curve), digest)
    algorithm = tlv(SEQUENCE, _oid(_KEYS[CURVES[curve].bits]), parameters)
    return tlv(SEQUENCE, algorithm, tlv(_BIT_STRING, b"\0", tlv(OCTET_STRING, point)))


def generate_key(curve: str) -> GostPrivateKey:
    """Make a key on a parameter set of ``signing.gost_keys.CURVES``.

    Raises ``KeyError`` for another one, ``LibraryMissingError`` and ``LibraryRefusedError``.
    """
    made = libgcrypt.generate((b"genkey", (b"ecc", *CURVES[curve].domain)))
    uncompressed = value_of(made, b"q")
    half = len(uncompressed) // 2
    x, y = uncompressed[1 : half + 1], uncompressed[half + 1 :]
    secret = value_of(made, b"d")
    return GostPrivateKey(half * 8, curve, x[::-1] + y[::-1], secret)


def _padded(made: Expression, name: bytes, size: int) -> bytes:
    return value_of(made, name).lstrip(b"\0").rjust(size, b"\0")


def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())
