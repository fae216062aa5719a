"""Keys of the training authority: RSA, EC and ГОСТ behind one face."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, cast

from asn1crypto import algos
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from desktop_app.signing.algorithms import SignatureAlgorithm, algorithms_for
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_signing import GostPrivateKey

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_PEM = b"-----BEGIN"
_HASHES: dict[str, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}


class AuthorityKey(Protocol):
    """A private key that signs certificates, CRLs and OCSP answers."""

    @property
    def public_key_info(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""

    @property
    def signature_algorithm(self) -> bytes:
        """AlgorithmIdentifier of its signatures in certificates (RFC 5280 4.1.1.2), DER."""

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``, as X.509 writes it."""

    def to_bytes(self) -> bytes:
        """Return the key for ``read_key``."""


@dataclass(frozen=True, slots=True)
class PlainKey:
    """An RSA or EC key; it signs with the digest that the table of algorithms puts first."""

    key: PrivateKey = field(repr=False)

    @property
    def public_key_info(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""
        public = self.key.public_key()
        return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def signature_algorithm(self) -> bytes:
        """AlgorithmIdentifier of its signatures, DER."""
        return self._row.signature_der

    def sign(self, data: bytes) -> bytes:
        """Return PKCS #1 v1.5 or the DER of Ecdsa-Sig-Value (RFC 3279 section 2.2)."""
        chosen = _HASHES[self._row.digest]
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), chosen)
        return self.key.sign(data, ec.ECDSA(chosen))

    def to_bytes(self) -> bytes:
        """Return PKCS #8 in PEM."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def _row(self) -> SignatureAlgorithm:
        return algorithms_for(self.public_key_info)[0]


@dataclass(frozen=True, slots=True)
class GostKey:
    """A key of ГОСТ Р 34.10-2012; it signs with Стрибог of its own size."""

    key: GostPrivateKey

    @property
    def public_key_info(self) -> bytes:
        """SubjectPublicKeyInfo, DER (RFC 9215 section 4)."""
        return self.key.public_key_info

    @property
    def signature_algorithm(self) -> bytes:
        """id-tc26-signwithdigest-gost3410-12 without parameters (RFC 9215 section 3.2), DER."""
        named = algos.SignedDigestAlgorithmId(f"{self._digest}_gost")
        return bytes(algos.SignedDigestAlgorithm({"algorithm": named}).dump())

    def sign(self, data: bytes) -> bytes:
        """Return s‖r, each big-endian (RFC 9215 section 3.2)."""
        return self.key.sign(digest_of(data, self._digest))

    def to_bytes(self) -> bytes:
        """Return the key in the words of ``signing.gost_signing``."""
        return self.key.to_bytes()

    @property
    def _digest(self) -> str:
        return f"streebog{self.key.bits}"


def read_key(data: bytes) -> AuthorityKey:
    """Read what ``to_bytes`` of either kind wrote; raises ``ValueError``."""
    if data.startswith(_PEM):
        return PlainKey(cast("PrivateKey", load_pem_private_key(data, None)))
    return GostKey(GostPrivateKey.from_bytes(data))
