"""The login statement: composed here from the origin that the program connected to."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import rfc8785

from desktop_app.core.accounts import LoginStatement
from desktop_app.core.errors.portal import ChallengeUnusableError, ClockWrongError
from desktop_app.services.portal.contract import (
    LOGIN_SECONDS,
    LOGIN_SKEW_SECONDS,
    LOGIN_TYP,
    NONCE_BYTES,
    Challenge,
    SignedLogin,
)

_LONGEST_CHALLENGE_SECONDS = 3600
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


def compose_statement(
    challenge: Challenge, *, origin: str, certificate_id: str, app: str, now: datetime
) -> LoginStatement:
    """Return the statement in canonical JSON (RFC 8785).

    Nothing that a server sends is signed but its nonce, inside our own words. Raises
    ``ChallengeUnusableError``, ``ClockWrongError``.
    """
    check_nonce(challenge.nonce)
    issued_at = int(now.timestamp())
    login = SignedLogin(
        typ=LOGIN_TYP,
        aud=origin,
        nonce=challenge.nonce,
        iat=issued_at,
        exp=issued_at + LOGIN_SECONDS,
        certificate_sha256=certificate_id,
        app=app,
    )
    end = datetime.fromtimestamp(login.exp, UTC)
    expires_at = challenge.expires_at
    if expires_at.tzinfo is None:
        raise ChallengeUnusableError(detail="expires-at")
    _check_lifetime(expires_at, now)
    return LoginStatement(
        challenge_id=challenge.challenge_id,
        origin=origin,
        certificate_id=certificate_id,
        content=rfc8785.dumps(asdict(login)),
        expires_at=min(end, expires_at.astimezone(UTC)),
    )


def check_nonce(nonce: str) -> None:
    """Accept base64url without padding of 32 to 64 bytes, in its one canonical spelling.

    Raises ``ChallengeUnusableError``.
    """
    if not _BASE64URL.fullmatch(nonce):
        raise ChallengeUnusableError(detail="nonce-alphabet")
    try:
        raw = base64.urlsafe_b64decode(nonce + "=" * (-len(nonce) % 4))
    except ValueError as error:
        raise ChallengeUnusableError(detail="nonce-encoding") from error
    shortest, longest = NONCE_BYTES
    if not shortest <= len(raw) <= longest:
        raise ChallengeUnusableError(detail="nonce-length")
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != nonce:
        raise ChallengeUnusableError(detail="nonce-encoding")


def _check_lifetime(expires_at: datetime, now: datetime) -> None:
    """A challenge made this moment that is stale, or lives for hours, betrays a wrong clock.

    Raises ``ClockWrongError``.
    """
    seconds_left = int((expires_at - now).total_seconds())
    if not -LOGIN_SKEW_SECONDS < seconds_left < _LONGEST_CHALLENGE_SECONDS:
        raise ClockWrongError(seconds=LOGIN_SECONDS - seconds_left)


def check_clock(date_header: str | None, now: datetime) -> None:
    """Compare our clock with the portal's ``Date``; a wrong one would make the login fail.

    Raises ``ClockWrongError``. A portal without a readable ``Date`` is believed.
    """
    try:
        theirs = parsedate_to_datetime(date_header or "")
    except ValueError:
        return
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    ahead = int((now - theirs).total_seconds())
    if abs(ahead) > LOGIN_SKEW_SECONDS:
        raise ClockWrongError(seconds=ahead)
