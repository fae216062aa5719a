"""The contract's part on «Войти через Госуслуги»: OpenID Connect's code flow with PKCE.

The program is a public client (RFC 8252): no secret, a loopback redirect on any port of
127.0.0.1, PKCE with S256 only (RFC 7636), state and nonce. Names of fields are the standard's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

DISCOVERY_PATH: Final = ".well-known/openid-configuration"
"""Below the API's base, which is the issuer (OpenID Connect Discovery 1.0 section 4)."""
CLIENT_ID: Final = "nmo-cabinet"
REDIRECT_PATH: Final = "/nmo/login"
"""Of the loopback address that the browser comes back to."""
SCOPE: Final = "openid"
SIGNATURE_ALGORITHMS: Final = ("ES256", "RS256")
"""Of an id token; ``none`` and shared secrets are out."""
ESIA_FAILED: Final = "esia_failed"
"""An ``error`` of ours: ЕСИА refused, its code begins ``error_description``."""
ACCOUNT_UNKNOWN: Final = "account_unknown"
"""An ``error`` of ours: ЕСИА knows the person, the portal has no account."""


@dataclass(frozen=True, slots=True)
class DiscoveryMessage:
    """``GET .well-known/openid-configuration``: where the parts of the flow are."""

    issuer: str
    authorization_endpoint: str
    """Opened in the system's browser."""
    token_endpoint: str
    jwks_uri: str
    response_types_supported: tuple[str, ...]
    subject_types_supported: tuple[str, ...]
    id_token_signing_alg_values_supported: tuple[str, ...]
    code_challenge_methods_supported: tuple[str, ...]
    token_endpoint_auth_methods_supported: tuple[str, ...]
    authorization_response_iss_parameter_supported: bool = False
    """RFC 9207."""


@dataclass(frozen=True, slots=True)
class KeysMessage:
    """``GET auth/jwks``: public keys of id tokens (RFC 7517)."""

    keys: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class TokenMessage:
    """``POST auth/token``: tokens as after a login with a token, and the id token."""

    access_token: str
    refresh_token: str
    """For ``auth/refresh``."""
    expires_in: int
    """Seconds that the access token lives."""
    id_token: str
    """A signed JWT: iss, sub (the account), aud, exp, iat, nonce."""
    token_type: str = "Bearer"  # noqa: S105 - a scheme, not a secret
    scope: str = SCOPE


@dataclass(frozen=True, slots=True)
class OAuthProblem:
    """A refusal of ``auth/token`` (RFC 6749 section 5.2)."""

    error: str
    error_description: str = ""
