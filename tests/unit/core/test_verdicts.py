"""Is the worst verdict the one that counts, and cancelling no error?"""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.core.verdicts import Verdict


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], Verdict.GOOD),
        ([Verdict.GOOD], Verdict.GOOD),
        ([Verdict.GOOD, Verdict.UNKNOWN], Verdict.UNKNOWN),
        ([Verdict.UNKNOWN, Verdict.BAD, Verdict.GOOD], Verdict.BAD),
    ],
)
def test_the_worst_wins(verdicts: list[Verdict], worst: Verdict) -> None:
    assert Verdict.worst(verdicts) is worst


@given(st.lists(st.sampled_from(Verdict)))
def test_good_needs_every_one_good(verdicts: list[Verdict]) -> None:
    assert (Verdict.worst(verdicts) is Verdict.GOOD) == all(v is Verdict.GOOD for v in verdicts)


def test_a_cancellation_is_seen_at_the_next_step() -> None:
    cancel = Cancellation()
    cancel.checkpoint()
    cancel.cancel()
    with pytest.raises(Cancelled):
        cancel.checkpoint()


def test_waiting_ends_at_once_when_cancelled() -> None:
    cancel = Cancellation()
    threading.Timer(0.01, cancel.cancel).start()
    assert cancel.wait(30) is True


def test_cancelling_is_no_error() -> None:
    assert not issubclass(Cancelled, NmoError)
