"""The table of credentials as last seen, per account, encrypted at rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

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


@dataclass(frozen=True, slots=True)
class _Head:
    """The first line of a record; each line after it is an array of rows."""

    as_of: datetime
    etag: str


_BLOCK: Final = 1_000
"""Rows that are read or written in one go: no other thread runs meanwhile."""


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
            return _table_of(content)
        except msgspec.MsgspecError:  # Written by another version of the program.
            return None

    def set(self, account: str, table: CachedTable) -> None:
        """Keep the account's table."""
        rows = table.credentials
        blocks = (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))
        lines = [msgspec.json.encode(_Head(table.as_of, table.etag))]
        lines += [msgspec.json.encode(block) for block in blocks]
        self._store.set(account, b"\n".join(lines))

    def forget(self, account: str) -> None:
        """Remove the account's table."""
        self._store.set(account, None)


def _table_of(content: bytes) -> CachedTable:
    first, *blocks = content.split(b"\n")
    head = decode_json(first, _Head)
    credentials: list[Credential] = []
    for block in blocks:
        credentials += decode_json(block, list[Credential])
    return CachedTable(tuple(credentials), head.as_of, head.etag)
