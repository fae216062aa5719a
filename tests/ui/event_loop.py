"""Watches the UI thread: how long did it not come back to its event loop?"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from sys import _current_frames
from threading import Event, Thread, get_ident

from PySide6.QtCore import QTimer

TICK_MILLISECONDS = 5
LONGEST_SECONDS = 0.2
"""Shorter than any wait of the tests for a driver (0.3 s) or a portal, which is what must never
hold the window up; the quiet machine stays below half of it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One stretch without the event loop."""

    worked: float
    """Seconds of the processor that the UI thread took."""
    waited: float
    """Other seconds of it: blocked, or ready while others had the processor."""
    where: str
    """Where the UI thread was seen in the middle of it."""


@dataclass
class EventLoopWatch:
    """Collects the gaps that are too long.

    Work counts by the processor's clock, which another program's load does not stretch.
    Waiting counts by the wall clock, and as a busy machine lets a ready thread wait for its
    turn, as many times longer is allowed as there are programs for each processor.
    """

    gaps: list[Gap] = field(default_factory=list)
    longest: float = 0.0

    def __post_init__(self) -> None:
        self._wall, self._work = time.perf_counter(), time.thread_time()
        self._seen = ""
        self._ui = get_ident()
        self._stopped = Event()

    @contextmanager
    def running(self) -> Iterator[EventLoopWatch]:
        """Watch until the end of the block."""
        timer = QTimer()
        timer.timeout.connect(self._tick)
        self._wall, self._work = time.perf_counter(), time.thread_time()
        timer.start(TICK_MILLISECONDS)
        looker = Thread(target=self._look, daemon=True)
        looker.start()
        yield self
        timer.stop()
        self._stopped.set()
        looker.join()

    def _tick(self) -> None:
        wall, work = time.perf_counter(), time.thread_time()
        worked = work - self._work
        waited = max(wall - self._wall - worked, 0.0)
        self.longest = max(self.longest, worked)
        if worked > LONGEST_SECONDS or waited > LONGEST_SECONDS * crowd():
            self.gaps.append(Gap(worked, waited, self._seen))
        self._wall, self._work, self._seen = time.perf_counter(), time.thread_time(), ""

    def _look(self) -> None:
        while not self._stopped.wait(LONGEST_SECONDS / 2):
            if time.perf_counter() - self._wall > LONGEST_SECONDS / 2:
                frame = _current_frames().get(self._ui)
                self._seen = "".join(traceback.format_stack(frame)[-6:]) if frame else ""


def crowd() -> float:
    """Return how many programs there are for each processor, at least 1."""
    return max(1.0, 1 + os.getloadavg()[0] / (os.cpu_count() or 1))
