"""Remembers, as salted hashes in memory, which PINs a token has refused."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading

from desktop_app.core.errors.tokens import PinRefusedBeforeError
from desktop_app.core.pin import Pin
from desktop_app.signing.protocol import wipe


class PinGuard:
    """Keep a refused PIN from being sent to the same token again.

    The hashes use scrypt with a salt of this process, so that a memory dump does not give
    the PIN away at once. ``token`` is any name that stays the same for one token.
    """

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(32)
        self._refused: dict[str, set[bytes]] = {}
        self._locked: set[str] = set()
        self._lock = threading.Lock()

    def check(self, token: str, pin: Pin) -> None:
        """Raise ``PinRefusedBeforeError`` when ``token`` refused this PIN before."""
        with self._lock:
            refused = self._refused.get(token, set())
            if refused and any(
                hmac.compare_digest(self._hash(token, pin), known) for known in refused
            ):
                raise PinRefusedBeforeError

    def refused(self, token: str) -> bool:
        """Whether any PIN is remembered that ``token`` refused."""
        with self._lock:
            return bool(self._refused.get(token))

    def remember_refused(self, token: str, pin: Pin) -> None:
        """Note that ``token`` refused this PIN."""
        with self._lock:
            self._refused.setdefault(token, set()).add(self._hash(token, pin))

    def forget(self, token: str) -> None:
        """Forget what ``token`` refused: it has got a new PIN."""
        with self._lock:
            self._refused.pop(token, None)

    def saw(self, token: str, *, locked: bool) -> None:
        """Take in the token's state: one that was locked and is not has got a new PIN."""
        with self._lock:
            if locked:
                self._locked.add(token)
            elif token in self._locked:
                self._locked.discard(token)
                self._refused.pop(token, None)

    def _hash(self, token: str, pin: Pin) -> bytes:
        secret = pin.copy()
        try:
            salt = self._salt + token.encode()
            return hashlib.scrypt(secret, salt=salt, n=2**12, r=8, p=1, dklen=32)
        finally:
            wipe(secret)
