"""What drivers and tokens tell of themselves: results of two operations of the protocol."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Description:
    """CK_INFO and the two ways of counting slots."""

    manufacturer: str
    description: str
    version: str
    """libraryVersion as ``major.minor``."""
    slots_with_token: int
    """As C_GetSlotList tells that is asked for slots with a token."""
    slots_flagged: int
    """Slots with CKF_TOKEN_PRESENT among all slots."""


@dataclass(frozen=True, slots=True)
class ExtendedInformation:
    """What C_EX_GetTokenInfoExtended of a Рутокен tells (rtpkcs11t.h)."""

    user_tries_left: int
    user_tries_maximum: int
    admin_tries_left: int
    admin_tries_maximum: int
    flags: int
    """TOKEN_FLAGS_...: 1 administrator changes the user PIN, 2 user does, 4 administrator's PIN
    is not the default one, 8 user's PIN is not."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that one token tells without login."""

    flags: int
    mechanisms: tuple[str, ...]
    """Names without CKM_; unknown ones in hexadecimal."""
    free_memory: int | None
    """Bytes of public memory; None where the token does not tell."""
    total_memory: int | None
    hardware: str
    firmware: str
    private_keys: int
    public_key_ids: tuple[bytes, ...]
    """CKA_ID of each public key."""
    csp_containers: int
    """Data objects with the application ``CryptoPro CSP``."""
    open_elsewhere: bool
    """A new session was logged in at once (CKS_RO_USER_FUNCTIONS)."""
    text_damaged: bool
    """Label or serial is no UTF-8."""
    extended: ExtendedInformation | None
