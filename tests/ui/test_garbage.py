"""What is garbage in cycles ends on the UI thread, whichever thread passed a threshold."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from desktop_app.ui.background import Background
from desktop_app.ui.garbage import GarbageCollection

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def forget_a_running_timer(ended_on: list[threading.Thread]) -> None:
    timer = QTimer(interval=1)
    timer.start()
    timer.destroyed.connect(
        lambda: ended_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )
    timer.cycle = timer  # type: ignore[attr-defined]


def test_a_worker_that_passes_the_thresholds_ends_nothing(
    background: Background, qtbot: QtBot
) -> None:
    GarbageCollection(parent := QObject())
    ended_on: list[threading.Thread] = []
    forget_a_running_timer(ended_on)
    gate = threading.Event()

    def allocate(*_: object) -> None:
        kept = [[number] for number in range(10 * gc.get_threshold()[0])]
        gate.set()
        del kept

    background.start(allocate)
    assert gate.wait(10)
    assert not ended_on
    kept: list[list[int]] = []

    def has_ended() -> bool:
        kept.extend([number] for number in range(gc.get_threshold()[0]))
        return bool(ended_on)

    qtbot.waitUntil(has_ended)
    assert ended_on == [threading.main_thread()]
    parent.deleteLater()
