"""A PIN that a token refused is not sent to it again."""

from __future__ import annotations

import pytest

from desktop_app.core.errors.tokens import PinRefusedBeforeError
from desktop_app.core.pin import Pin
from desktop_app.signing.pin_guard import PinGuard


@pytest.fixture
def guard() -> PinGuard:
    guard = PinGuard()
    guard.remember_refused("one", Pin("1111"))
    return guard


def test_a_refused_pin_is_stopped_again_and_again(guard: PinGuard) -> None:
    for _ in range(2):
        with pytest.raises(PinRefusedBeforeError):
            guard.check("one", Pin("1111"))


@pytest.mark.parametrize(("token", "pin"), [("one", "2222"), ("one", "11111"), ("two", "1111")])
def test_other_pins_and_other_tokens_are_free(guard: PinGuard, token: str, pin: str) -> None:
    guard.check(token, Pin(pin))


def test_each_refused_pin_is_remembered(guard: PinGuard) -> None:
    guard.remember_refused("one", Pin("3333"))
    for pin in ("1111", "3333"):
        with pytest.raises(PinRefusedBeforeError):
            guard.check("one", Pin(pin))


def test_a_token_that_was_unlocked_may_have_any_pin(guard: PinGuard) -> None:
    guard.saw("one", locked=True)
    with pytest.raises(PinRefusedBeforeError):
        guard.check("one", Pin("1111"))
    guard.saw("one", locked=False)
    guard.check("one", Pin("1111"))


def test_a_token_that_never_was_locked_keeps_its_refusals(guard: PinGuard) -> None:
    guard.saw("one", locked=False)
    with pytest.raises(PinRefusedBeforeError):
        guard.check("one", Pin("1111"))


def test_the_pin_itself_is_nowhere_in_the_guard(guard: PinGuard) -> None:
    guard.remember_refused("two", Pin("secret-pin"))
    assert "secret-pin" not in repr(vars(guard))


def test_the_callers_pin_is_left_as_it_was(guard: PinGuard) -> None:
    pin = Pin("2222")
    guard.check("one", pin)
    guard.remember_refused("one", pin)
    assert pin.reveal() == "2222"
