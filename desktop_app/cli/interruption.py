"""Ctrl+C: first a polite request to stop, then the end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from desktop_app.core.cancellation import Cancellation

GRACE_SECONDS = 3.0
"""How long a call may take to stop by itself after Ctrl+C."""


@contextmanager
def cancellable(grace_seconds: float = GRACE_SECONDS) -> Iterator[Cancellation]:
    """Give a ``Cancellation`` that Ctrl+C sets.

    A call that has not stopped ``grace_seconds`` later, or a second Ctrl+C, ends in
    ``KeyboardInterrupt``. Outside the main thread Ctrl+C is left as it is.
    """
    cancel = Cancellation()
    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return
    timer = threading.Timer(grace_seconds, _interrupt_again)
    timer.daemon = True

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        if cancel.requested:
            raise KeyboardInterrupt
        cancel.cancel()
        timer.start()

    before = signal.signal(signal.SIGINT, ask_to_stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
        timer.cancel()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl+C end what stands in the block at once: a question, within ``cancellable``."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupt_again() -> None:
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)
