"""Counters of PINs: exact, flagged, written down before a PIN is compared."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_app.core.errors.tokens import (
    AdminPinIncorrectError,
    AdminPinLockedError,
    PinIncorrectError,
    PinLockedError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Driver, PinState, Token
from desktop_app.signing.inspection import ExtendedInformation
from desktop_app.signing.tokens import Tokens
from tests.modules.training_token import LABEL, PIN, SO_PIN, TokenStore

NEW = "73519264"


@pytest.fixture
def tokens(store: TokenStore) -> Iterator[Tokens]:
    with closing(Tokens([driver_of(store)])) as opened:
        yield opened


def driver_of(store: TokenStore) -> Driver:
    return Driver(str(store.module), "training", store.environment)


def only_token(tokens: Tokens) -> Token:
    (token,) = tokens.overview(reread=True).tokens
    return token


def told(tokens: Tokens) -> ExtendedInformation:
    only_token(tokens)
    (inspected,) = tokens.inspect()
    assert inspected.inspection is not None
    assert inspected.inspection.extended is not None
    return inspected.inspection.extended


def wrong(tokens: Tokens, number: int, *, confirmed: bool = False) -> None:
    tokens.pin_changes.change(
        only_token(tokens).serial, Pin(f"000000{number}"), Pin(NEW), last_try_confirmed=confirmed
    )


def test_each_wrong_pin_tells_how_many_tries_are_left(store: TokenStore, tokens: Tokens) -> None:
    store.initialised("card", user_tries=6)
    for number, left in enumerate((5, 4, 3, 2, 1)):
        with pytest.raises(PinIncorrectError) as caught:
            wrong(tokens, number)
        assert (caught.value.tries_left, caught.value.last_try) == (left, left == 1)
        token = only_token(tokens)
        assert token.tries_left == left
        assert token.pin_state is (PinState.LAST_TRY if left == 1 else PinState.LOW)
        assert (told(tokens).user_tries_left, told(tokens).user_tries_maximum) == (left, 6)
    with pytest.raises(PinLockedError):
        wrong(tokens, 9, confirmed=True)
    assert (only_token(tokens).pin_state, only_token(tokens).tries_left) == (PinState.LOCKED, 0)


def test_the_right_pin_gives_all_tries_back(store: TokenStore, tokens: Tokens) -> None:
    store.initialised("card")
    with pytest.raises(PinIncorrectError):
        wrong(tokens, 1)
    tokens.pin_changes.change(only_token(tokens).serial, Pin(PIN), Pin(NEW))
    assert told(tokens).user_tries_left == 10
    assert (only_token(tokens).pin_state, only_token(tokens).tries_left) == (PinState.OK, None)


def test_the_administrators_tries_end_too(store: TokenStore, tokens: Tokens) -> None:
    store.initialised("card", so_tries=3)
    serial = only_token(tokens).serial

    def unblock(pin: str) -> None:
        tokens.pin_changes.unblock(serial, Pin(pin), Pin(NEW), "vendor")

    for number, left in enumerate((2, 1)):
        with pytest.raises(AdminPinIncorrectError):
            unblock(f"000000{number}")
        assert told(tokens).admin_tries_left == left
    with pytest.raises(AdminPinLockedError):
        unblock("0000009")
    sent = tokens.pins_sent
    with pytest.raises(AdminPinLockedError):
        unblock(SO_PIN)
    assert tokens.pins_sent == sent
    assert told(tokens).user_tries_left == 10


def test_counters_survive_a_restart_and_are_everybodys(store: TokenStore) -> None:
    store.initialised("card")
    for number in range(3):
        with closing(Tokens([driver_of(store)])) as restarted, pytest.raises(PinIncorrectError):
            wrong(restarted, number)
    with closing(Tokens([driver_of(store)])) as one, closing(Tokens([driver_of(store)])) as other:
        assert told(one).user_tries_left == told(other).user_tries_left == 7
        with pytest.raises(PinIncorrectError):
            wrong(one, 4)
        assert told(other).user_tries_left == 6


def test_a_factory_pin_is_flagged_until_it_is_changed(store: TokenStore, tokens: Tokens) -> None:
    store.initialised("card")
    store.set_pin(LABEL, SO_PIN, "12345678")
    assert only_token(tokens).pin_state is PinState.MUST_CHANGE
    assert told(tokens).flags & 0xC == 0x4
    tokens.pin_changes.change(only_token(tokens).serial, Pin("12345678"), Pin(NEW))
    assert only_token(tokens).pin_state is PinState.OK
    assert told(tokens).flags & 0xC == 0xC


@pytest.mark.parametrize("pin", ["12345", "1" * 33])
def test_a_pin_of_an_impossible_length_costs_no_try(
    store: TokenStore, tokens: Tokens, pin: str
) -> None:
    store.initialised("card")
    done = store.run("--token-label", LABEL, "--login", "--pin", pin, "--list-objects")
    assert "CKR_PIN_LEN_RANGE" in done.stderr
    assert told(tokens).user_tries_left == 10


@pytest.mark.parametrize("pin", [PIN, "0000000"])
def test_a_try_is_written_down_before_the_pin_is_compared(
    store: TokenStore, tokens: Tokens, pin: str
) -> None:
    """Whoever kills the process in between gets no try for nothing."""
    store.initialised("card")
    store.faults("compare crash once")
    login = store.run("--token-label", LABEL, "--login", "--pin", pin, "--list-objects")
    assert login.returncode == -signal.SIGSEGV
    assert told(tokens).user_tries_left == 9
