"""A blocking call that its caller can leave at once when cancelling is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from desktop_app.core.cancellation import Cancellation

T = TypeVar("T")
_POLL_SECONDS = 0.02


@dataclass(slots=True)
class _Outcome(Generic[T]):
    finished: threading.Event = field(default_factory=threading.Event)
    values: list[T] = field(default_factory=list)
    error: BaseException | None = None


def run_interruptible(call: Callable[[], T], cancel: Cancellation | None) -> T:
    """Return ``call()``, or raise ``Cancelled`` within moments of being asked to.

    A cancelled call runs out in its daemon thread and its result is dropped: sockets know
    no other way. Without ``cancel`` it runs on the caller's thread.
    """
    if cancel is None:
        return call()
    cancel.checkpoint()
    outcome: _Outcome[T] = _Outcome()
    threading.Thread(target=_run, args=(call, outcome), daemon=True, name="portal").start()
    while not outcome.finished.wait(_POLL_SECONDS):
        cancel.checkpoint()
    if outcome.error is not None:
        raise outcome.error
    return outcome.values[0]


def _run(call: Callable[[], T], outcome: _Outcome[T]) -> None:
    try:
        outcome.values.append(call())
    except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
        outcome.error = error
    finally:
        outcome.finished.set()
