from __future__ import annotations

import threading

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.services.portal.interruptible import run_interruptible


@pytest.mark.parametrize("cancel", [None, Cancellation()])
def test_the_result_comes_back(cancel: Cancellation | None) -> None:
    assert run_interruptible(lambda: 5, cancel) == 5


@pytest.mark.parametrize("cancel", [None, Cancellation()])
def test_what_the_call_raises_comes_back(cancel: Cancellation | None) -> None:
    with pytest.raises(ValueError, match="no number"):
        run_interruptible(lambda: int("no number"), cancel)


def test_a_blocked_call_is_left_when_asked_to() -> None:
    cancel, release = Cancellation(), threading.Event()

    def blocked() -> bool:
        cancel.cancel()
        return release.wait(30)

    with pytest.raises(Cancelled):
        run_interruptible(blocked, cancel)
    release.set()


def test_without_a_cancellation_nothing_leaves_the_thread() -> None:
    assert run_interruptible(threading.current_thread, None) is threading.current_thread()
