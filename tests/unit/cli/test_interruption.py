"""Does Ctrl+C first ask and then insist?"""

from __future__ import annotations

import signal
import threading

import pytest

from desktop_app.cli.interruption import cancellable


def test_ctrl_c_asks_the_call_to_stop() -> None:
    with cancellable() as cancel:
        assert not cancel.requested
        signal.raise_signal(signal.SIGINT)
        assert cancel.requested


def test_a_second_ctrl_c_ends_it() -> None:
    with cancellable():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_call_that_does_not_stop_is_interrupted_after_a_while() -> None:
    with cancellable(grace_seconds=0.05):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            threading.Event().wait(10)


def test_afterwards_ctrl_c_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with cancellable():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
