"""PIN pads and keys that ask each time, on a driver that plays them over SoftHSM."""

from __future__ import annotations

import threading
import time

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.tokens import (
    DriverHungError,
    PinIncorrectError,
    PinLastTryError,
    PinLockedError,
    PinMustChangeError,
    PinNotSetError,
    PinRefusedBeforeError,
    PinRequiredError,
    PinUnusableError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState
from desktop_app.signing.tokens import Tokens
from tests.drivers.hostile import HostileDriver
from tests.faults.tokens.token_steps import certificate_of, sign, sign_once


def test_on_a_pin_pad_no_pin_is_asked_for_or_sent(tokens: Tokens, hostile: HostileDriver) -> None:
    hostile.misbehave("pin-pad 123456")
    overview = tokens.overview()
    assert overview.tokens[0].pin_pad
    assert sign_once(tokens, certificate_of(overview), None)
    assert sign_once(tokens, certificate_of(overview), "typed into the program by mistake")


def test_a_wrong_pin_typed_on_the_pad_may_be_tried_again_there(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("pin-pad 000000")
    certificate = certificate_of(tokens.overview())
    for _ in range(2):
        with pytest.raises(PinIncorrectError):
            sign_once(tokens, certificate, None)


def test_a_person_may_take_longer_on_the_pad_than_a_login_takes(
    open_patient_tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("pin-pad 123456", "C_Login delay 2500")
    assert sign_once(open_patient_tokens, certificate_of(open_patient_tokens.overview()), None)


def test_a_pad_on_which_nobody_types_ends_at_its_limit(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("pin-pad 123456", "C_Login hang")
    certificate = certificate_of(tokens.overview())
    with pytest.raises(DriverHungError):
        sign_once(tokens, certificate, None)


def test_cancel_pressed_on_the_pad_is_no_error(tokens: Tokens, hostile: HostileDriver) -> None:
    hostile.misbehave("pin-pad 123456", "C_Login return 0x50")
    certificate = certificate_of(tokens.overview())
    with pytest.raises(Cancelled):
        sign_once(tokens, certificate, None)


def test_cancelling_in_the_program_ends_the_wait_for_the_pad(
    open_patient_tokens: Tokens, hostile: HostileDriver
) -> None:
    certificate = certificate_of(open_patient_tokens.overview())
    hostile.misbehave("pin-pad 123456", "C_Login hang")
    cancel = Cancellation()
    threading.Timer(0.3, cancel.cancel).start()
    began = time.monotonic()
    with (
        pytest.raises(Cancelled),
        open_patient_tokens.session(certificate, None, cancel=cancel),
    ):
        pass
    assert time.monotonic() - began < 5
    hostile.misbehave()
    assert sign_once(open_patient_tokens, certificate)


def test_a_key_that_asks_each_time_gets_the_pin_before_each_signature(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("always-authenticate 123456")
    certificate = certificate_of(tokens.overview())
    with tokens.session(certificate, Pin("123456")) as session:
        assert sign(session)
        assert sign(session)


def test_a_key_that_asks_each_time_lets_the_person_type_on_the_pad(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("always-authenticate 123456", "pin-pad 123456")
    certificate = certificate_of(tokens.overview())
    with tokens.session(certificate, None) as session:
        assert sign(session)
        assert sign(session)


def test_a_pin_refused_between_two_signatures_is_remembered(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("always-authenticate 123456")
    certificate = certificate_of(tokens.overview())
    with tokens.session(certificate, Pin("123456")) as session:
        assert sign(session)
        hostile.misbehave("always-authenticate changed-elsewhere")
        with pytest.raises(PinIncorrectError):
            sign(session)
    with pytest.raises(PinRefusedBeforeError):
        sign_once(tokens, certificate)


@pytest.mark.parametrize(
    ("flag", "state"),
    [
        ("0x10000", PinState.LOW),
        ("0x20000", PinState.LAST_TRY),
        ("0x40000", PinState.LOCKED),
        ("0x80000", PinState.MUST_CHANGE),
    ],
)
def test_each_flag_is_a_state(
    tokens: Tokens, hostile: HostileDriver, flag: str, state: PinState
) -> None:
    hostile.misbehave(f"flags-set {flag}")
    (token,) = [each for each in tokens.overview().tokens if each.certificates]
    assert token.pin_state is state


def test_a_token_without_a_pin_says_so(tokens: Tokens, hostile: HostileDriver) -> None:
    hostile.misbehave("flags-clear 0x8")
    (token,) = [each for each in tokens.overview().tokens if each.certificates]
    assert token.pin_state is PinState.NOT_SET


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (["flags-set 0x40000"], PinLockedError),
        (["flags-set 0x20000"], PinLastTryError),
        (["pin-length 8 12"], PinUnusableError),
    ],
)
def test_what_the_flags_forbid_never_reaches_the_token(
    tokens: Tokens, hostile: HostileDriver, orders: list[str], expected: type[Exception]
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(*orders, "C_Login abort")
    with pytest.raises(expected):
        sign_once(tokens, certificate)


def test_no_pin_never_reaches_the_token_as_an_empty_one(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave("C_Login abort")
    with pytest.raises(PinRequiredError):
        sign_once(tokens, certificate, None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0xA0", PinIncorrectError),
        ("0xA1", PinUnusableError),
        ("0xA2", PinUnusableError),
        ("0xA3", PinMustChangeError),
        ("0xA4", PinLockedError),
        ("0x102", PinNotSetError),
    ],
)
def test_each_refusal_of_a_pin_has_its_error(
    tokens: Tokens, hostile: HostileDriver, code: str, expected: type[Exception]
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(f"C_Login return {code}")
    with pytest.raises(expected):
        sign_once(tokens, certificate)


def test_the_flags_are_read_again_after_a_refusal(tokens: Tokens, hostile: HostileDriver) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave("C_Login return 0xA0", "flags-set 0x20000")
    with (
        pytest.raises(PinIncorrectError) as caught,
        tokens.session(certificate, Pin("111111"), last_try_confirmed=True),
    ):
        pass
    assert caught.value.last_try


def test_on_a_token_without_login_the_keys_that_are_seen_are_all(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("flags-clear 0x4", "C_Login abort")
    overview = tokens.overview()
    assert overview.tokens[0].certificates[0].key_known
