"""Judges an id token (OpenID Connect Core 1.0 section 3.1.3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from desktop_app.core.errors.browser_login import BrowserAnswerUntrustedError
from desktop_app.services.portal.openid_contract import CLIENT_ID, SIGNATURE_ALGORITHMS, KeysMessage

_LEEWAY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ExpectedToken:
    """What an id token has to say."""

    issuer: str
    nonce: str
    keys: KeysMessage
    now: datetime


def subject_of(token: str, expected: ExpectedToken) -> str:
    """Return whose login the token proves, once signature and claims hold.

    Raises ``BrowserAnswerUntrustedError``.
    """
    try:
        keys = KeySet.import_key_set({"keys": [dict(key) for key in expected.keys.keys]})
        claims: dict[str, Any] = jwt.decode(token, keys, algorithms=SIGNATURE_ALGORITHMS).claims
        _registry(expected).validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise BrowserAnswerUntrustedError(detail="id-token") from error
    if not isinstance(claims["sub"], str):
        raise BrowserAnswerUntrustedError(detail="id-token")
    return claims["sub"]


def _registry(expected: ExpectedToken) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=int(expected.now.timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": CLIENT_ID},
        nonce={"essential": True, "value": expected.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
