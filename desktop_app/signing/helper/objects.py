"""What lies on a token: certificates, keys, and which key is whose."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from desktop_app.signing.helper.cryptoki import Cryptoki
from desktop_app.signing.protocol import CertificateObject, Contents, PrivateKeyObject

_CKA_CLASS = 0x0
_CKA_VALUE = 0x11
_CKA_CERTIFICATE_TYPE = 0x80
_CKA_ID = 0x102
_CKA_SIGN = 0x108
_CKA_MODULUS = 0x120
_CKA_EC_POINT = 0x181
_CKA_ALWAYS_AUTHENTICATE = 0x202
_CKO_CERTIFICATE = 1
_CKO_PUBLIC_KEY = 2
_CKO_PRIVATE_KEY = 3
_CKC_X_509 = 0
_MAX_ID = 1024
_ULONG_SIZE = ctypes.sizeof(ctypes.c_ulong)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A private key with its handle in the session that found it."""

    handle: int
    key: PrivateKeyObject


def read_contents(driver: Cryptoki, session: int) -> Contents:
    """Return the certificates and keys that the session shows."""
    return Contents(
        certificates=tuple(_certificates(driver, session)),
        private_keys=tuple(found.key for found in private_keys(driver, session)),
        public_key_ids=tuple(
            _identifier(driver, session, handle)
            for handle in driver.find(session, _template(_CKO_PUBLIC_KEY))
        ),
    )


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
        )
        for handle in driver.find(session, _template(_CKO_PRIVATE_KEY))
    ]


def find_key(
    driver: Cryptoki, session: int, keys: list[FoundKey], key_id: bytes, public_value: bytes
) -> FoundKey | None:
    """Return the private key of a certificate, or None.

    The public part decides where the token shows it; CKA_ID decides where it does not. Tools
    leave CKA_ID empty, or give one to several keys.
    """
    known = {found.handle: _public_value(driver, session, found.handle) for found in keys}
    proven = [found for found in keys if known[found.handle] == public_value]
    named = [found for found in keys if found.key.key_id == key_id]
    if proven:
        return next((found for found in proven if found in named), proven[0])
    possible = [found for found in named if known[found.handle] is None]
    if len(possible) == 1:
        return possible[0]
    by_public_key = _ids_of_public_value(driver, session, public_value)
    candidates = [found for found in keys if known[found.handle] is None]
    matching = [found for found in candidates if found.key.key_id in by_public_key]
    return next(iter(matching or possible), None)


def _certificates(driver: Cryptoki, session: int) -> list[CertificateObject]:
    found = []
    for handle in driver.find(session, _template(_CKO_CERTIFICATE)):
        kind = _number(driver.value(session, handle, _CKA_CERTIFICATE_TYPE))
        der = driver.value(session, handle, _CKA_VALUE)
        if der and kind in {None, _CKC_X_509}:
            found.append(CertificateObject(der, _identifier(driver, session, handle)))
    return found


def _ids_of_public_value(driver: Cryptoki, session: int, public_value: bytes) -> set[bytes]:
    return {
        _identifier(driver, session, handle)
        for handle in driver.find(session, _template(_CKO_PUBLIC_KEY))
        if _public_value(driver, session, handle) == public_value
    }


def _public_value(driver: Cryptoki, session: int, handle: int) -> bytes | None:
    """Return the RSA modulus without leading zeros, or the EC point without its wrapping."""
    modulus = driver.value(session, handle, _CKA_MODULUS)
    if modulus:
        return modulus.lstrip(b"\0")
    point = driver.value(session, handle, _CKA_EC_POINT)
    return _unwrapped(point) if point else None


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
