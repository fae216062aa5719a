"""Lets the walking thread ask and press in the window's thread, also while a dialog runs there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Answer = TypeVar("Answer")
_LIMIT_SECONDS = 60


class UiThread(QObject):
    """Made in the window's thread; used from another one."""

    _wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._wanted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Return what ``question`` returns there. Raises what it raises, or ``TimeoutError``."""
        answer: Future[Answer] = Future()

        def run() -> None:
            try:
                answer.set_result(question())
            except Exception as error:  # noqa: BLE001 - it is raised in the thread that asked
                answer.set_exception(error)

        self._wanted.emit(run)
        return answer.result(_LIMIT_SECONDS)

    def tell(self, act: Callable[[], object]) -> None:
        """Have ``act`` done there without waiting: a key may open a dialog with its own loop."""
        self._wanted.emit(act)

    def _run(self, act: Callable[[], object]) -> None:
        act()
