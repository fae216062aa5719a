"""The outbox of the whole window: it sends what is signed and counts what waits."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation, Pause, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.core.outbox_item import OutboxCounts
from desktop_app.services.outbox_service import OutboxService, SendReport
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Gathering


class OutboxCourier(QObject):
    """Works from the start of the window until it goes, whichever pages are open."""

    changed = Signal()
    """Something in the outbox has changed."""
    counted = Signal(object)
    """``OutboxCounts``, at the start and after each change."""
    round_ended = Signal(object)
    """The ``SendReport`` of a round."""
    failed = Signal(object)
    """The ``NmoError`` that ended the courier: nothing leaves by itself any more."""

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._changes: Gathering[None] = background.gathering(lambda _many: self._tell())
        self._gone = Pause()
        self.last_round: SendReport | None = None
        """For a page that is opened later."""
        self.last_failure: NmoError | None = None
        """Why the courier has ended, for such a page."""

    def begin(self) -> None:
        """Open the outbox, follow its changes and start sending."""
        services, changes = self._services, self._changes

        def open_outbox(_cancel: Cancellation, _progress: ProgressListener) -> OutboxService:
            outbox = services.outbox
            outbox.watch(lambda: changes.put(None))
            return outbox

        # An outbox that cannot be opened is told by the page, which reads it, too.
        self._background.start(open_outbox, done=self._start)

    def wait(self) -> None:
        """Wait until the courier has gone, for a worker: then the outbox may be closed."""
        self._gone.wait(None)

    def count(self) -> None:
        """Count the documents anew."""
        services = self._services

        def read(_cancel: Cancellation, _progress: ProgressListener) -> OutboxCounts:
            return services.outbox.page(limit=1).counts

        self._background.start(read, done=self.counted.emit)

    def _start(self, outbox: OutboxService) -> None:
        told, gone = self._background.bridge(self._end_round), self._gone
        gone.pause()

        def send(cancel: Cancellation, _progress: ProgressListener) -> None:
            try:
                outbox.keep_sending(cancel, on_round=told)
            finally:
                gone.resume()

        self._background.start(send, failed=self._end)
        self.count()

    def _tell(self) -> None:
        self.count()
        self.changed.emit()

    def _end(self, error: NmoError) -> None:
        self.last_failure = error
        self.failed.emit(error)

    def _end_round(self, report: SendReport) -> None:
        self.last_round = report
        self.round_ended.emit(report)
