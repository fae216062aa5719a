"""Signed consents kept on this computer, and the one whose answer is still awaited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from desktop_app.services.storage.home import Home
from desktop_app.services.storage.private_file import write_private
from desktop_app.services.storage.sealed_store import SealedStore


@dataclass(frozen=True, slots=True)
class PendingGrant:
    """A signed consent on its way to the portal."""

    version: str
    document_sha256: str
    signature: bytes
    idempotency_key: str
    file_name: str


class ConsentFolder:
    """``consents/`` of the profile, and one pending grant per account."""

    def __init__(self, home: Home, pending: SealedStore) -> None:
        self._home = home
        self._pending = pending

    def keep(self, signature: bytes, signed_at: datetime) -> str:
        """Keep an attached CMS as a file and return its name."""
        digest = hashlib.sha256(signature).hexdigest()[:12]
        name = f"consent-egisz-{signed_at:%Y%m%dT%H%M%S}-{digest}.p7s"
        write_private(self._home.folder("consents") / name, signature)
        return name

    def drop(self, name: str) -> None:
        """Remove a file that the portal refused."""
        (self._home.folder("consents") / name).unlink(missing_ok=True)

    def files(self) -> tuple[Path, ...]:
        """Return the kept files, oldest first."""
        return tuple(sorted(self._home.folder("consents").glob("consent-*.p7s")))

    def pending(self, account: str) -> PendingGrant | None:
        """Return the account's grant whose answer is awaited."""
        content = self._pending.get(account)
        if content is None:
            return None
        try:
            return msgspec.json.decode(content, type=PendingGrant)
        except msgspec.MsgspecError:
            return None

    def set_pending(self, account: str, grant: PendingGrant | None) -> None:
        """Remember a grant before it is sent; None once its answer is known."""
        self._pending.set(account, None if grant is None else msgspec.json.encode(grant))
