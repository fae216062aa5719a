"""How many signatures are asked for at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.signing.signature_queue import Pace


def sizes(seconds_each: float, requests: int = 12) -> list[int]:
    """Return what is asked for of a token of this pace, request by request."""
    pace = Pace()
    asked = []
    for _ in range(requests):
        asked.append(pace.signatures)
        pace.learn(pace.signatures, pace.signatures * seconds_each)
    return asked


def test_a_slow_token_is_asked_for_one_signature_at_a_time() -> None:
    assert set(sizes(1.0)) == {1}
    assert set(sizes(0.3)) == {1}


def test_a_quick_token_is_asked_for_more_and_more() -> None:
    assert sizes(0.001)[:6] == [1, 4, 16, 64, 150, 150]


def test_there_is_a_most() -> None:
    assert sizes(0.0001)[-1] == 256


def test_a_token_that_gets_slow_is_asked_for_less_at_once() -> None:
    pace = Pace()
    for _ in range(9):
        pace.learn(pace.signatures, pace.signatures * 0.001)
    pace.learn(100, 100 * 0.05)
    assert pace.signatures == 3
    pace.learn(3, 3 * 0.4)
    assert pace.signatures == 1


@given(st.integers(1, 256), st.floats(allow_nan=False))
def test_whatever_a_helper_claims_the_number_stays_in_its_limits(count: int, told: float) -> None:
    pace = Pace()
    for _ in range(10):
        pace.learn(count, told)
        assert 1 <= pace.signatures <= 256
