"""What the contract tests of tokens share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from desktop_app.core.tokens import TokenOverview

_Test = TypeVar("_Test", bound=Callable[..., None])
_CHOSEN: dict[str, tuple[str, ...]] = {}


def only(*names: str) -> Callable[[_Test], _Test]:
    """Run a test over these modules only, for what the others have not."""

    def choose(test: _Test) -> _Test:
        _CHOSEN[test.__qualname__] = names
        return test

    return choose


def modules_of(test: Callable[..., None]) -> tuple[str, ...] | None:
    """Return the modules that ``only`` chose for a test, or None for all."""
    return _CHOSEN.get(test.__qualname__)


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
