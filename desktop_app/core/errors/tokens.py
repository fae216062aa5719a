"""Errors of drivers, tokens, keys and PINs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from desktop_app.core.errors.base import NmoError


@dataclass(eq=False)
class TokenError(NmoError):
    """A driver or a token failed (exit code 4 of the command)."""


@dataclass(eq=False)
class DriverError(TokenError):
    """A PKCS#11 driver failed as a whole."""

    path: str = ""
    """The driver's file."""


@dataclass(eq=False)
class DriverMissingError(DriverError):
    """The driver's file does not exist."""

    code: ClassVar[str] = "driver.missing"


@dataclass(eq=False)
class DriverArchitectureError(DriverError):
    """The driver's file was built for another processor or word size."""

    code: ClassVar[str] = "driver.wrong-architecture"
    found: str = ""
    """What the file's header says, for example ``x86``."""
    needed: str = ""
    """What this program needs, for example ``x86_64``."""


@dataclass(eq=False)
class DriverNotPkcs11Error(DriverError):
    """The file is not a PKCS#11 library."""

    code: ClassVar[str] = "driver.not-pkcs11"


@dataclass(eq=False)
class DriverDependencyError(DriverError):
    """A library that the driver needs is not installed."""

    code: ClassVar[str] = "driver.dependency-missing"
    dependency: str = ""
    """File name of the missing library."""


@dataclass(eq=False)
class DriverFailedError(DriverError):
    """The driver answered with an error before any token was reached."""

    code: ClassVar[str] = "driver.failed"
    detail: str = ""
    """The driver's own error name, for example ``CKR_GENERAL_ERROR``."""


@dataclass(eq=False)
class DriverCrashedError(DriverError):
    """The helper process died while the driver worked."""

    code: ClassVar[str] = "driver.crashed"
    exit_status: int = 0
    """Exit code of the helper; negative values are signal numbers."""


@dataclass(eq=False)
class DriverHungError(DriverError):
    """The driver did not answer within its time limit and its helper was killed."""

    code: ClassVar[str] = "driver.hung"
    operation: str = ""
    """The request that had no answer."""
    seconds: float = 0.0
    """The time limit."""


@dataclass(eq=False)
class DriverNonsenseError(DriverError):
    """The helper's answer was not one of the protocol, too long or cut off."""

    code: ClassVar[str] = "driver.nonsense"
    detail: str = ""
    """What was wrong with the answer."""


@dataclass(eq=False)
class DriverSetAsideError(DriverError):
    """The driver crashed three times in a minute and is not used until asked for again."""

    code: ClassVar[str] = "driver.set-aside"


@dataclass(eq=False)
class TokenMissingError(TokenError):
    """The token that holds the certificate is not plugged in."""

    code: ClassVar[str] = "token.missing"
    token: str = ""
    """Label and serial of the token, where known."""


@dataclass(eq=False)
class TokenRemovedError(TokenError):
    """The token was taken out during the operation."""

    code: ClassVar[str] = "token.removed"
    token: str = ""
    """Label and serial of the token, where known."""


@dataclass(eq=False)
class TokenBusyError(TokenError):
    """Another program holds the token."""

    code: ClassVar[str] = "token.busy"
    program: str = ""
    """Who holds it, where that is known."""


@dataclass(eq=False)
class TokenFailedError(TokenError):
    """The token refused an operation for a reason that is not the PIN."""

    code: ClassVar[str] = "token.failed"
    detail: str = ""
    """The PKCS#11 error name, for example ``CKR_DEVICE_ERROR``."""


@dataclass(eq=False)
class KeyMissingError(TokenError):
    """The certificate's private key is not on the token."""

    code: ClassVar[str] = "key.missing"


@dataclass(eq=False)
class KeyNotForSigningError(TokenError):
    """The token does not let this key sign (CKA_SIGN is false)."""

    code: ClassVar[str] = "key.not-for-signing"


@dataclass(eq=False)
class MechanismUnsupportedError(TokenError):
    """The token lacks the mechanism that the key's algorithm needs."""

    code: ClassVar[str] = "key.mechanism-unsupported"
    mechanism: str = ""
    """Name of the mechanism, for example ``CKM_ECDSA``."""
    offered: list[str] | None = None
    """What the token offers instead."""


@dataclass(eq=False)
class SignatureMismatchError(TokenError):
    """The token's signature does not verify against the chosen certificate."""

    code: ClassVar[str] = "signature.mismatch"
    certificate: str = ""
    """Identifier of the certificate."""


@dataclass(eq=False)
class PinError(NmoError):
    """The PIN stands in the way (exit code 5 of the command)."""


@dataclass(eq=False)
class PinIncorrectError(PinError):
    """The token refused the PIN: CKR_PIN_INCORRECT and nothing else."""

    code: ClassVar[str] = "pin.incorrect"
    tries_left: int | None = None
    """Tries left where the token tells, else None."""
    last_try: bool = False
    """True when the next wrong PIN locks the token (CKF_USER_PIN_FINAL_TRY)."""


@dataclass(eq=False)
class PinLockedError(PinError):
    """The PIN is locked after too many wrong entries."""

    code: ClassVar[str] = "pin.locked"


@dataclass(eq=False)
class PinNotSetError(PinError):
    """The token has no user PIN yet (CKR_USER_PIN_NOT_INITIALIZED)."""

    code: ClassVar[str] = "pin.not-set"


@dataclass(eq=False)
class PinMustChangeError(PinError):
    """The token demands a new PIN before it works (CKR_PIN_EXPIRED)."""

    code: ClassVar[str] = "pin.must-change"


@dataclass(eq=False)
class PinUnusableError(PinError):
    """The PIN cannot be sent: empty, too short, too long or with foreign characters."""

    code: ClassVar[str] = "pin.unusable"
    minimum: int = 0
    """Shortest PIN that the token takes, in characters."""
    maximum: int = 0
    """Longest PIN that the token takes, in characters."""


@dataclass(eq=False)
class PinLastTryError(PinError):
    """One try is left and nobody has confirmed that it may be used."""

    code: ClassVar[str] = "pin.last-try"


@dataclass(eq=False)
class PinRefusedBeforeError(PinError):
    """The same PIN was refused by this token before, so it is not sent again."""

    code: ClassVar[str] = "pin.refused-before"


@dataclass(eq=False)
class PinRequiredError(PinError):
    """A PIN is needed and none was given."""

    code: ClassVar[str] = "pin.required"


@dataclass(eq=False)
class NewPinWeakError(PinError):
    """A new PIN is refused before the token is touched; no try is spent."""

    code: ClassVar[str] = "pin.new-weak"
    reasons: list[str] = field(default_factory=list)
    """Codes of the reasons, ``pin-rule.*``."""
    minimum: int = 0
    """Shortest PIN that the token takes, in bytes; 0 when it does not tell."""
    maximum: int = 0
    """Longest PIN that the token takes, in bytes; 0 when it does not tell."""


@dataclass(eq=False)
class AdminPinIncorrectError(PinError):
    """The token refused the administrator's PIN."""

    code: ClassVar[str] = "pin.admin-incorrect"


@dataclass(eq=False)
class AdminPinLockedError(PinError):
    """The administrator's PIN is locked: nobody can unblock the user's."""

    code: ClassVar[str] = "pin.admin-locked"
    token: str = ""
    """The token's label."""


@dataclass(eq=False)
class PinUnblockRiskError(PinError):
    """Unblocking was not agreed to: wrong administrator's PINs destroy the token for good."""

    code: ClassVar[str] = "pin.unblock-risk"
    admin_tries_left: int | None = None
    """Tries of the administrator's PIN, where the token tells."""


@dataclass(eq=False)
class PinUnblockUnsupportedError(PinError):
    """The driver has no way to unblock a PIN that is known to be safe."""

    code: ClassVar[str] = "pin.unblock-unsupported"
    driver: str = ""
    """Display name of the driver."""
