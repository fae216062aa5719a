"""«Проверить» for one, several or all credentials: progress, cancelling, a summary at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.credentials import CheckOutcome
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_state import summarise

Value = TypeVar("Value")

_BATCH_MILLISECONDS = 60


def while_alive(owner: QObject, listener: Callable[[Value], object]) -> Callable[[Value], None]:
    """Return ``listener`` for as long as Qt has not deleted ``owner``.

    The services are exchanged under a running job when training begins; its page is gone then.
    """

    def tell(value: Value) -> None:
        if isValid(owner):
            listener(value)

    return tell


class CredentialChecking(QObject):
    """One run of «Проверить» at a time."""

    started = Signal(object)
    """Ids that wait for their verdict, as a frozen set."""
    checked = Signal(object)
    """Tuple of ``CheckOutcome`` that came since the last time, several times a second."""
    progressed = Signal(object)
    """``Progress`` of the run."""
    finished = Signal(object)
    """``CheckSummary`` of the run, also of a cancelled one."""
    failed = Signal(object)
    """``NmoError`` that stopped the run; what came before it was told by ``checked``."""

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._job: Job | None = None
        self._asked = 0
        self._outcomes: list[CheckOutcome] = []
        self._untold = 0
        self._arrive = background.bridge(while_alive(self, self._take))
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.setInterval(_BATCH_MILLISECONDS)
        self._batch.timeout.connect(self._tell)

    @property
    def running(self) -> bool:
        """True while a run is under way."""
        return self._job is not None

    def start(self, credential_ids: Iterable[str]) -> None:
        """Check the credentials; nothing happens while a run is under way or for none."""
        ids = tuple(credential_ids)
        if self.running or not ids:
            return
        self._asked, self._outcomes, self._untold = len(ids), [], 0
        service = self._services.credentials

        def check(cancel: Cancellation, progress: ProgressListener) -> object:
            return service.check(ids, progress=progress, on_outcome=self._arrive, cancel=cancel)

        self._job = self._background.start(
            check,
            done=while_alive(self, self._finish),
            failed=while_alive(self, self._stopped),
            progress=while_alive(self, self.progressed.emit),
            cancelled=lambda: while_alive(self, self._finish)(None),
        )
        self.started.emit(frozenset(ids))

    def cancel(self) -> None:
        """Stop after the checks under way."""
        if self._job is not None:
            self._job.cancel()

    def _take(self, outcome: CheckOutcome) -> None:
        self._outcomes.append(outcome)
        if not self._batch.isActive():
            self._batch.start()

    def _tell(self) -> None:
        news, self._untold = self._outcomes[self._untold :], len(self._outcomes)
        if news:
            self.checked.emit(tuple(news))

    def _finish(self, _outcomes: object) -> None:
        self._end()
        self.finished.emit(summarise(self._asked, self._outcomes))

    def _stopped(self, error: NmoError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._job = None
        self._batch.stop()
        self._tell()
