"""Several signatures under way: what a helper answers is counted, verified and taken in order."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    DriverCrashedError,
    DriverHungError,
    DriverNonsenseError,
    PinError,
    PinIncorrectError,
    SignatureMismatchError,
    TokenFailedError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Driver
from desktop_app.signing.limits import Limits
from desktop_app.signing.protocol import Nothing, Operation, Slots
from desktop_app.signing.signature_queue import OpenKey, Pace, SignatureQueue
from desktop_app.signing.supervisor import Supervisor
from desktop_app.signing.tokens import Tokens
from tests.certificates.authority import Wanted, root, rsa_key
from tests.drivers.hostile import HostileDriver
from tests.faults.tokens.token_steps import certificate_of
from tests.modules.provisioned import Provisioned

MESSAGES = (b"one", b"two", b"three")
PROGRAM = """
import json, sys
answers = json.loads({answers!r})
for line in sys.stdin:
    request = json.loads(line)
    if not answers:
        sys.exit(3)
    answer = answers.pop(0)
    for each in answer:
        shape = dict(version=request["version"], id=request["id"], failure=None)
        print(json.dumps({{**shape, "operation": request["operation"], **each}}), flush=True)
"""
SIGNER = root(key=rsa_key()).issue(Wanted("Иванова"), rsa_key())
ALGORITHM = SIGNER.algorithms[0]
GOOD = [SIGNER.sign_message(message, ALGORITHM) for message in MESSAGES]


def signatures(*made: bytes, failure: str = "") -> dict[str, object]:
    """Return an answer with these signatures."""
    encoded = [base64.b64encode(each).decode() for each in made]
    result: dict[str, object] = {"signatures": encoded, "microseconds": 5}
    if failure:
        result["failure"] = {"code": failure, "data": {}}
    return {"result": result}


class Session:
    """A login whose helper is a program with prepared answers."""

    def __init__(self, module: Provisioned, limits: Limits, answers: Sequence[object]) -> None:
        program = PROGRAM.format(answers=json.dumps([[{"result": {"tokens": []}}], *answers]))
        driver = Driver(module.driver.path, "prepared")
        self.supervisor = Supervisor(driver, limits, lambda _: [sys.executable, "-Sc", program])
        self.refusals: list[PinError] = []
        self.supervisor.request(Operation.POLL, Nothing(), Slots)

    @contextmanager
    def queue(self, at_once: int) -> Iterator[SignatureQueue]:
        """Return a queue that asks for so many signatures in one request."""
        pace = Pace()
        pace.signatures = at_once
        key = OpenKey("c", SIGNER.public_key_info, False, False, None, self.refusals.append)
        with (
            ThreadPoolExecutor(1) as verifiers,
            self.supervisor.requests(same_process=True) as requests,
        ):
            yield SignatureQueue(requests, key, ALGORITHM, pace, verifiers)


@pytest.fixture
def answering(soft: Provisioned, limits: Limits) -> Iterator[Callable[..., Session]]:
    begun: list[Session] = []

    def begin(*answers: object) -> Session:
        begun.append(Session(soft, limits, answers))
        return begun[-1]

    yield begin
    for session in begun:
        session.supervisor.close()


def put_all(queue: SignatureQueue) -> None:
    for message in MESSAGES:
        queue.put(message)
    queue.send()


def test_signatures_come_in_the_order_of_the_messages(answering: Callable[..., Session]) -> None:
    with answering([signatures(*GOOD)]).queue(3) as queue:
        put_all(queue)
        assert queue.take().signatures == tuple(GOOD)
        assert not queue.under_way


def test_a_second_request_goes_out_before_the_first_is_answered(
    answering: Callable[..., Session],
) -> None:
    session = answering([], [signatures(GOOD[0]) | {"id": 2}, signatures(GOOD[1])])
    with session.queue(1) as queue:
        queue.put(MESSAGES[0])
        assert queue.has_room
        queue.put(MESSAGES[1])
        assert not queue.has_room
        assert queue.take().signatures == (GOOD[0],)
        assert queue.take().signatures == (GOOD[1],)


@pytest.mark.parametrize(
    "answer",
    [
        signatures(*GOOD, GOOD[0]),
        signatures(*GOOD[:2]),
        signatures(),
        signatures(*GOOD, failure="token.failed"),
        {"result": None},
        {"result": {"signatures": "x", "microseconds": 1}},
    ],
    ids=["too many", "too few", "none", "all and a failure", "no result", "wrong type"],
)
def test_signatures_that_do_not_add_up_are_nonsense(
    answering: Callable[..., Session], answer: dict[str, object]
) -> None:
    with answering([answer]).queue(3) as queue:
        put_all(queue)
        with pytest.raises(DriverNonsenseError):
            queue.take()


def test_only_what_stands_before_a_wrong_signature_is_let_out(
    answering: Callable[..., Session],
) -> None:
    with answering([signatures(GOOD[0], GOOD[2], GOOD[1])]).queue(3) as queue:
        put_all(queue)
        taken = queue.take()
    assert taken.signatures == (GOOD[0],)
    assert isinstance(taken.failure, SignatureMismatchError)


@pytest.mark.parametrize("wrong", [0, 20, 39])
def test_a_wrong_signature_is_found_by_whoever_verifies_it(
    answering: Callable[..., Session], wrong: int
) -> None:
    made = [GOOD[0]] * 40
    made[wrong] = GOOD[1]
    with answering([signatures(*made)]).queue(40) as queue:
        for _ in made:
            queue.put(MESSAGES[0])
        taken = queue.take()
    assert taken.signatures == (GOOD[0],) * wrong
    assert isinstance(taken.failure, SignatureMismatchError)


def test_a_refusal_in_the_middle_keeps_what_was_signed_before(
    answering: Callable[..., Session],
) -> None:
    session = answering([signatures(*GOOD[:2], failure="token.failed")])
    with session.queue(3) as queue:
        put_all(queue)
        taken = queue.take()
    assert taken.signatures == tuple(GOOD[:2])
    assert isinstance(taken.failure, TokenFailedError)
    assert session.refusals == []


def test_a_refused_pin_is_told_to_the_memory_of_refusals(
    answering: Callable[..., Session],
) -> None:
    session = answering([signatures(failure="pin.incorrect")])
    with session.queue(3) as queue:
        put_all(queue)
        assert isinstance(queue.take().failure, PinIncorrectError)
    assert [each.code for each in session.refusals] == ["pin.incorrect"]


def test_answers_in_another_order_are_nonsense(answering: Callable[..., Session]) -> None:
    session = answering([], [signatures(GOOD[1]), signatures(GOOD[0]) | {"id": 2}])
    with session.queue(1) as queue:
        queue.put(MESSAGES[0])
        queue.put(MESSAGES[1])
        with pytest.raises(DriverNonsenseError):
            queue.take()


def test_a_helper_that_ends_between_two_answers_has_still_answered_the_first(
    answering: Callable[..., Session],
) -> None:
    with answering([signatures(GOOD[0])]).queue(1) as queue:
        queue.put(MESSAGES[0])
        queue.put(MESSAGES[1])
        assert queue.take().signatures == (GOOD[0],)
        with pytest.raises(DriverCrashedError):
            queue.take()


def test_answers_that_nobody_took_are_not_the_next_ones(answering: Callable[..., Session]) -> None:
    session = answering([signatures(GOOD[0])], [signatures(GOOD[1])], [signatures(GOOD[2])])
    with session.queue(1) as queue:
        queue.put(MESSAGES[0])
        queue.put(MESSAGES[1])
    with session.queue(1) as queue:
        queue.put(MESSAGES[2])
        assert queue.take().signatures == (GOOD[2],)


def test_a_helper_that_is_silent_when_the_queue_is_left_is_ended(
    answering: Callable[..., Session],
) -> None:
    session = answering([])
    with session.queue(1) as queue:
        queue.put(MESSAGES[0])
    with pytest.raises(DriverCrashedError), session.queue(1):
        pass


def sign_many(tokens: Tokens, certificate: str, count: int) -> tuple[int, NmoError | None]:
    """Sign so many messages; return how many signatures came out and what stopped it."""
    signed, put = 0, 0
    with tokens.session(certificate, Pin("123456")) as session:
        try:
            with session.queue(session.algorithms[0]) as queue:
                while True:
                    while put < count and queue.has_room:
                        queue.put(b"message %d" % put)
                        put += 1
                    queue.send()
                    if not queue.under_way:
                        return signed, None
                    taken = queue.take()
                    signed += len(taken.signatures)
                    if taken.failure is not None:
                        return signed, taken.failure
        except NmoError as error:
            return signed, error


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("segfault", DriverCrashedError), ("hang", DriverHungError), ("exit 3", DriverCrashedError)],
)
def test_a_driver_that_fails_in_the_middle_of_a_request_loses_that_request_only(
    tokens: Tokens, hostile: HostileDriver, fault: str, kind: type[NmoError]
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(f"C_Sign {fault}", "spare 20")
    signed, error = sign_many(tokens, certificate, 200)
    assert isinstance(error, kind)
    # Asked for 1, 1, 4 and 16 at once at most: the 21st call is in the fourth or later.
    assert 6 <= signed <= 20
    hostile.misbehave()
    assert sign_many(tokens, certificate, 40) == (40, None)


def test_what_was_signed_before_a_refusal_comes_out_to_the_last(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave("C_Sign return 0x05", "spare 20")
    signed, error = sign_many(tokens, certificate, 200)
    assert (signed, error and error.code) == (20, "token.failed")


def test_a_key_that_asks_for_the_pin_each_time_is_sent_a_wrong_one_once(
    tokens: Tokens, hostile: HostileDriver, tmp_path: Path
) -> None:
    certificate = certificate_of(tokens.overview())
    logins = tmp_path / "logins"
    hostile.misbehave("always-authenticate 999999", f"logins {logins}")
    signed, error = sign_many(tokens, certificate, 10)
    assert (signed, error and error.code) == (0, "pin.incorrect")
    assert logins.read_text().count("login") == 2


def test_a_key_that_asks_for_the_pin_each_time_signs_one_by_one(
    tokens: Tokens, hostile: HostileDriver, tmp_path: Path
) -> None:
    certificate = certificate_of(tokens.overview())
    logins = tmp_path / "logins"
    hostile.misbehave("always-authenticate 123456", f"logins {logins}")
    assert sign_many(tokens, certificate, 10) == (10, None)
    assert logins.read_text().count("login") == 11
