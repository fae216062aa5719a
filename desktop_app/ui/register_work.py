"""One call at a time for a part of the page «Регистрация и ФРМР»."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.cancellation import Cancellation
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive

Result = TypeVar("Result")
Value = TypeVar("Value")


class RegisterWork(QObject):
    """Runs calls of the services; what answers for another person is dropped."""

    failed = Signal(object)
    """``NmoError``"""
    running_changed = Signal(bool)

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._job: Job | None = None
        self._turn = 0

    @property
    def running(self) -> bool:
        """True while a call is under way."""
        return self._job is not None

    def start(
        self, call: Callable[[Cancellation], Result], done: Callable[[Result], object]
    ) -> None:
        """Begin a call, unless one is under way."""
        if self._job is not None:
            return
        turn = self._turn

        def ended(listener: Callable[[Value], object]) -> Callable[[Value], None]:
            def tell(value: Value) -> None:
                if turn == self._turn:
                    self._job = None
                    self.running_changed.emit(False)
                    listener(value)

            return while_alive(self, tell)

        cancelled = ended(lambda _nothing: None)
        self._job = self._background.start(
            lambda cancel, _progress: call(cancel),
            done=ended(done),
            failed=ended(self.failed.emit),
            cancelled=lambda: cancelled(None),
        )
        self.running_changed.emit(True)

    def cancel(self) -> None:
        """Ask the call to stop."""
        if self._job is not None:
            self._job.cancel()

    def drop(self) -> None:
        """Cancel, and let nothing of it arrive: somebody else is signed in now."""
        self._turn += 1
        self.cancel()
        if self._job is not None:
            self._job = None
            self.running_changed.emit(False)
