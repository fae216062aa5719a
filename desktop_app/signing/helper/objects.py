"""What lies on a token: certificates, keys, and which key is whose."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from desktop_app.signing.helper.cryptoki import Cryptoki
from desktop_app.signing.protocol import CertificateObject, Contents, PrivateKeyObject

_CKA_CLASS = 0x0
_CKA_APPLICATION = 0x10
_CKA_VALUE = 0x11
_CKA_CERTIFICATE_TYPE = 0x80
_CKA_ID = 0x102
_CKA_SIGN = 0x108
_CKA_MODULUS = 0x120
_CKA_EC_POINT = 0x181
_CKA_ALWAYS_AUTHENTICATE = 0x202
_CKO_DATA = 0
_CKO_CERTIFICATE = 1
_CKO_PUBLIC_KEY = 2
_CKO_PRIVATE_KEY = 3
_CKC_X_509 = 0
_CSP = b"CryptoPro CSP"
_MAX_ID = 1024
_MIN_PUBLIC_VALUE = 32
_GOST_POINT_SIZES = (64, 128)
_ULONG_SIZE = ctypes.sizeof(ctypes.c_ulong)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A private key with its handle in the session that found it."""

    handle: int
    key: PrivateKeyObject
    public_value: bytes
    """Modulus or point, whose bytes stand in its certificate's DER; empty when hidden."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key object."""

    key_id: bytes
    value: bytes
    """Modulus or point; empty when the token does not give it."""

    def belongs_to(self, der: bytes, key_id: bytes) -> bool:
        """True when this is the public key of a certificate."""
        return self.value in der if self.value else bool(key_id) and self.key_id == key_id


def read_contents(driver: Cryptoki, session: int) -> Contents:
    """Return the certificates that the session shows, each with its keys, in a stable order."""
    keys = private_keys(driver, session)
    public_keys = _public_keys(driver, session)
    certificates = []
    for der, key_id in sorted(_certificates(driver, session)):
        found = find_key(keys, public_keys, der, key_id)
        public = any(each.belongs_to(der, key_id) for each in public_keys)
        key = None if found is None else found.key
        certificates.append(CertificateObject(der, key_id, key, public))
    return Contents(tuple(certificates), shows_private_keys=bool(keys))


def private_keys(driver: Cryptoki, session: int) -> list[FoundKey]:
    """Return the private keys that the session shows; most tokens show them after login only."""
    return [
        FoundKey(
            handle,
            PrivateKeyObject(
                key_id=_identifier(driver, session, handle),
                can_sign=_truth(driver, session, handle, _CKA_SIGN, absent=True),
                always_authenticate=_truth(
                    driver, session, handle, _CKA_ALWAYS_AUTHENTICATE, absent=False
                ),
            ),
            _public_value(driver, session, handle),
        )
        for handle in driver.find(session, _template(_CKO_PRIVATE_KEY))
    ]


def key_of(
    driver: Cryptoki, session: int, keys: list[FoundKey], der: bytes, key_id: bytes
) -> FoundKey | None:
    """Return the private key among ``keys`` that belongs to a certificate, or None."""
    return find_key(keys, _public_keys(driver, session), der, key_id)


def public_key_ids(driver: Cryptoki, session: int) -> list[bytes]:
    """Return CKA_ID of each public key that the session shows."""
    return [each.key_id for each in _public_keys(driver, session)]


def csp_containers(driver: Cryptoki, session: int) -> int:
    """Count the data objects by which КриптоПро CSP marks its containers on a token."""
    return sum(
        (driver.value(session, handle, _CKA_APPLICATION) or b"").startswith(_CSP)
        for handle in driver.find(session, _template(_CKO_DATA))
    )


def find_key(
    keys: list[FoundKey], public_keys: list[PublicKey], der: bytes, key_id: bytes
) -> FoundKey | None:
    """Return the private key of the certificate ``der``, or None.

    The public part decides where the token shows it, in the private key object (RSA) or in
    a public key object with the same CKA_ID; CKA_ID alone decides where it does not. Tools
    leave CKA_ID empty, or give one to several keys.
    """
    proven = [found for found in keys if found.public_value and found.public_value in der]
    if proven:
        return next((found for found in proven if found.key.key_id == key_id), proven[0])
    silent = [found for found in keys if not found.public_value]
    same_key = {each.key_id for each in public_keys if each.value and each.value in der}
    by_public_key = [found for found in silent if found.key.key_id in same_key]
    by_name = [found for found in silent if key_id and found.key.key_id == key_id]
    return next(iter(by_public_key or by_name), None)


def _certificates(driver: Cryptoki, session: int) -> list[tuple[bytes, bytes]]:
    """Return DER and CKA_ID of each X.509 certificate."""
    found = []
    for handle in driver.find(session, _template(_CKO_CERTIFICATE)):
        kind = _number(driver.value(session, handle, _CKA_CERTIFICATE_TYPE))
        der = driver.value(session, handle, _CKA_VALUE)
        if der and kind in {None, _CKC_X_509}:
            found.append((der, _identifier(driver, session, handle)))
    return found


def _public_keys(driver: Cryptoki, session: int) -> list[PublicKey]:
    return [
        PublicKey(_identifier(driver, session, handle), _shown_value(driver, session, handle))
        for handle in driver.find(session, _template(_CKO_PUBLIC_KEY))
    ]


def _public_value(driver: Cryptoki, session: int, handle: int) -> bytes:
    """Return the RSA modulus without leading zeros, or the EC point without its wrapping."""
    modulus = driver.value(session, handle, _CKA_MODULUS)
    if modulus:
        value = modulus.lstrip(b"\0")
    else:
        value = _unwrapped(driver.value(session, handle, _CKA_EC_POINT) or b"")
    return value if len(value) >= _MIN_PUBLIC_VALUE else b""


def _shown_value(driver: Cryptoki, session: int, handle: int) -> bytes:
    """Return modulus or point of a public key object.

    A ГОСТ key has its point in CKA_VALUE: x‖y, each little-endian (PKCS #11 v2.40 section
    2.39.3), as in the OCTET STRING of its certificate (RFC 9215 section 4.3); some modules
    write the header of that OCTET STRING too.
    """
    value = _public_value(driver, session, handle)
    if value:
        return value
    point = _unwrapped(driver.value(session, handle, _CKA_VALUE) or b"")
    return point if len(point) in _GOST_POINT_SIZES else b""


def _unwrapped(point: bytes) -> bytes:
    """Take off the DER OCTET STRING that PKCS#11 v2.20 asks for and some modules leave out."""
    if len(point) > 2 and point[0] == 0x04 and point[1] == len(point) - 2:
        return point[2:]
    if len(point) > 3 and point[:2] == b"\x04\x81" and point[2] == len(point) - 3:
        return point[3:]
    return point


def _identifier(driver: Cryptoki, session: int, handle: int) -> bytes:
    return (driver.value(session, handle, _CKA_ID) or b"")[:_MAX_ID]


def _truth(driver: Cryptoki, session: int, handle: int, kind: int, *, absent: bool) -> bool:
    value = driver.value(session, handle, kind)
    return any(value) if value else absent


def _number(value: bytes | None) -> int | None:
    return int.from_bytes(value, sys.byteorder) if value else None


def _template(object_class: int) -> dict[int, bytes]:
    return {_CKA_CLASS: object_class.to_bytes(_ULONG_SIZE, sys.byteorder)}
