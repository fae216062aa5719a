"""Display names of public keys."""

from __future__ import annotations

from asn1crypto import keys

from desktop_app.signing.algorithms import key_identity

_RSA = ("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10")
_EC = "1.2.840.10045.2.1"
_CURVES = {
    "1.2.840.10045.3.1.7": "P-256",
    "1.3.132.0.34": "P-384",
    "1.3.132.0.35": "P-521",
}
# RFC 9215 section 4; the last one is ГОСТ Р 34.10-2001, no longer allowed for new signatures.
_GOST = {
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012 256",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012 512",
    "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
}


def display_name(public_key_info_der: bytes) -> str:
    """Return a name such as ``RSA 2048`` or ``EC P-256``; unknown keys keep their identifier.

    Raises ``AlgorithmUnsupportedError`` for data that is no SubjectPublicKeyInfo.
    """
    oid, curve = key_identity(public_key_info_der)
    if oid in _GOST:
        return _GOST[oid]
    if oid == _EC:
        return f"EC {_CURVES.get(curve, curve)}"
    if oid in _RSA:
        return f"RSA {keys.PublicKeyInfo.load(public_key_info_der).bit_size}"
    return oid
