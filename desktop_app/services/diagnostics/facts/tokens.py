"""The tokens and what can be known of their PINs without spending a try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.tokens import Token


@dataclass(frozen=True, slots=True)
class ExtendedInformation:
    """What C_EX_GetTokenInfoExtended of a Рутокен tells (rtpkcs11t.h)."""

    user_tries_left: int | None = None
    user_tries_maximum: int | None = None
    admin_tries_left: int | None = None
    admin_tries_maximum: int | None = None
    user_pin_default: bool | None = None
    admin_pin_default: bool | None = None
    admin_changes_user_pin: bool | None = None
    user_changes_user_pin: bool | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class TokenInspection:
    """One token with all that a look without login shows."""

    token: Token
    """Merged over drivers, with the fitness of its certificates."""
    flags: int
    """CK_TOKEN_INFO.flags as they are (PKCS#11 v3.0 section 3.2)."""
    mechanisms: tuple[str, ...] = ()
    """Names without CKM_; unknown ones in hexadecimal."""
    free_memory: int | None = None
    """Bytes of public memory; None where the token does not tell."""
    total_memory: int | None = None
    hardware: str = ""
    firmware: str = ""
    private_keys: int = 0
    """Seen without login."""
    public_keys: int = 0
    public_key_ids: tuple[str, ...] = ()
    """CKA_ID of the public keys, hexadecimal."""
    csp_containers: int = 0
    """Data objects with the application ``CryptoPro CSP``."""
    open_elsewhere: bool = False
    """A new session was logged in at once: another session of this driver holds the PIN."""
    extended: ExtendedInformation | None = None
    text_damaged: bool = False
    """A label or serial that is not UTF-8."""
    refused_here: bool = False
    """The program remembers a PIN that this token refused."""
    locked_since: datetime | None = None
    """When it last answered a PIN with «locked»; None once it took one."""
    unblocks: bool = True
    """Whether its PIN can be unblocked with the administrator's."""


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """Every token that some driver shows."""

    tokens: tuple[TokenInspection, ...] = ()
