"""The outbox's own key: in the keyring, made once, never replaced while something needs it."""

from __future__ import annotations

import base64
import binascii
import os
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from desktop_app.core.errors.outbox import OutboxKeyLostError, OutboxNotKeptError
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.secret_boxes import SecretPlace
from desktop_app.services.storage.secrets import Secrets

_KEY_NAME = "outbox-key"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_PROOF = "key-proof"
_KNOWN = b"nmo outbox"


class OutboxKey:
    """Seals what the outbox keeps: AES-256-GCM with random nonces, the label authenticated.

    The database holds a proof sealed under the key: a key that is missing or another one is
    told, and never replaced, for what is kept would be lost with it.
    """

    def __init__(self, secrets: Secrets, database: Database) -> None:
        self._secrets = secrets
        self._database = database
        self._lock = threading.Lock()
        self._keys: tuple[AESGCM, bytes] | None = None

    def require(self) -> None:
        """Have the key at hand, made where the outbox is new.

        Raises ``OutboxNotKeptError`` where it could not outlive the program, and
        ``OutboxKeyLostError``.
        """
        with self._lock:
            if self._keys is None or not self._proof():
                self._keys = _derived(self._found(may_make=True))

    def is_there(self) -> bool:
        """Look for the key, and tell whether what is kept can be opened.

        Raises ``OutboxKeyLostError`` when something is kept that no key at hand opens.
        """
        try:
            self._cipher()
        except OutboxNotKeptError:
            return False
        return True

    def seal(self, content: bytes, label: str) -> bytes:
        """Return nonce and ciphertext of ``content``. Raises as ``require`` does."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher()[0].encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes | None:
        """Return the content, or None when it does not belong to the key or none was found.

        A keyring takes its time and is not asked here, but by ``is_there`` and ``require``.
        """
        keys = self._keys
        return None if keys is None else _opened(keys[0], sealed, label)

    def mark(self, text: str) -> bytes:
        """Return a keyed digest (HMAC-SHA-256), the same for the same text."""
        digest = hmac.HMAC(self._cipher()[1], hashes.SHA256())
        digest.update(text.encode())
        return digest.finalize()

    def _cipher(self) -> tuple[AESGCM, bytes]:
        with self._lock:
            if self._keys is None:
                self._keys = _derived(self._found(may_make=False))
            return self._keys

    def _found(self, *, may_make: bool) -> bytes:
        key = _decoded(self._secrets.get(_KEY_NAME))
        if self._secrets.place is SecretPlace.MEMORY:
            raise OutboxNotKeptError
        rows = self._proof()
        if rows:
            return _proven(key, rows[0][0])
        if may_make:
            return self._made()
        if key is None:
            raise OutboxNotKeptError
        return key

    def _proof(self) -> list[tuple[object, ...]]:
        return self._database.rows("SELECT value FROM note WHERE name = ?", _PROOF)

    def _made(self) -> bytes:
        """Make key and proof, one process at a time; a key without a proof is taken up again."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT value FROM note WHERE name = ?", (_PROOF,)).fetchall()
            key = _decoded(self._secrets.get(_KEY_NAME))
            if rows:
                return _proven(key, rows[0][0])
            if key is None:
                key = os.urandom(_KEY_BYTES)
                self._secrets.set(_KEY_NAME, base64.b64encode(key).decode())
                if _decoded(self._secrets.get(_KEY_NAME)) != key:
                    raise OutboxNotKeptError
            if self._secrets.place is SecretPlace.MEMORY:
                raise OutboxNotKeptError
            nonce = os.urandom(_NONCE_BYTES)
            proof = nonce + _derived(key)[0].encrypt(nonce, _KNOWN, _PROOF.encode())
            connection.execute("INSERT INTO note VALUES (?, ?)", (_PROOF, proof))
            return key


def _proven(key: bytes | None, proof: object) -> bytes:
    if key is None or not isinstance(proof, bytes):
        raise OutboxKeyLostError
    if _opened(_derived(key)[0], proof, _PROOF) != _KNOWN:
        raise OutboxKeyLostError
    return key


def _derived(key: bytes) -> tuple[AESGCM, bytes]:
    """Return one key for sealing and one for marks (HKDF, RFC 5869)."""
    parts = (
        HKDFExpand(hashes.SHA256(), _KEY_BYTES, purpose).derive(key)
        for purpose in (b"seal", b"mark")
    )
    sealing, marking = parts
    return AESGCM(sealing), marking


def _opened(cipher: AESGCM, sealed: bytes, label: str) -> bytes | None:
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, ciphertext, label.encode())
    except (InvalidTag, ValueError):
        return None


def _decoded(text: str | None) -> bytes | None:
    try:
        key = base64.b64decode(text or "", validate=True)
    except (ValueError, binascii.Error):
        return None
    return key if len(key) == _KEY_BYTES else None
