"""Cancelling and progress of a long call, shared by every caller."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

_LOOK_SECONDS = 0.1


class Cancelled(Exception):  # noqa: N818 - cancelling is an outcome, not an error
    """The caller asked the operation to stop; nothing failed."""


class Cancellation:
    """A flag that one thread sets and another looks at between steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the operation to stop at its next step."""
        self._event.set()

    @property
    def requested(self) -> bool:
        """True once ``cancel`` was called."""
        return self._event.is_set()

    def checkpoint(self) -> None:
        """Raise ``Cancelled`` when the operation was asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Wait up to ``seconds``; return True as soon as cancelling is asked for."""
        return self._event.wait(seconds)


class Pause:
    """A gate between steps that one thread closes and opens and another passes."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()

    def pause(self) -> None:
        """Ask the operation to stop before its next step and to wait."""
        self._open.clear()

    def resume(self) -> None:
        """Let the operation go on."""
        self._open.set()

    @property
    def requested(self) -> bool:
        """True from ``pause`` to ``resume``."""
        return not self._open.is_set()

    def wait(self, cancel: Cancellation | None) -> None:
        """Wait while the gate is closed. Raises ``Cancelled``."""
        while not self._open.wait(_LOOK_SECONDS):
            if cancel is not None:
                cancel.checkpoint()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long operation has come."""

    done: int
    """Items finished."""
    total: int
    """Items in all; 0 when it is not known."""
    item: str = ""
    """Name of the item at hand."""


ProgressListener = Callable[[Progress], None]


def ignore_progress(_progress: Progress) -> None:
    """Take progress and do nothing: the default listener."""
