"""Numbers and parameters of the signing mechanisms that the program uses."""

from __future__ import annotations

import ctypes
from ctypes import c_void_p, cast

from desktop_app.core.errors.tokens import MechanismUnsupportedError
from desktop_app.signing.helper.return_codes import OperationFailed
from desktop_app.signing.helper.structures import Mechanism, PssParameters

_NUMBERS = {
    "RSA_PKCS": 0x0001,
    "RSA_PKCS_PSS": 0x000D,
    "ECDSA": 0x1041,
    # CKM_GOSTR3410 serves 256-bit keys of 2001 and of 2012 alike; the others are of TC26,
    # whose vendor numbers Актив and Аладдин share (CK_VENDOR_PKCS11_RU_TEAM_TC26).
    "GOSTR3410": 0x1201,
    "GOSTR3410_512": 0xD4321006,
    "GOSTR3410_WITH_GOSTR3411_12_256": 0xD4321008,
    "GOSTR3410_WITH_GOSTR3411_12_512": 0xD4321009,
}
_NAMES = {number: name for name, number in _NUMBERS.items()}

# Digest name -> CKM_ of the digest and CKG_ of MGF1 with it (PKCS#11 v2.40 section 2.1.9).
_PSS_DIGESTS = {
    "sha1": (0x220, 1),
    "sha256": (0x250, 2),
    "sha384": (0x260, 3),
    "sha512": (0x270, 4),
    "sha224": (0x255, 5),
}


def mechanism_name(number: int) -> str:
    """Return the name without CKM_, or the number in hexadecimal for one not used here."""
    return _NAMES.get(number, f"0x{number:08X}")


# CKM_GOSTR3410_WITH_* -> DER of the digest's identifier (PKCS #11 v2.40 section 2.39.6), which
# some modules ask for as the parameter while others refuse any.
_DIGEST_PARAMETERS = {
    "GOSTR3410_WITH_GOSTR3411_12_256": bytes.fromhex("06082a85030701010202"),
    "GOSTR3410_WITH_GOSTR3411_12_512": bytes.fromhex("06082a85030701010203"),
}


def signing_mechanisms(name: str, digest: str, pss_salt: int | None) -> tuple[Mechanism, ...]:
    """Return CK_MECHANISM as it may have to be given: each when the driver refuses the last.

    PSS always gets its parameters (the default is SHA-1). Raises
    ``OperationFailed`` for a mechanism or a digest without a number here.
    """
    if name not in _NUMBERS:
        raise OperationFailed(MechanismUnsupportedError.code, mechanism=f"CKM_{name}")
    plain = Mechanism(_NUMBERS[name], None, 0)
    if name in _DIGEST_PARAMETERS:
        octets = ctypes.create_string_buffer(
            _DIGEST_PARAMETERS[name], len(_DIGEST_PARAMETERS[name])
        )
        return plain, _with_parameters(name, octets)
    if name != "RSA_PKCS_PSS":
        return (plain,)
    if digest not in _PSS_DIGESTS or pss_salt is None:
        raise OperationFailed(MechanismUnsupportedError.code, mechanism=f"CKM_{name} {digest}")
    return (_with_parameters(name, PssParameters(*_PSS_DIGESTS[digest], pss_salt)),)


def _with_parameters(
    name: str, parameters: PssParameters | ctypes.Array[ctypes.c_char]
) -> Mechanism:
    pointer = cast(ctypes.pointer(parameters), c_void_p)
    mechanism = Mechanism(_NUMBERS[name], pointer, ctypes.sizeof(parameters))
    mechanism.parameters = parameters  # Keeps the memory alive as long as the mechanism.
    return mechanism
