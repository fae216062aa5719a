"""Which modules a contract test of tokens runs over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

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
