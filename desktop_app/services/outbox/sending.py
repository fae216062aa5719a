"""One round of sending: in the order of acceptance, by one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop_app.core.accounts import Account
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import (
    OtherPersonError,
    OutboxBusyError,
    OutboxMoveError,
)
from desktop_app.core.errors.portal import (
    PortalAnswerError,
    PortalError,
    PortalUnavailableError,
)
from desktop_app.core.outbox_item import OutboxMove, OutboxState, moved
from desktop_app.services.outbox.delivery import REFUSALS, Delivery
from desktop_app.services.outbox.rest import LONGEST, Rests, back_off
from desktop_app.services.outbox_service import SendListener, SendProgress, SendReport
from desktop_app.services.storage.file_lock import FileLock
from desktop_app.services.storage.outbox_record import OutboxRecord
from desktop_app.services.storage.outbox_store import OutboxStore

WhoIsThere = Callable[[], Account]
"""Returns whose session it is. Raises ``NotSignedInError``, ``SessionExpiredError``, …"""
_INTERNAL_ERROR = 500


@dataclass(slots=True)
class _Round:
    """What a round has come to so far."""

    total: int
    tried: list[OutboxRecord] = field(default_factory=list)
    held_documents: set[str] = field(default_factory=set)
    """The portal's documents with an earlier version here that has not arrived."""


class Sending:
    """Sends what waits; ``who`` is asked first, so that nothing starts without a session.

    ``tried`` gets each document as it stands after its delivery was tried.
    """

    def __init__(
        self,
        store: OutboxStore,
        delivery: Delivery,
        rests: Rests,
        lock: FileLock,
        who: WhoIsThere,
        clock: Callable[[], datetime],
        tried: Callable[[OutboxRecord], None],
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._rests = rests
        self._lock = lock
        self._who = who
        self._clock = clock
        self._tried = tried

    def is_possible(self) -> bool:
        """Tell whether somebody is signed in, without asking the portal."""
        try:
            self._who()
        except NmoError:
            return False
        return True

    def send_due(self, progress: SendListener, cancel: Cancellation | None) -> SendReport:
        """Send what is due by itself. Raises ``OutboxBusyError``, ``Cancelled``."""
        rest = self._rests.current()
        if rest is not None and rest.holds(self._clock()):
            return self._report(_Round(0), None)
        return self._round(self._is_due, progress, cancel)

    def send_now(
        self, identifiers: Sequence[str], progress: SendListener, cancel: Cancellation | None
    ) -> SendReport:
        """Send these documents, or all, on a person's word. As ``send_due``.

        Only a time that the portal itself asked for is waited for.
        """
        rest = self._rests.current()
        if rest is not None and rest.asked and rest.holds(self._clock()):
            seconds = (rest.until - self._clock()).total_seconds()
            return self._report(_Round(0), PortalUnavailableError(retry_after=round(seconds)))
        for identifier in identifiers:
            state = self._store.rows.record(identifier).state
            if state is not OutboxState.SENDING:  # Left by a crash; it goes on.
                moved(state, OutboxMove.BEGIN, identifier)
        chosen = frozenset(identifiers)
        return self._round(lambda each: not chosen or each.id in chosen, progress, cancel)

    def _round(
        self,
        wanted: Callable[[OutboxRecord], bool],
        progress: SendListener,
        cancel: Cancellation | None,
    ) -> SendReport:
        with self._lock.tried() as held:
            if held is None:
                raise OutboxBusyError
            self._put_back()
            going = _Round(self._store.rows.counts().by_state.get(OutboxState.WAITING, 0))
            if not going.total:
                return self._report(going, None)
            try:
                account = self._who()
            except NmoError as error:
                return self._report(going, error)
            return self._send_all(going, account, wanted, progress, cancel)

    def _send_all(
        self,
        going: _Round,
        account: Account,
        wanted: Callable[[OutboxRecord], bool],
        progress: SendListener,
        cancel: Cancellation | None,
    ) -> SendReport:
        for record in self._in_order(going, wanted):
            if cancel is not None:
                cancel.checkpoint()
            if self._is_of_another(record, account):
                continue
            try:
                after, error = self._send_one(going, record, progress, cancel)
            except OutboxMoveError:  # Somebody dropped it, or handed it over, just now.
                continue
            going.tried.append(after)
            self._tried(after)
            if error is not None and _stops_everything(error):
                # A session that ended needs no time, but a person.
                if isinstance(error, PortalError):
                    self._rests.begin(error, self._clock())
                return self._report(going, error)
            if error is None:
                self._rests.end()
                self._lead_on(after)
        return self._report(going, None)

    def _in_order(
        self, going: _Round, wanted: Callable[[OutboxRecord], bool]
    ) -> Iterator[OutboxRecord]:
        """Yield what may leave; a version never overtakes an earlier one of its document."""
        for record in self._store.rows.unresolved():
            if record.details is None:
                continue
            document = record.details.document_id
            free = not document or document not in going.held_documents
            if free and record.state is OutboxState.WAITING and wanted(record):
                yield record
            if document and not self._has_arrived(record):
                going.held_documents.add(document)

    def _has_arrived(self, record: OutboxRecord) -> bool:
        return self._store.rows.record(record.id).state is OutboxState.DELIVERED

    def _send_one(
        self,
        going: _Round,
        record: OutboxRecord,
        progress: SendListener,
        cancel: Cancellation | None,
    ) -> tuple[OutboxRecord, NmoError | None]:
        def told(sent_bytes: int) -> None:
            progress(SendProgress(len(going.tried), going.total, record.item(), sent_bytes))

        told(0)
        return self._delivery.deliver(record, told, _rest_of_one, cancel)

    def _is_due(self, record: OutboxRecord) -> bool:
        """Tell whether its own rest is over; a clock that was set back does not hold it."""
        at = record.next_try_at
        return at is None or not self._clock() < at <= self._clock() + LONGEST

    def _is_of_another(self, record: OutboxRecord, account: Account) -> bool:
        """Leave what somebody else signed; the portal would refuse it. It says so in the list."""
        details = record.details
        if details is None or not details.signers:
            return False
        if any(each.snils in ("", account.snils) for each in details.signers):
            return False
        error = OtherPersonError(signer=", ".join(each.name for each in details.signers))
        if details.error_code != error.code:
            self._store.change(
                record.id,
                lambda old: replace(old, error_code=error.code, error_data=error.data()),
            )
        return True

    def _lead_on(self, arrived: OutboxRecord) -> None:
        """Let own later versions replace the one that arrived just now: that is no conflict."""
        details = arrived.details
        if details is None or details.receipt is None or not details.document_id:
            return
        before, version = details.base_version, details.receipt.version
        for record in self._store.rows.unresolved():
            later = record.details
            if later is None or (later.document_id, later.base_version) != (
                details.document_id,
                before,
            ):
                continue
            self._store.change(record.id, lambda old: replace(old, base_version=version))

    def _put_back(self) -> None:
        """Let wait on what was being sent when the program ended: nobody else sends now."""
        for record in self._store.rows.page((OutboxState.SENDING,), 1000):
            self._store.move(record.id, OutboxMove.POSTPONE)

    def _report(self, going: _Round, error: NmoError | None) -> SendReport:
        rest = self._rests.current()
        holds = rest is not None and rest.holds(self._clock())
        next_try_at = rest.until if rest is not None and holds else self._store.rows.next_try_at()
        return SendReport(
            items=tuple(record.item() for record in going.tried),
            stopped_by=error,
            left=self._store.rows.counts().to_send,
            next_try_at=next_try_at,
        )


def _stops_everything(error: NmoError) -> bool:
    """Tell whether a failure would meet every other document too.

    A plain failure of the portal (500) and an answer that cannot be read may be about the one
    document; so is everything that a person has to mend.
    """
    if isinstance(error, PortalUnavailableError):
        return error.status != _INTERNAL_ERROR
    return not isinstance(error, (PortalAnswerError, *REFUSALS))


def _rest_of_one(record: OutboxRecord, error: NmoError) -> timedelta | None:
    """Return how long a document rests by itself; when all rest, it need not."""
    return None if _stops_everything(error) else back_off(record.tries)
