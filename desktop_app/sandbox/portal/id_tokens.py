"""Id tokens of the portal: signed with a key that lives as long as the process."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

LIFETIME: Final = timedelta(minutes=5)
ALGORITHM: Final = "ES256"


class IdTokens:
    """Issues id tokens and publishes the key that checks them."""

    def __init__(self) -> None:
        parameters: Any = {"use": "sig", "alg": ALGORITHM}
        self._key = ECKey.generate_key("P-256", parameters, private=True, auto_kid=True)

    def issue(self, claims: dict[str, Any], now: datetime) -> str:
        """Return a compact JWS over the claims, with its times."""
        issued = int(now.timestamp())
        lifetime = int(LIFETIME.total_seconds())
        times = {"iat": issued, "exp": issued + lifetime}
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, {**claims, **times}, self._key, algorithms=[ALGORITHM])

    def public_keys(self) -> tuple[dict[str, Any], ...]:
        """Return the JSON Web Keys that check what is issued here."""
        return tuple(dict(each) for each in KeySet([self._key]).as_dict(private=False)["keys"])
