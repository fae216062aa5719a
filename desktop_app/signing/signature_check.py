"""Check a signature value over a digest with a public key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_der_public_key

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.signing.algorithms import KeyKind, SignatureAlgorithm
from desktop_app.signing.gost import gost_signature_is_valid

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def signature_is_valid(
    public_key_info_der: bytes, algorithm: SignatureAlgorithm, digest: bytes, signature: bytes
) -> bool:
    """Tell whether ``signature`` (as in X.509 and CMS) is the key's over ``digest``.

    Raises ``AlgorithmUnsupportedError`` where this cannot be computed here: that never means
    that the signature is wrong; and ``KeyMalformedError`` for a ГОСТ key that is none.
    """
    return _CHECKS[algorithm.key_kind](public_key_info_der, algorithm, digest, signature)


def _gost_is_valid(info: bytes, _: SignatureAlgorithm, digest: bytes, signature: bytes) -> bool:
    return gost_signature_is_valid(info, digest, signature)


def _rsa_is_valid(
    info: bytes, algorithm: SignatureAlgorithm, digest: bytes, signature: bytes
) -> bool:
    key, hashed = _public_key(info, algorithm.name), Prehashed(_HASHES[algorithm.digest])
    if not isinstance(key, rsa.RSAPublicKey):
        raise AlgorithmUnsupportedError(algorithm=algorithm.name)
    return _accepts(lambda: key.verify(signature, digest, _padding(algorithm), hashed))


def _ec_is_valid(
    info: bytes, algorithm: SignatureAlgorithm, digest: bytes, signature: bytes
) -> bool:
    key, hashed = _public_key(info, algorithm.name), Prehashed(_HASHES[algorithm.digest])
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise AlgorithmUnsupportedError(algorithm=algorithm.name)
    return _accepts(lambda: key.verify(signature, digest, ec.ECDSA(hashed)))


_CHECKS: Mapping[KeyKind, Callable[[bytes, SignatureAlgorithm, bytes, bytes], bool]] = {
    KeyKind.RSA: _rsa_is_valid,
    KeyKind.EC: _ec_is_valid,
    KeyKind.GOST: _gost_is_valid,
}


def _accepts(verify: Callable[[], None]) -> bool:
    try:
        verify()
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _public_key(info: bytes, algorithm: str) -> PublicKeyTypes:
    try:
        return load_der_public_key(info)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise AlgorithmUnsupportedError(algorithm=algorithm) from error


def _padding(algorithm: SignatureAlgorithm) -> padding.AsymmetricPadding:
    if algorithm.pss_salt is None:
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(_HASHES[algorithm.digest]), algorithm.pss_salt)
