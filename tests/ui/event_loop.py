"""Watches the UI thread: how long did it not come back to its event loop?"""

from __future__ import annotations

import faulthandler
import linecache
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, takewhile
from tempfile import TemporaryFile
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
                self._seen = seen_at(self._ui)


def seen_at(thread: int, *, most: int = 6) -> str:
    """Return where a thread is, innermost call first.

    Without its frames: one that is kept here for a moment may end here, and its widgets with it.
    """
    with TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        lines = iter(file.read().splitlines())
    _others = list(takewhile(lambda line: f"Thread 0x{thread:016x}" not in line, lines))
    calls = islice(takewhile(str.strip, lines), most)
    return "\n".join(f"{call}\n    {_source(call)}" for call in calls)


def _source(call: str) -> str:
    place = re.search(r'"(.+)", line (\d+)', call)
    return linecache.getline(place[1], int(place[2])).strip() if place else ""


def crowd() -> float:
    """Return how many programs there are for each processor, at least 1."""
    return max(1.0, 1 + os.getloadavg()[0] / (os.cpu_count() or 1))
