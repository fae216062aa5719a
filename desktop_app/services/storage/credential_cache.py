"""The table of credentials as last seen, per account, encrypted at rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from desktop_app.core.credentials import Credential
from desktop_app.services.storage.sealed_store import SealedStore
from desktop_app.signing.decoding import decode_json


@dataclass(frozen=True, slots=True)
class CachedTable:
    """What the portal last answered."""

    credentials: tuple[Credential, ...]
    as_of: datetime
    etag: str = ""
    """The list's ``ETag``, to ask whether anything changed; empty when it must be fetched."""


class CredentialCache:
    """Keeps one table per account; what cannot be read counts as absent."""

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    def get(self, account: str) -> CachedTable | None:
        """Return the account's table or None."""
        content = self._store.get(account)
        if content is None:
            return None
        try:
            return decode_json(content, CachedTable)
        except msgspec.MsgspecError:  # Written by another version of the program.
            return None

    def set(self, account: str, table: CachedTable) -> None:
        """Keep the account's table."""
        self._store.set(account, msgspec.json.encode(table))

    def forget(self, account: str) -> None:
        """Remove the account's table."""
        self._store.set(account, None)
