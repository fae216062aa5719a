"""The folder in which documents travel to another computer: its files, hashes and key.

``manifest.json`` says how the rest is read. In a sealed package each document is one sealed file
(``storage.sealed_file``) with everything that belongs to it, under a key that scrypt (RFC 7914)
makes of a passphrase; the list of files with their hashes is sealed too. An open package holds
the documents as any program reads them, and the rest in the manifest: ``NNNN-NAME`` with its
signatures in ``NNNN-NAME.sig``, or that file alone where it carries the document, or a signed PDF.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from desktop_app.core.errors.outbox import PackageUnreadableError, PassphraseShortError
from desktop_app.services.storage.outbox_record import Enclosure
from desktop_app.services.storage.sealed_file import PIECE_BYTES
from desktop_app.signing.decoding import decode_json

MANIFEST: Final = "manifest.json"
FORMAT: Final = "nmo-outbox"
VERSION: Final = 2
"""Of a package with signatures around their document or inside a PDF."""
FIRST_VERSION: Final = 1
"""Of one that earlier programs read, too: every document with its signatures beside it."""
LEAST_PASSPHRASE: Final = 10
"""Characters."""
MANIFEST_LIMIT: Final = 64 * 1024 * 1024
_NAME = re.compile(r"[0-9]{4,6}[^/\\\x00]{0,250}")
_NONCE_BYTES = 12
_COST: Final = 2**17
_COST_LIMIT: Final = 2**18
_BLOCK: Final = 8


@dataclass(frozen=True, slots=True)
class KeyForm:
    """How the key is made of the passphrase."""

    salt: bytes
    cost: int = _COST
    """scrypt's N; with r = 8 and p = 1 it takes 128 MiB."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a package."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """One document of an open package."""

    content: PackedFile
    signature: PackedFile | None
    """None for a file that carries its signatures."""
    enclosure: Enclosure


@dataclass(frozen=True, slots=True)
class Manifest:
    """``manifest.json``."""

    format: str
    version: int
    key: KeyForm | None = None
    """None for an open package."""
    sealed: bytes = b""
    """The files of a sealed package."""
    documents: tuple[OpenDocument, ...] = ()
    """The documents of an open one."""


class PassphraseBox:
    """Seals with a key made of a passphrase (AES-256-GCM, random nonces)."""

    def __init__(self, passphrase: str, form: KeyForm) -> None:
        scrypt = Scrypt(form.salt, length=32, n=form.cost, r=_BLOCK, p=1)
        self._cipher = AESGCM(scrypt.derive(passphrase.encode()))

    def seal(self, content: bytes, label: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes | None:
        """Return the content, or None for another passphrase or damaged data."""
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, ciphertext, label.encode())
        except (InvalidTag, ValueError):
            return None


def new_key_form() -> KeyForm:
    """Return a key form with a fresh salt."""
    return KeyForm(os.urandom(16))


def require_passphrase(passphrase: str) -> None:
    """Raise ``PassphraseShortError`` for one that protects nothing."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise PassphraseShortError(least=LEAST_PASSPHRASE)


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``manifest.json``. Raises ``PackageUnreadableError``."""
    path = folder / MANIFEST
    try:
        with path.open("rb") as stream:
            content = stream.read(MANIFEST_LIMIT + 1)
        manifest = decode_json(content, Manifest)
    except (OSError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise PackageUnreadableError(path=str(path), detail="manifest") from error
    if len(content) > MANIFEST_LIMIT or manifest.format != FORMAT:
        raise PackageUnreadableError(path=str(path), detail="manifest")
    if manifest.version not in (FIRST_VERSION, VERSION):
        raise PackageUnreadableError(path=str(path), detail="version")
    if manifest.key is not None and not _is_bounded(manifest.key):
        raise PackageUnreadableError(path=str(path), detail="key")
    return manifest


def checked_file(folder: Path, packed: PackedFile) -> Path:
    """Return a file of a package whose hash holds. Raises ``PackageUnreadableError``."""
    path = folder / packed.name
    if not _NAME.fullmatch(packed.name):
        raise PackageUnreadableError(path=str(folder), detail="name")
    try:
        if sha256_of(path) == packed.sha256:
            return path
    except OSError as error:
        raise PackageUnreadableError(path=str(path), detail="missing") from error
    raise PackageUnreadableError(path=str(path), detail="hash")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, in constant memory. Raises ``OSError``."""
    with path.open("rb") as stream:
        digest = hashlib.sha256()
        while part := stream.read(PIECE_BYTES):
            digest.update(part)
        return digest.hexdigest()


def _is_bounded(form: KeyForm) -> bool:
    """Refuse a cost that a stranger chose to fill the memory."""
    power_of_two = form.cost > 1 and form.cost & (form.cost - 1) == 0
    return power_of_two and form.cost <= _COST_LIMIT and 8 <= len(form.salt) <= 64
