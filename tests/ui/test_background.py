"""Calls beside the UI thread: exactly one outcome, always back on it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.state import UnexpectedError
from desktop_app.core.errors.tokens import TokenBusyError
from desktop_app.ui.background import Background


class Outcomes:
    """Everything that a job told, and on which thread."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()

    def listener(self, name: str):  # type: ignore[no-untyped-def]  # fits every signature
        def listen(value: object = None) -> None:
            self.told.append((name, value))
            self.threads.add(QThread.currentThread())

        return listen

    def start(self, background: Background, call: object) -> None:
        job = background.start(
            call,  # type: ignore[arg-type]  # the tests pass functions
            done=self.listener("done"),
            failed=self.listener("failed"),
            cancelled=self.listener("cancelled"),
            progress=self.listener("progress"),
        )
        job.finished.connect(self.listener("finished"))
        self.job = job


@pytest.fixture
def outcomes() -> Outcomes:
    return Outcomes()


def finish(outcomes: Outcomes, qtbot: QtBot) -> list[tuple[str, object]]:
    qtbot.waitUntil(lambda: ("finished", None) in outcomes.told)
    assert outcomes.threads == {QThread.currentThread()}
    return outcomes.told


def test_a_result_and_progress_arrive_on_the_ui_thread(
    background: Background, outcomes: Outcomes, qtbot: QtBot
) -> None:
    worked_on = []

    def call(_cancel: Cancellation, progress: ProgressListener) -> int:
        worked_on.append(threading.get_ident())
        progress(Progress(1, 2, "a"))
        return 42

    outcomes.start(background, call)
    assert finish(outcomes, qtbot) == [
        ("progress", Progress(1, 2, "a")),
        ("done", 42),
        ("finished", None),
    ]
    assert worked_on != [threading.get_ident()]


def test_an_error_of_ours_arrives_as_it_is(
    background: Background, outcomes: Outcomes, qtbot: QtBot
) -> None:
    error = TokenBusyError()

    def call(*_: object) -> None:
        raise error

    outcomes.start(background, call)
    assert finish(outcomes, qtbot) == [("failed", error), ("finished", None)]


@pytest.mark.logs_warnings
def test_a_fault_of_ours_is_logged_and_arrives_as_unexpected(
    background: Background,
    outcomes: Outcomes,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def call(*_: object) -> None:
        raise ZeroDivisionError

    outcomes.start(background, call)
    (name, error), _ = finish(outcomes, qtbot)
    assert name == "failed"
    assert isinstance(error, UnexpectedError)
    assert isinstance(error, NmoError)
    assert error.detail == "ZeroDivisionError"
    assert "ZeroDivisionError" in caplog.text


def test_cancelling_ends_as_cancelled(
    background: Background, outcomes: Outcomes, qtbot: QtBot
) -> None:
    def call(cancel: Cancellation, _progress: ProgressListener) -> None:
        assert cancel.wait(10)
        cancel.checkpoint()

    outcomes.start(background, call)
    outcomes.job.cancel()
    assert finish(outcomes, qtbot) == [("cancelled", None), ("finished", None)]


def test_a_call_that_was_faster_than_cancelling_is_done(
    background: Background, outcomes: Outcomes, qtbot: QtBot
) -> None:
    outcomes.start(background, lambda cancel, _progress: cancel.wait(10))
    outcomes.job.cancel()
    assert finish(outcomes, qtbot)[0] == ("done", True)


def test_a_bridge_brings_values_of_any_thread(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[object, QThread]] = []

    def listen(value: str) -> None:
        seen.append((value, QThread.currentThread()))

    tell = background.bridge(listen)
    thread = threading.Thread(target=lambda: tell("token"))
    thread.start()
    thread.join()
    assert not seen
    qtbot.waitUntil(lambda: seen == [("token", QThread.currentThread())])


def test_many_values_of_any_threads_arrive_together(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[list[int], QThread]] = []

    def listen(values: list[int]) -> None:
        seen.append((values, QThread.currentThread()))

    heard = background.gathering(listen)
    threads = [threading.Thread(target=heard.put, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not seen
    qtbot.waitUntil(lambda: bool(seen))
    heard.put(9)
    heard.flush()
    assert [sorted(values) for values, _thread in seen] == [list(range(9)), [9]]
    assert {thread for _values, thread in seen} == {QThread.currentThread()}


def test_who_has_left_is_told_nothing_more(outcomes: Outcomes, qtbot: QtBot) -> None:
    background = Background()
    seen: list[str] = []
    tell = background.bridge(seen.append)
    outcomes.start(background, lambda cancel, _progress: cancel.wait(10))
    background.leave()
    tell("token")
    assert finish(outcomes, qtbot) == [("finished", None)]
    assert not seen
    background.close()
