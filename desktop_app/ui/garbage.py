"""Collects cyclic garbage on the UI thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 250


class GarbageCollection(QObject):
    """Takes the collection of cyclic garbage over from the interpreter, for its whole process.

    The interpreter collects on whichever thread passes a threshold. Where that is a worker, a
    timer, an index into a model or a widget of the garbage ends there, beside its own thread:
    Qt forbids it, and the next turn of the event loop crashes or never ends.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_MILLISECONDS)
        timer.timeout.connect(collect_what_is_due)
        timer.start()


def collect_what_is_due() -> None:
    """Collect the oldest generation that is past its threshold, as the interpreter would."""
    due = [
        generation
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if 0 < most < count
    ]
    if due:
        gc.collect(due[-1])
