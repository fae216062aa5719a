"""«Проверить» for one, several or all credentials: progress, cancelling, a summary at the end."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.credentials import CheckOutcome
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_state import summarise

_BATCH_MILLISECONDS = 60


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
        self._arrive = background.bridge(self._take)
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
            done=lambda _outcomes: self._finish(),
            failed=self._stopped,
            progress=self.progressed.emit,
            cancelled=self._finish,
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

    def _finish(self) -> None:
        self._end()
        self.finished.emit(summarise(self._asked, self._outcomes))

    def _stopped(self, error: NmoError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._job = None
        self._batch.stop()
        self._tell()
