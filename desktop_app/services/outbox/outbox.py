"""The outbox as window and command use it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion
from desktop_app.core.errors.outbox import OutboxMaybeArrivedError
from desktop_app.core.errors.state import DatabaseSetAsideError
from desktop_app.core.outbox_item import OutboxItem, OutboxMove, OutboxState
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox.acceptance import Acceptance
from desktop_app.services.outbox.changes import Changes
from desktop_app.services.outbox.courier import Courier
from desktop_app.services.outbox.health import health_of
from desktop_app.services.outbox.package_export import PackageWriter
from desktop_app.services.outbox.package_import import PackageReader, is_sealed
from desktop_app.services.outbox.received import Send, received_documents
from desktop_app.services.outbox.rest import Rests
from desktop_app.services.outbox.sending import Sending
from desktop_app.services.outbox.signature_putting import SignaturePutting
from desktop_app.services.outbox_service import (
    NOTHING_SAID,
    About,
    ContentSource,
    OutboxHealth,
    OutboxPage,
    OutboxWatch,
    PackageReport,
    RoundListener,
    SendListener,
    SendReport,
    ignore_round,
    ignore_sending,
)
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.outbox_record import OutboxRecord
from desktop_app.services.storage.outbox_rows import known_details
from desktop_app.services.storage.outbox_store import OutboxStore, without_trouble
from desktop_app.signing.pdf_files import PdfFiles

PAGE = 200
"""Documents of one page unless somebody asks for more."""
_RETRIES = {OutboxState.EXPORTED: OutboxMove.TAKE_BACK}


class Outbox:
    """Implements ``OutboxService``."""

    def __init__(
        self,
        store: OutboxStore,
        sending: Sending,
        rests: Rests,
        changes: Changes,
        audit: AuditLog,
        clock: Callable[[], datetime],
        ask_portal: Send,
        pdfs: PdfFiles,
    ) -> None:
        self._store = store
        self._ask_portal = ask_portal
        self._sending = sending
        self._rests = rests
        self._changes = changes
        self._audit = audit
        self._clock = clock
        self._finding: DatabaseSetAsideError | None = None
        self._acceptance = Acceptance(store, pdfs, clock)
        self._putting = SignaturePutting(store, pdfs)
        self._courier = Courier(sending, store.rows, changes, clock)
        self._order = threading.Lock()
        self._in_order = False

    def page(
        self,
        states: Sequence[OutboxState] = (),
        *,
        limit: int = PAGE,
        before: int | None = None,
    ) -> OutboxPage:
        """Return the newest documents of these states (none: all) below a number."""
        page = self._page(states, limit, before)
        # A database that turns out to be corrupt is begun anew, and its documents come back.
        if page.finding is self._finding:
            return page
        self._finding = self._store.finding
        self._store.take_up()
        return self._page(states, limit, before)

    def _page(self, states: Sequence[OutboxState], limit: int, before: int | None) -> OutboxPage:
        rest = self._rests.current()
        return OutboxPage(
            items=tuple(each.item() for each in self._store.rows.page(states, limit, before)),
            counts=self._store.rows.counts(),
            rests_until=rest.until if rest is not None and rest.holds(self._clock()) else None,
            finding=self._store.finding,
        )

    def health(self) -> OutboxHealth:
        """Look through everything that may still leave for what is not as it should be."""
        self._store.check()
        return health_of(self._store.rows, self._clock())

    def find(self, beginning: str) -> OutboxItem:
        """Return the document that a number or the beginning of an identifier names."""
        return self._store.rows.find(beginning).item()

    def watch(self, listener: Callable[[], None]) -> OutboxWatch:
        """Call ``listener`` after each change, on the thread that made it."""
        return self._changes.watch(listener)

    def add_signed(
        self,
        file: Path,
        signature: Path | None = None,
        about: About = NOTHING_SAID,
        *,
        again: bool = False,
        to_sign: bool = False,
    ) -> OutboxItem:
        """Accept a signed document of one or several signers; on the disk when this returns."""
        self.put_in_order()
        record = self._acceptance.add_signed(file, signature, about, again=again, to_sign=to_sign)
        return self._noted("outbox.accept", record)

    def add_unsigned(
        self,
        content: ContentSource,
        file_name: str,
        about: About = NOTHING_SAID,
        *,
        again: bool = False,
    ) -> OutboxItem:
        """Accept a content that is to be signed here."""
        self.put_in_order()
        record = self._acceptance.add_unsigned(content, file_name, about, again=again)
        return self._noted("outbox.accept", record)

    def open_content(self, identifier: str) -> BinaryIO:
        """Open the content of a document, to show or to sign it."""
        return self._store.rows.content(identifier).content

    def open_accepted(self, identifier: str) -> BinaryIO:
        """Open what is to be signed: the content without a signature that was made here."""
        return self._putting.open_accepted(identifier)

    def put_signature(
        self, identifier: str, signature: bytes, shape: SignatureShape | None = None
    ) -> OutboxItem:
        """Put a signature to a document: unsigned, refused, or to be signed again."""
        return self._noted("outbox.sign", self._putting.put(identifier, signature, shape))

    def put_signed_pdf(self, identifier: str, signed_copy: Path) -> OutboxItem:
        """Put the signed copy of a PDF in its place; it begins with what was accepted."""
        return self._noted("outbox.sign", self._putting.put_pdf(identifier, signed_copy))

    def send(
        self,
        identifiers: Sequence[str] = (),
        *,
        progress: SendListener = ignore_sending,
        cancel: Cancellation | None = None,
    ) -> SendReport:
        """Send these documents, or all that wait, now; what failed lately is tried too."""
        self.put_in_order()
        return self._sending.send_now(identifiers, progress, cancel)

    def keep_sending(
        self,
        cancel: Cancellation,
        *,
        progress: SendListener = ignore_sending,
        on_round: RoundListener = ignore_round,
    ) -> None:
        """Send whatever is due whenever network and session allow, until cancelled."""
        self.put_in_order()
        self._courier.keep_sending(cancel, progress, on_round)

    def received(self, cancel: Cancellation | None = None) -> tuple[DocumentVersion, ...]:
        """Ask the portal for all documents that it has of the person, newest first."""
        return received_documents(self._ask_portal, cancel)

    def retry(self, identifier: str) -> OutboxItem:
        """Let a document leave that was refused, postponed or handed over."""
        state = self._store.rows.readable(identifier).state
        move = _RETRIES.get(state, OutboxMove.RETRY)
        return self._noted("outbox.retry", self._store.move(identifier, move, without_trouble))

    def drop(self, identifier: str, *, confirmed: bool = False) -> OutboxItem:
        """Give a document up; its content is removed."""
        record = self._store.rows.record(identifier)
        uncertain = record.details is not None and record.details.maybe_arrived
        if uncertain and not confirmed:
            raise OutboxMaybeArrivedError(id=identifier)
        return self._noted("outbox.drop", self._store.move(identifier, OutboxMove.DROP))

    def decide(self, identifier: str, *, keep_mine: bool) -> OutboxItem:
        """Settle a conflict: send mine over the newer version, or leave theirs and drop mine."""
        if not keep_mine:
            taken = self._store.move(identifier, OutboxMove.TAKE_THEIRS)
            return self._noted("outbox.take-theirs", taken)
        theirs = known_details(self._store.rows.record(identifier)).theirs
        version = 0 if theirs is None else theirs.version
        kept = self._store.move(
            identifier,
            OutboxMove.KEEP_MINE,
            lambda old: replace(without_trouble(old), base_version=version),
        )
        return self._noted("outbox.keep-mine", kept)

    def export(
        self,
        folder: Path,
        identifiers: Sequence[str] = (),
        *,
        passphrase: str | None,
        cancel: Cancellation | None = None,
    ) -> PackageReport:
        """Hand signed documents over to another computer; they are not sent from here."""
        rows = self._store.rows
        waiting = (each for each in rows.unresolved() if each.state is OutboxState.WAITING)
        records = [rows.readable(each) for each in identifiers] if identifiers else list(waiting)
        target, handed = PackageWriter(self._store).write(
            records, folder, passphrase, self._clock(), cancel
        )
        items = tuple(self._noted("outbox.export", record) for record in handed)
        return PackageReport(target, items)

    def import_package(
        self, folder: Path, *, passphrase: str | None, cancel: Cancellation | None = None
    ) -> PackageReport:
        """Take in what another computer handed over; what is here already is left as it is."""
        self.put_in_order()
        reader = PackageReader(self._store, self._acceptance)
        taken = reader.read(folder, passphrase, cancel)
        new = tuple(self._noted("outbox.import", record) for record in taken.new)
        return PackageReport(folder, new, tuple(each.item() for each in taken.known))

    def package_is_sealed(self, folder: Path) -> bool:
        """Tell whether a package needs its passphrase."""
        return is_sealed(folder)

    def put_in_order(self) -> int:
        """Look the database through and take up what a crash left, once in a program's life.

        Returns how many documents came back.
        """
        with self._order:
            if self._in_order:
                return 0
            self._store.check()
            taken = self._store.take_up()
            self._in_order = True
            return taken

    def _noted(self, action: str, record: OutboxRecord) -> OutboxItem:
        if record.state is OutboxState.WAITING:
            self._changes.wish()
        note_in_audit(self._audit, action, record)
        return record.item()


def note_in_audit(audit: AuditLog, action: str, record: OutboxRecord) -> None:
    """Note what became of a document, which stands whether the log can be written or not."""
    details = record.details
    outcome = "ok" if details is None else details.error_code or "ok"
    sha256 = "" if details is None else details.sha256
    audit.record_failure(action, outcome, f"{record.id} {sha256}".strip())
