"""A helper that answers wrongly ends in a typed error; nothing it says is believed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    DriverCrashedError,
    DriverFailedError,
    DriverHungError,
    DriverNonsenseError,
    DriverSetAsideError,
    PinIncorrectError,
)
from desktop_app.core.tokens import Driver
from desktop_app.signing.limits import Limits
from desktop_app.signing.protocol import VERSION, Nothing, Operation, Slots
from desktop_app.signing.supervisor import Supervisor
from tests.modules.provisioned import Provisioned

ANSWER = {"version": VERSION, "id": 1, "operation": "poll", "result": {"tokens": []}}
ANSWERING = "import sys, time\nfor line in sys.stdin:\n    {}\n"
Start = Callable[[str], Supervisor]


@pytest.fixture
def start(soft: Provisioned, limits: Limits) -> Iterator[Start]:
    """Start a supervisor whose helper runs a Python program instead of ours."""
    started: list[Supervisor] = []

    def with_program(program: str) -> Supervisor:
        def command(_driver_path: str) -> Sequence[str]:
            return [sys.executable, "-Sc", program]

        started.append(Supervisor(Driver(soft.driver.path, "hostile"), limits, command))
        return started[-1]

    yield with_program
    for supervisor in started:
        supervisor.close()


def poll(supervisor: Supervisor, cancel: Cancellation | None = None) -> Slots:
    return supervisor.request(Operation.POLL, Nothing(), Slots, cancel=cancel)


def says(text: str, more: str = "") -> str:
    return ANSWERING.format(f"sys.stdout.write({text!r}); sys.stdout.flush(); {more}")


def test_a_proper_answer_is_taken(start: Start) -> None:
    assert poll(start(says(json.dumps(ANSWER) + "\n"))) == Slots(())


@pytest.mark.parametrize(
    "text",
    [
        "garbage\n",
        "\n",
        "[]\n",
        "\x00\x01\x02\n",
        json.dumps(ANSWER)[:-5] + "\n",
        json.dumps(ANSWER)[:-5],
        "[" * 20_000 + "\n",
        json.dumps(ANSWER)[:-1] + ', "more": ' + "[" * 20_000 + "\n",
        json.dumps(ANSWER | {"id": 2}) + "\n",
        json.dumps(ANSWER | {"version": VERSION + 1}) + "\n",
        json.dumps(ANSWER | {"operation": "sign"}) + "\n",
        json.dumps(ANSWER | {"result": {"tokens": [{"slot": "1"}]}}) + "\n",
        json.dumps(ANSWER | {"result": None}) + "\n",
        json.dumps(ANSWER | {"failure": {"code": "no.such-code"}}) + "\n",
        json.dumps(ANSWER | {"failure": {"code": "portal.unreachable", "data": 5}}) + "\n",
    ],
    ids=[
        "garbage", "empty line", "wrong type", "bytes", "cut off", "half a line", "nested",
        "nested deeper", "another id", "another version", "another operation", "wrong field",
        "no result", "unknown code", "data of a wrong type",
    ],
)  # fmt: skip
def test_an_answer_that_is_not_of_the_protocol_is_nonsense(start: Start, text: str) -> None:
    with pytest.raises(DriverNonsenseError):
        poll(start(says(text, "sys.exit()" if not text.endswith("\n") else "")))


def test_a_line_over_the_limit_is_nonsense(start: Start) -> None:
    with pytest.raises(DriverNonsenseError):
        poll(start(ANSWERING.format("sys.stdout.write('x' * 6_000_000)")))


def test_failure_data_of_the_wrong_type_is_nonsense_and_no_error_of_ours(start: Start) -> None:
    failure = {"code": "pin.incorrect", "data": {"tries_left": 2, "extra": "ignored"}}
    with pytest.raises(PinIncorrectError) as caught:
        poll(start(says(json.dumps(ANSWER | {"failure": failure}) + "\n")))
    assert caught.value.data() == {"tries_left": 2, "last_try": False}


def test_a_second_answer_to_one_request_is_nonsense_at_the_next(start: Start) -> None:
    supervisor = start(says((json.dumps(ANSWER) + "\n") * 2))
    poll(supervisor)
    with pytest.raises(DriverNonsenseError):
        poll(supervisor)


def test_silence_ends_at_the_limit_and_names_the_operation(start: Start, limits: Limits) -> None:
    began = time.monotonic()
    with pytest.raises(DriverHungError) as caught:
        poll(start(ANSWERING.format("time.sleep(600)")))
    assert caught.value.operation == "poll"
    assert caught.value.seconds == limits.start + limits.poll
    assert time.monotonic() - began < caught.value.seconds + 2


def test_cancelling_ends_a_request_at_once_and_is_no_error(start: Start) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(Cancelled):
        poll(start(ANSWERING.format("time.sleep(600)")), cancel)


def test_a_helper_that_cannot_be_started_is_a_failed_driver(
    soft: Provisioned, limits: Limits
) -> None:
    supervisor = Supervisor(soft.driver, limits, lambda _path: ["/nonexistent/helper"])
    with pytest.raises(DriverFailedError):
        poll(supervisor)


def test_each_request_after_a_crash_gets_a_fresh_helper_up_to_the_third(start: Start) -> None:
    supervisor = start("import os; os._exit(3)")
    for _ in range(3):
        with pytest.raises(DriverCrashedError):
            poll(supervisor)
    with pytest.raises(DriverSetAsideError):
        poll(supervisor)


def test_crashes_that_lie_apart_set_no_driver_aside(soft: Provisioned) -> None:
    limits = Limits(crash_window=0.0)
    supervisor = Supervisor(soft.driver, limits, lambda _path: [sys.executable, "-Sc", ""])
    errors: list[NmoError] = []
    for _ in range(5):
        with pytest.raises(DriverCrashedError) as caught:
            poll(supervisor)
        errors.append(caught.value)
    assert len(errors) == 5


def test_a_request_that_needs_the_old_helper_gets_no_new_one(start: Start) -> None:
    supervisor = start(says(json.dumps(ANSWER) + "\n", "sys.exit()"))
    poll(supervisor)
    with pytest.raises(DriverCrashedError):
        supervisor.request(Operation.SIGN, Nothing(), Slots, same_process=True)


def test_nothing_is_asked_after_close(start: Start) -> None:
    supervisor = start(says(json.dumps(ANSWER) + "\n"))
    poll(supervisor)
    supervisor.close()
    with pytest.raises(DriverCrashedError):
        poll(supervisor)
