"""Signed structures of the training authority: certificates, CRLs, OCSP answers.

``cryptography`` encodes them but does not know ГОСТ: what its builder signs with a key that is
thrown away gets the right key and algorithm put in, and is signed by ``AuthorityKey``.
"""

from __future__ import annotations

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.sandbox.authority_keys import AuthorityKey
from desktop_app.signing.der import SEQUENCE, elements, inner, tlv

_BIT_STRING: Final = 0x03
_ALGORITHM_OF_CERTIFICATE: Final = 2
_SUBJECT_KEY: Final = 6
"""Places in a TBSCertificate of version 3 (RFC 5280 section 4.1)."""
_ALGORITHM_OF_LIST: Final = 1
"""Place in a TBSCertList of version 2 (RFC 5280 section 5.1)."""


def signed(data: bytes, key: AuthorityKey, *more: bytes) -> bytes:
    """Return SEQUENCE { data, algorithm, signature, more }: the frame of all three (DER)."""
    signature = tlv(_BIT_STRING, b"\0", key.sign(data))
    return tlv(SEQUENCE, data, key.signature_algorithm, signature, *more)


def sign_certificate(
    builder: x509.CertificateBuilder, public_key_info: bytes, issuer: AuthorityKey
) -> x509.Certificate:
    """Return the certificate of a complete builder for this SubjectPublicKeyInfo (DER)."""
    passing = _passing_key()
    made = builder.public_key(passing.public_key()).sign(passing, hashes.SHA256())
    places = {_ALGORITHM_OF_CERTIFICATE: issuer.signature_algorithm, _SUBJECT_KEY: public_key_info}
    data = _with(made.tbs_certificate_bytes, places)
    return x509.load_der_x509_certificate(signed(data, issuer))


def sign_list(builder: x509.CertificateRevocationListBuilder, issuer: AuthorityKey) -> bytes:
    """Return the DER of the CRL of a complete builder."""
    made = builder.sign(_passing_key(), hashes.SHA256())
    places = {_ALGORITHM_OF_LIST: issuer.signature_algorithm}
    return signed(_with(made.tbs_certlist_bytes, places), issuer)


def _passing_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _with(sequence: bytes, places: dict[int, bytes]) -> bytes:
    fields = elements(inner(sequence))
    for place, element in places.items():
        fields[place] = element
    return tlv(SEQUENCE, *fields)
