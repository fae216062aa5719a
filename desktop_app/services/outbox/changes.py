"""Telling listeners that the outbox changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


class Changes:
    """Listeners, called after each change on the thread that made it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._listeners: dict[int, Callable[[], None]] = {}
        self._number = 0
        self.wishes = 0
        """How often a person asked for something to leave."""

    def watch(self, listener: Callable[[], None]) -> Watch:
        """Call ``listener`` after each change until the watch is stopped."""
        with self._lock:
            self._number += 1
            self._listeners[self._number] = listener
            return Watch(self, self._number)

    def tell(self) -> None:
        """Call every listener."""
        with self._lock:
            for listener in tuple(self._listeners.values()):
                listener()

    def wish(self) -> None:
        """Count that a person asked for something to leave."""
        with self._lock:
            self.wishes += 1

    def forget(self, number: int) -> None:
        """Call a listener no more."""
        with self._lock:
            self._listeners.pop(number, None)


@dataclass(frozen=True, slots=True)
class Watch:
    """A running watch: an ``OutboxWatch``."""

    changes: Changes
    number: int

    def stop(self) -> None:
        """Stop watching; the listener is not called after this returns."""
        self.changes.forget(self.number)
