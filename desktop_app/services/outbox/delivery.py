"""Delivering one document: every step is written down before the next one is taken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.documents import DeliveryState, Receipt
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import (
    DocumentConflictError,
    DocumentRefusedError,
    OutboxContentLostError,
)
from desktop_app.core.errors.portal import NotOnPortalError, PortalRefusedError
from desktop_app.core.outbox_item import OutboxMove
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.services.outbox.received import Send
from desktop_app.services.outbox.stamper import Stamper
from desktop_app.services.outbox.uploading import Uploading
from desktop_app.services.portal.document_contract import DeliveryMessage
from desktop_app.services.storage.outbox_record import Details, OutboxRecord
from desktop_app.services.storage.outbox_rows import known_details
from desktop_app.services.storage.outbox_store import (
    Change,
    OutboxStore,
    unchanged,
    without_trouble,
)
from desktop_app.services.storage.sealed_file import SealBroken

_log = logging.getLogger(__name__)
EXPIRED = "certificate.expired"
REFUSALS = (DocumentRefusedError, PortalRefusedError, NotOnPortalError, OutboxContentLostError)
"""What only a person can mend."""


class Delivery:
    """Delivers documents one at a time.

    ``stamper`` gives the time-stamp service, None where none is set.
    """

    def __init__(
        self,
        store: OutboxStore,
        send: Send,
        clock: Callable[[], datetime],
        stamper: Callable[[], Stamper | None] = lambda: None,
    ) -> None:
        self._store = store
        self._send = send
        self._clock = clock
        self._stamper = stamper

    def deliver(
        self,
        record: OutboxRecord,
        progress: Callable[[int], None],
        next_try_in: Callable[[OutboxRecord, NmoError], timedelta | None],
        cancel: Cancellation | None,
    ) -> tuple[OutboxRecord, NmoError | None]:
        """Try to deliver a waiting document; return it as it stands then, and what went wrong.

        ``next_try_in`` says how long it rests after a failure that may pass. Raises
        ``Cancelled``; the document waits on then.
        """
        record = self._store.move(record.id, OutboxMove.BEGIN)
        try:
            return self._attempt(record, progress, cancel), None
        except Cancelled:
            self._store.move(record.id, OutboxMove.POSTPONE)
            raise
        except REFUSALS as error:
            said_no = isinstance(error, DocumentRefusedError | PortalRefusedError)
            change = _settled(error) if said_no else _troubled(error)
            return self._store.move(record.id, OutboxMove.REFUSE, change), error
        except NmoError as error:
            rest = next_try_in(record, error)
            at = None if rest is None else self._clock() + rest
            postponed = self._store.move(
                record.id, OutboxMove.POSTPONE, _troubled(error), next_try_at=at
            )
            return postponed, error

    def _attempt(
        self,
        record: OutboxRecord,
        progress: Callable[[int], None],
        cancel: Cancellation | None,
    ) -> OutboxRecord:
        details = known_details(record)
        arrived = self._arrived_before(record, cancel)
        if arrived is not None:
            return arrived
        if not details.delivery_id and details.ended_at(self._clock()):
            return self._expired(record)
        record = self._stamped(record, cancel)
        talk = Uploading(self._send, known_details(record), cancel)
        try:
            delivery = self._begun(record, talk)
            if delivery.state is DeliveryState.RECEIVING and details.ended_at(self._clock()):
                return self._expired(record)
            delivery = self._uploaded(record, talk, delivery, progress)
            if delivery.state is DeliveryState.RECEIVING:
                delivery = self._completed(record, talk, delivery)
        except DocumentConflictError as error:
            theirs = talk.newest_version()
            change = _settled(error)
            return self._store.move(
                record.id, OutboxMove.OUTRUN, lambda old: replace(change(old), theirs=theirs)
            )
        return self._arrived(record, delivery)

    def _arrived_before(
        self, record: OutboxRecord, cancel: Cancellation | None
    ) -> OutboxRecord | None:
        """Ask about the files that signing anew replaced: another computer may have sent one."""
        details = known_details(record)
        for earlier in details.earlier:
            before = details.as_before(earlier)
            talk = Uploading(self._send, before, cancel)
            try:
                there = talk.state(before.delivery_id or talk.begin().id)
            except (NotOnPortalError, DocumentConflictError):
                continue
            if there.state is DeliveryState.RECEIVED:
                return self._arrived(record, there, partial(Details.as_before, earlier=earlier))
        return None

    def _begun(self, record: OutboxRecord, talk: Uploading) -> DeliveryMessage:
        """Begin the delivery, or ask where the one begun before stands.

        Its name is written down before anything is uploaded. A portal that does not know it any
        more is asked to begin anew, under the same key. The answer to a key that was used before,
        on another computer, may be long past: uploading finds that out.
        """
        known = known_details(record).delivery_id
        if known:
            try:
                return talk.state(known)
            except NotOnPortalError:
                _log.info("the portal does not know delivery %s any more", known)
        begun = talk.begin()
        if begun.id != known:
            self._store.change(record.id, lambda old: replace(old, delivery_id=begun.id))
        return begun

    def _uploaded(
        self,
        record: OutboxRecord,
        talk: Uploading,
        delivery: DeliveryMessage,
        progress: Callable[[int], None],
    ) -> DeliveryMessage:
        if delivery.state is DeliveryState.RECEIVED or delivery.offset == delivery.size:
            return delivery
        with self._store.rows.content(record.id) as opened:

            def read_at(offset: int, size: int) -> bytes:
                try:
                    opened.content.seek(offset)
                    return opened.content.read(size)
                except (OSError, SealBroken) as error:
                    raise OutboxContentLostError(id=record.id) from error

            progress(delivery.offset)
            return talk.upload(delivery, read_at, progress)

    def _completed(
        self, record: OutboxRecord, talk: Uploading, delivery: DeliveryMessage
    ) -> DeliveryMessage:
        """Hand the signatures over, having noted that the portal may have it from now on."""
        self._store.change(record.id, lambda old: replace(old, maybe_arrived=True))
        return talk.complete(delivery.id, self._store.rows.signature(record.id))

    def _arrived(
        self, record: OutboxRecord, delivery: DeliveryMessage, change: Change = unchanged
    ) -> OutboxRecord:
        message = delivery.receipt
        assert message is not None  # noqa: S101 - checked with the answer
        receipt = Receipt(message.document_id, message.version, message.received_at)

        def arrived(old: Details) -> Details:
            return replace(without_trouble(change(old)), receipt=receipt, maybe_arrived=False)

        return self._store.move(record.id, OutboxMove.ARRIVE, arrived)

    def _expired(self, record: OutboxRecord) -> OutboxRecord:
        signer = known_details(record).ended_at(self._clock())
        ended = {"not_after": signer.not_after.isoformat()} if signer else {}

        def change(old: Details) -> Details:
            return replace(old, error_code=EXPIRED, error_data=ended)

        return self._store.move(record.id, OutboxMove.EXPIRE, change)

    def _stamped(self, record: OutboxRecord, cancel: Cancellation | None) -> OutboxRecord:
        """Add time stamps where a service answers; without them the document leaves as it is.

        A PDF stays as it is: what was not left room for has no place in it.
        """
        details, stamper = known_details(record), self._stamper()
        in_pdf = details.shape is SignatureShape.IN_PDF
        if details.stamped or details.maybe_arrived or stamper is None or in_pdf:
            return record
        try:
            signature = stamper.stamp_message(self._store.rows.signature(record.id), cancel)
        except NmoError as error:
            code = error.code
            return self._store.change(record.id, lambda old: replace(old, stamp_error=code))
        return self._store.change(
            record.id,
            Details.with_stamps,
            signature=signature,
        )


def _troubled(error: NmoError) -> Callable[[Details], Details]:
    """Return the change that keeps what went wrong."""

    def change(details: Details) -> Details:
        return replace(details, error_code=error.code, error_data=error.data())

    return change


def _settled(error: NmoError) -> Callable[[Details], Details]:
    """Return the change after a definite no: now it is known that nothing arrived."""

    def change(details: Details) -> Details:
        return replace(details, error_code=error.code, error_data=error.data(), maybe_arrived=False)

    return change
