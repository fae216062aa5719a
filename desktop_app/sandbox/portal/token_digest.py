"""The only form in which the portal keeps tokens and codes."""

from __future__ import annotations

import hashlib


def sha256_hex(text: str) -> str:
    """Return the SHA-256 of a token's text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
