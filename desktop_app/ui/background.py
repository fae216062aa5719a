"""The only file of the window that knows threads."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from desktop_app.core.cancellation import Cancellation, Cancelled, Progress, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.state import UnexpectedError

Result = TypeVar("Result")
Value = TypeVar("Value")
Call = Callable[[Cancellation, ProgressListener], Result]
_MOST_THREADS = 8
_CLOSE_MILLISECONDS = 3000
_GATHER_MILLISECONDS = 50
_SWITCH_SECONDS = 0.0005
"""How long a worker may keep the interpreter from the UI thread, which asks for it anew with
every call that Qt makes into Python: painting a list asks hundreds of times."""
_log = logging.getLogger(__name__)


class Job(QObject):
    """A call under way; it lives on the UI thread until its outcome has arrived."""

    finished = Signal()
    """Emitted last, whatever the outcome."""
    _done = Signal(object)
    _failed = Signal(object)
    _cancelled = Signal()
    _progress = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.cancellation = Cancellation()

    def cancel(self) -> None:
        """Ask the call to stop; its outcome still arrives, as cancelled or as done."""
        self.cancellation.cancel()


class _Runner(QRunnable, Generic[Result]):
    """Runs the call on a thread of the pool and emits what it came to."""

    def __init__(self, job: Job, call: Call[Result]) -> None:
        super().__init__()
        self._job = job
        self._call = call

    def run(self) -> None:
        """Run the call; called by the pool."""
        job = self._job
        try:
            result = self._call(job.cancellation, job._progress.emit)  # noqa: SLF001 - one unit
        except Cancelled:
            job._cancelled.emit()  # noqa: SLF001
        except NmoError as error:
            job._failed.emit(error)  # noqa: SLF001
        except Exception as error:  # noqa: BLE001 - a fault of ours must reach the person too
            _log.exception("a background call failed")
            job._failed.emit(UnexpectedError(type(error).__name__))  # noqa: SLF001
        else:
            job._done.emit(result)  # noqa: SLF001


class _Bridge(QObject):
    arrived = Signal(object)


class Gathering(QObject, Generic[Value]):
    """Takes values on any thread; those of a moment reach the listener together."""

    _begun = Signal()

    def __init__(self, listener: Callable[[list[Value]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._listener = listener
        self._values: list[Value] = []
        self._lock = Lock()
        self._timer = QTimer(self, singleShot=True, interval=_GATHER_MILLISECONDS)
        self._timer.timeout.connect(self.flush)
        self._begun.connect(self._timer.start, Qt.ConnectionType.QueuedConnection)

    def put(self, value: Value) -> None:
        """Take a value, on any thread."""
        with self._lock:
            first = not self._values
            self._values.append(value)
        if first:
            self._begun.emit()

    def flush(self) -> None:
        """Hand over at once what was taken; on the UI thread."""
        with self._lock:
            values, self._values = self._values, []
        if values:
            self._listener(values)


class Background(QObject):
    """Runs calls of the services beside the UI thread and brings their outcome back to it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_MOST_THREADS)
        self._jobs: set[Job] = set()
        self._left = False
        sys.setswitchinterval(_SWITCH_SECONDS)

    def start(
        self,
        call: Call[Result],
        *,
        done: Callable[[Result], object] | None = None,
        failed: Callable[[NmoError], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Run ``call(cancellation, progress_listener)`` in a worker.

        Exactly one of ``done``, ``failed`` and ``cancelled`` is called, on the UI thread, as
        are ``progress`` and then ``Job.finished``. An exception that is no ``NmoError`` is
        logged and arrives as ``UnexpectedError``. After ``leave`` no listener is called.
        """
        job = Job(self)
        self._jobs.add(job)
        queued = Qt.ConnectionType.QueuedConnection
        job._progress.connect(  # noqa: SLF001
            lambda value: progress and not self._left and progress(value), queued
        )
        outcomes = ((job._done, done), (job._failed, failed))  # noqa: SLF001
        for signal, listener in outcomes:
            signal.connect(lambda value, tell=listener: self._end(job, tell, value), queued)
        job._cancelled.connect(  # noqa: SLF001
            lambda: self._end(job, cancelled and (lambda _: cancelled()), None), queued
        )
        self._pool.start(_Runner(job, call))
        return job

    def bridge(self, listener: Callable[[Value], object]) -> Callable[[Value], None]:
        """Return a callable for any thread; its argument reaches ``listener`` on the UI thread."""
        bridge = _Bridge(self)
        bridge.arrived.connect(
            lambda value: None if self._left else listener(cast("Value", value)),
            Qt.ConnectionType.QueuedConnection,
        )
        return bridge.arrived.emit

    def gathering(self, listener: Callable[[list[Value]], object]) -> Gathering[Value]:
        """Return a bridge for many values: a call into Python for each would hold the UI up."""
        return Gathering(lambda values: None if self._left else listener(values), self)

    def leave(self) -> None:
        """Cancel what runs; whoever listened is about to go and is told nothing more."""
        self._left = True
        for job in self._jobs:
            job.cancel()

    def close(self) -> None:
        """Leave, and wait a little for what runs."""
        self.leave()
        self._pool.waitForDone(_CLOSE_MILLISECONDS)

    def _end(self, job: Job, listener: Callable[[Result], object] | None, value: Result) -> None:
        self._jobs.discard(job)
        try:
            if listener is not None and not self._left:
                listener(value)
        finally:
            job.finished.emit()
            job.deleteLater()
