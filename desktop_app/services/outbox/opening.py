"""Opening the outbox of a state folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from desktop_app.core.accounts import Account
from desktop_app.core.errors.portal import NotSignedInError
from desktop_app.services.outbox.changes import Changes
from desktop_app.services.outbox.delivery import Delivery
from desktop_app.services.outbox.outbox import Outbox, note_in_audit
from desktop_app.services.outbox.rest import Rests
from desktop_app.services.outbox.sending import Sending
from desktop_app.services.outbox.stamper import Stamper
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.file_lock import FileLock
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.outbox_files import OutboxFiles
from desktop_app.services.storage.outbox_key import OutboxKey
from desktop_app.services.storage.outbox_schema import OUTBOX_MIGRATIONS
from desktop_app.services.storage.outbox_store import OutboxStore
from desktop_app.services.storage.secrets import Secrets
from desktop_app.signing.pdf_files import PdfFiles


def _now() -> datetime:
    return datetime.now(UTC)


def open_outbox(
    home: Home,
    secrets: Secrets,
    session: PortalSession,
    audit: AuditLog,
    *,
    pdfs: PdfFiles,
    stamper: Callable[[], Stamper | None] = lambda: None,
    clock: Callable[[], datetime] = _now,
) -> tuple[Outbox, Database]:
    """Return the outbox, and its database for whoever closes it.

    The caller closes ``pdfs``, too.
    Raises ``FolderNotWritableError``, ``DatabaseNewerError``, ``DiskFullError``.
    """
    folder = home.folder("outbox")
    database = Database(home.outbox_database, OUTBOX_MIGRATIONS, check_at_once=False)
    key, changes = OutboxKey(secrets, database), Changes()
    store = OutboxStore(
        database,
        OutboxFiles(folder, key),
        key,
        FileLock(folder / "writing.lock"),
        clock,
        changes.tell,
    )
    rests = Rests(store)
    sending = Sending(
        store,
        Delivery(store, session.send, clock, stamper),
        rests,
        FileLock(folder / "sending.lock"),
        lambda: _account(session),
        clock,
        lambda record: note_in_audit(audit, "outbox.send", record),
    )
    outbox = Outbox(store, sending, rests, changes, audit, clock, session.send, pdfs)
    return outbox, database


def _account(session: PortalSession) -> Account:
    """Return who is signed in, without asking the portal."""
    session.require()
    account = session.state().account
    if account is None:  # Signed out between the two lines.
        raise NotSignedInError
    return account
