"""An outbox in a folder, opened as the program opens it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.core.documents import DocumentKind, DocumentSigner
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.file_lock import FileLock
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.outbox_files import OutboxFiles
from desktop_app.services.storage.outbox_key import OutboxKey
from desktop_app.services.storage.outbox_record import Details, OutboxRecord
from desktop_app.services.storage.outbox_schema import OUTBOX_MIGRATIONS
from desktop_app.services.storage.outbox_store import OutboxStore
from desktop_app.services.storage.secrets import Secrets

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIGNER = DocumentSigner("Иванова Мария", "11223344595", "ab" * 32, MOMENT.replace(year=2027))


@dataclass
class OutboxPlace:
    """Everything of one outbox."""

    home: Home
    database: Database
    secrets: Secrets
    key: OutboxKey
    files: OutboxFiles
    store: OutboxStore

    @property
    def folder(self) -> Path:
        return self.home.folder("outbox")

    def accept(
        self, content: bytes = b"content", signature: bytes = b"signed", **options: Any
    ) -> OutboxRecord:
        details = details_of(content, signed=bool(signature))
        return self.store.accept(details, signature, [content], **options)

    def content(self, record: OutboxRecord) -> bytes:
        with self.store.rows.content(record.id) as opened:
            return opened.content.read()

    def close(self) -> None:
        self.database.close()


def open_place(
    folder: Path,
    clock: Callable[[], datetime] = lambda: MOMENT,
    *,
    allow_file: bool = True,
) -> OutboxPlace:
    home = Home.open(folder)
    database = Database(home.outbox_database, OUTBOX_MIGRATIONS)
    secrets = Secrets(
        "n", home.secrets_file, allow_file=lambda: allow_file, find_keyring=lambda: None
    )
    key = OutboxKey(secrets, database)
    files = OutboxFiles(home.folder("outbox"), key)
    writing = FileLock(home.folder("outbox") / "writing.lock")
    store = OutboxStore(database, files, key, writing, clock)
    return OutboxPlace(home, database, secrets, key, files, store)


def details_of(content: bytes, *, signed: bool = True, **changes: Any) -> Details:
    digest = hashlib.sha256(content).hexdigest()
    details = Details(
        kind=DocumentKind.APPEAL,
        title=f"Обращение {digest[:6]}",
        file_name="обращение.pdf",
        size=len(content),
        sha256=digest,
        idempotency_key=f"key-{digest[:24]}",
        signer=SIGNER if signed else None,
    )
    return replace(details, **changes)
