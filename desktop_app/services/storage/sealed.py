"""Personal data at rest: sealed with a key that lives in the keyring."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.services.storage.secret_boxes import SecretPlace
from desktop_app.services.storage.secrets import Secrets

_KEY_NAME = "data-key"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class Sealer:
    """AES-256-GCM (NIST SP 800-38D) with a random nonce; the label is authenticated too."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    @property
    def lasts(self) -> bool:
        """False when the key ends with the program, so that sealed data would be lost."""
        return self._secrets.place is not SecretPlace.MEMORY

    def seal(self, content: bytes, label: str) -> bytes:
        """Return nonce and ciphertext of ``content``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self._key()).encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes | None:
        """Return the content, or None when key, label or data do not belong together."""
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self._key()).decrypt(nonce, ciphertext, label.encode())
        except (InvalidTag, ValueError):
            return None

    def _key(self) -> bytes:
        kept = self._secrets.get(_KEY_NAME)
        if kept is not None:
            key = _decoded(kept)
            if len(key) == _KEY_BYTES:
                return key
        key = os.urandom(_KEY_BYTES)
        self._secrets.set(_KEY_NAME, base64.b64encode(key).decode())
        return key


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
