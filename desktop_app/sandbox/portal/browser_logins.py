"""Logins through a browser that are under way: from the first request to the spent code."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from desktop_app.sandbox.portal.id_tokens import IdTokens
from desktop_app.sandbox.portal.token_digest import sha256_hex
from desktop_app.services.portal.openid_contract import REDIRECT_PATH

ATTEMPT_LIFETIME: Final = timedelta(minutes=10)
CODE_LIFETIME: Final = timedelta(minutes=1)


def is_loopback_redirect(address: str) -> bool:
    """Tell whether a program on the same computer waits there, on whatever port (RFC 8252)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if port is None or not 1 <= port <= 65_535:
        return False
    return address == f"http://127.0.0.1:{port}{REDIRECT_PATH}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the program asked for when it sent the browser here."""

    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str
    begun_at: datetime


@dataclass(slots=True)
class DealtCode:
    """A code that the program may redeem once; what it gave is ended when it comes again."""

    attempt: Attempt
    account_id: str
    until: datetime
    spent: bool = False
    session_id: str = ""


@dataclass(slots=True)
class BrowserLogins:
    """Every login under way, in memory only; several threads may call at once."""

    id_tokens: IdTokens = field(default_factory=IdTokens)
    _attempts: dict[str, Attempt] = field(default_factory=dict)
    _codes: dict[str, DealtCode] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, attempt: Attempt) -> str:
        """Keep an attempt; return the state under which ЕСИА will send the browser back."""
        key, oldest = secrets.token_urlsafe(24), attempt.begun_at - ATTEMPT_LIFETIME
        with self._lock:
            fresh = {name: each for name, each in self._attempts.items() if each.begun_at > oldest}
            self._attempts = {**fresh, key: attempt}
        return key

    def take(self, key: str, now: datetime) -> Attempt | None:
        """Return an attempt, once."""
        with self._lock:
            attempt = self._attempts.pop(key, None)
        return attempt if attempt and attempt.begun_at > now - ATTEMPT_LIFETIME else None

    def deal_code(self, attempt: Attempt, account_id: str, now: datetime) -> str:
        """Return a code for the program; only its SHA-256 is kept."""
        code = secrets.token_urlsafe(32)
        kept_since = now - ATTEMPT_LIFETIME
        with self._lock:
            kept = {key: each for key, each in self._codes.items() if each.until > kept_since}
            dealt = DealtCode(attempt, account_id, now + CODE_LIFETIME)
            self._codes = {**kept, sha256_hex(code): dealt}
        return code

    def redeem(self, code: str, redirect_uri: str, verifier: str, now: datetime) -> DealtCode:
        """Spend a code. Raises ``InvalidGrantError``, and ``CodeReused`` for a spent one."""
        with self._lock:
            dealt = self._codes.get(sha256_hex(code))
            if dealt is None:
                raise InvalidGrantError("unknown code")
            if dealt.spent:
                raise CodeReused(dealt.session_id)
            dealt.spent = True
        challenge = create_s256_code_challenge(verifier) if verifier.isascii() else ""
        same = hmac.compare_digest(challenge, dealt.attempt.code_challenge)
        if dealt.until <= now or redirect_uri != dealt.attempt.redirect_uri or not same:
            raise InvalidGrantError("code expired, or not for this program")
        return dealt


class CodeReused(InvalidGrantError):  # type: ignore[misc]  # noqa: N818 - what came, not a fault
    """A code came a second time: somebody else may have had it (RFC 6749 section 4.1.2)."""

    def __init__(self, session_id: str) -> None:
        super().__init__("code used before")
        self.session_id = session_id
