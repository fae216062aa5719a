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


def signing_mechanism(name: str, digest: str, pss_salt: int | None) -> Mechanism:
    """Return CK_MECHANISM with its parameters; PSS always gets them (the default is SHA-1).

    Raises ``OperationFailed`` for a mechanism or a digest without a number here.
    """
    if name not in _NUMBERS:
        raise OperationFailed(MechanismUnsupportedError.code, mechanism=f"CKM_{name}")
    if name != "RSA_PKCS_PSS":
        return Mechanism(_NUMBERS[name], None, 0)
    if digest not in _PSS_DIGESTS or pss_salt is None:
        raise OperationFailed(MechanismUnsupportedError.code, mechanism=f"CKM_{name} {digest}")
    parameters = PssParameters(*_PSS_DIGESTS[digest], pss_salt)
    pointer = cast(ctypes.pointer(parameters), c_void_p)
    mechanism = Mechanism(_NUMBERS[name], pointer, ctypes.sizeof(parameters))
    mechanism.parameters = parameters  # Keeps the memory alive as long as the mechanism.
    return mechanism
