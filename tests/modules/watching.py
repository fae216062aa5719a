"""What a watch of tokens tells, collected; waiting for a condition instead of sleeping."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from desktop_app.core.tokens import TokenOverview


def until(condition: Callable[[], bool], seconds: float = 5) -> bool:
    """Ask again and again until ``condition`` holds; False after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
    return True


class Seen:
    """Collects what a watch tells and waits for a condition."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.overviews: list[TokenOverview] = []

    def __call__(self, overview: TokenOverview) -> None:
        with self._changed:
            self.overviews.append(overview)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[TokenOverview], bool], seconds: float) -> bool:
        """Wait until the last overview fulfils ``condition``; False after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(
                lambda: bool(self.overviews) and condition(self.overviews[-1]), seconds
            )
