"""What flags say about a PIN, and which PINs are never sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors.tokens import (
    PinLastTryError,
    PinLockedError,
    PinRequiredError,
    PinUnusableError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState
from desktop_app.signing.pin_state import check_last_try, check_pin, pin_state, tries_left
from desktop_app.signing.protocol import TokenFlag, TokenState

NORMAL = TokenFlag.LOGIN_REQUIRED | TokenFlag.USER_PIN_INITIALIZED | TokenFlag.INITIALIZED
STATE = TokenState(0, "Reader", "Label", "01", "Model", "Maker", NORMAL, 4, 8, 0)


def with_flags(*flags: TokenFlag) -> TokenState:
    combined = STATE.flags
    for flag in flags:
        combined |= flag
    return replace(STATE, flags=combined)


@pytest.mark.parametrize(
    ("flags", "state", "tries"),
    [
        (NORMAL, PinState.OK, None),
        (NORMAL | TokenFlag.USER_PIN_COUNT_LOW, PinState.LOW, None),
        (NORMAL | TokenFlag.USER_PIN_FINAL_TRY, PinState.LAST_TRY, 1),
        (NORMAL | TokenFlag.USER_PIN_LOCKED, PinState.LOCKED, 0),
        (NORMAL | TokenFlag.USER_PIN_TO_BE_CHANGED, PinState.MUST_CHANGE, None),
        (TokenFlag.LOGIN_REQUIRED, PinState.NOT_SET, None),
        (TokenFlag.INITIALIZED, PinState.OK, None),
        (
            NORMAL | TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY,
            PinState.LAST_TRY,
            1,
        ),
        (NORMAL | TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED, PinState.LOCKED, 0),
        (
            NORMAL | TokenFlag.USER_PIN_TO_BE_CHANGED | TokenFlag.USER_PIN_FINAL_TRY,
            PinState.LAST_TRY,
            1,
        ),
    ],
)
def test_flags_make_a_state(flags: int, state: PinState, tries: int | None) -> None:
    assert pin_state(flags) is state
    assert tries_left(replace(STATE, flags=flags)) == tries


@pytest.mark.parametrize("text", ["1234", "12345678", "пара"])
def test_a_pin_within_the_limits_may_be_sent(text: str) -> None:
    check_pin(STATE, Pin(text))


@pytest.mark.parametrize("text", ["123", "123456789", "парол", "12\n45", "12\x0045"])
def test_a_pin_beyond_the_limits_is_not_sent(text: str) -> None:
    with pytest.raises(PinUnusableError) as caught:
        check_pin(STATE, Pin(text))
    assert (caught.value.minimum, caught.value.maximum) == (4, 8)


@pytest.mark.parametrize(("shortest", "longest"), [(0, 0), (8, 4)])
def test_limits_that_make_no_sense_are_not_believed(shortest: int, longest: int) -> None:
    check_pin(replace(STATE, pin_minimum=shortest, pin_maximum=longest), Pin("123456789"))


@pytest.mark.parametrize("pin", [None, Pin("")])
def test_no_pin_is_not_sent_as_an_empty_one(pin: Pin | None) -> None:
    with pytest.raises(PinRequiredError):
        check_pin(STATE, pin)


@pytest.mark.parametrize("pin", [None, Pin("1234")])
def test_a_lock_comes_before_everything_else(pin: Pin | None) -> None:
    with pytest.raises(PinLockedError):
        check_pin(with_flags(TokenFlag.USER_PIN_LOCKED), pin)


def test_a_locked_pad_is_locked_and_a_free_one_needs_no_pin() -> None:
    pad = TokenFlag.PROTECTED_AUTHENTICATION_PATH
    check_pin(with_flags(pad), None)
    with pytest.raises(PinLockedError):
        check_pin(with_flags(pad, TokenFlag.USER_PIN_LOCKED), None)


def test_a_token_without_login_needs_nothing() -> None:
    free = replace(STATE, flags=int(TokenFlag.INITIALIZED | TokenFlag.USER_PIN_FINAL_TRY))
    check_pin(free, None)
    check_last_try(free, confirmed=False)


def test_the_last_try_needs_a_word() -> None:
    last = with_flags(TokenFlag.USER_PIN_FINAL_TRY)
    with pytest.raises(PinLastTryError):
        check_last_try(last, confirmed=False)
    check_last_try(last, confirmed=True)
    check_last_try(STATE, confirmed=False)
