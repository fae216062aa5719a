"""Sending by itself: whenever something is due, and network and session allow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import OutboxBusyError
from desktop_app.services.outbox.changes import Changes
from desktop_app.services.outbox.sending import Sending
from desktop_app.services.outbox_service import RoundListener, SendListener, SendReport
from desktop_app.services.storage.outbox_rows import OutboxRows

LOOK_SECONDS = 1.0
"""How often a resting courier looks whether something changed."""
LONGEST_REST_SECONDS = 60.0
"""A round that finds nothing to do costs next to nothing."""


class Courier:
    """Round after round on the caller's thread, until cancelled; it has no thread of its own."""

    def __init__(
        self,
        sending: Sending,
        rows: OutboxRows,
        changes: Changes,
        clock: Callable[[], datetime],
    ) -> None:
        self._sending = sending
        self._rows = rows
        self._changes = changes
        self._clock = clock

    def keep_sending(
        self, cancel: Cancellation, progress: SendListener, on_round: RoundListener
    ) -> None:
        """Send what is due until cancelled; see ``OutboxService``."""
        while not cancel.requested:
            before = self._state()
            try:
                report = self._sending.send_due(progress, cancel)
            except Cancelled:
                return
            except OutboxBusyError:  # Another process sends: its changes show here.
                report = SendReport(())
            except NmoError as error:  # The disk, most likely; the next round may find space.
                report = SendReport((), stopped_by=error)
            on_round(report)
            self._rest(report, before, cancel)

    def _rest(self, report: SendReport, before: object, cancel: Cancellation) -> None:
        """Wait until something is due, somebody did something, or it has been long enough."""
        waited = 0.0
        while waited < LONGEST_REST_SECONDS and not cancel.wait(LOOK_SECONDS):
            waited += LOOK_SECONDS
            state = self._state()
            if state != before:
                self._changes.tell()
                return
            if report.next_try_at is not None and self._clock() >= report.next_try_at:
                return

    def _state(self) -> object:
        return self._changes.wishes, self._sending.is_possible(), self._rows.foreign_changes()
