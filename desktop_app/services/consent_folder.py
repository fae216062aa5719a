"""Signed consents kept on this computer, and the one whose answer is still awaited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from desktop_app.services.portal.client import new_idempotency_key
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.private_file import write_private
from desktop_app.services.storage.sealed_store import SealedStore
from desktop_app.signing.decoding import decode_json


@dataclass(frozen=True, slots=True)
class PendingGrant:
    """A signed consent on its way to the portal."""

    version: str
    document_sha256: str
    signature: bytes
    idempotency_key: str
    file_name: str


class ConsentFolder:
    """``consents/`` of the profile, and one pending grant per account.

    The grant is remembered before the file is written, and the file before anything is
    sent: a power cut at any instruction loses neither.
    """

    def __init__(self, home: Home, pending: SealedStore) -> None:
        self._home = home
        self._pending = pending

    def begin(
        self, account: str, version: str, sha256: str, signature: bytes, at: datetime
    ) -> PendingGrant:
        """Keep a new signature over the document with this digest, as grant and as file."""
        digest = hashlib.sha256(signature).hexdigest()[:12]
        grant = PendingGrant(
            version=version,
            document_sha256=sha256,
            signature=signature,
            idempotency_key=new_idempotency_key(),
            file_name=f"consent-egisz-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest}.p7s",
        )
        self._pending.set(account, msgspec.json.encode(grant))
        self._write(grant)
        return grant

    def keep_document(self, content: bytes, at: datetime) -> None:
        """Keep a document that a code confirmed: it has no signature to lie in."""
        digest = hashlib.sha256(content).hexdigest()[:12]
        name = f"consent-egisz-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest}.txt"
        write_private(self._home.folder("consents") / name, content)

    def arrived(self, account: str, grant: PendingGrant) -> None:
        """Note that the portal has the grant; the file stays."""
        self._write(grant)
        self._pending.set(account, None)

    def refused(self, account: str, grant: PendingGrant) -> None:
        """Note that the portal refused the grant; the file goes."""
        self._file(grant).unlink(missing_ok=True)
        self._pending.set(account, None)

    def pending(self, account: str) -> PendingGrant | None:
        """Return the account's grant whose answer is awaited."""
        content = self._pending.get(account)
        if content is None:
            return None
        try:
            return decode_json(content, PendingGrant)
        except msgspec.MsgspecError:
            return None

    def files(self) -> tuple[Path, ...]:
        """Return the kept files, oldest first."""
        folder = self._home.folder("consents")
        return tuple(sorted((*folder.glob("consent-*.p7s"), *folder.glob("consent-*.txt"))))

    def _file(self, grant: PendingGrant) -> Path:
        return self._home.folder("consents") / grant.file_name

    def _write(self, grant: PendingGrant) -> None:
        file = self._file(grant)
        if not file.exists():
            write_private(file, grant.signature)
