"""A driver that misbehaves ends in a typed error within its limit; the next request works."""

from __future__ import annotations

import os
import subprocess
import time

import msgspec
import pytest

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    DriverCrashedError,
    DriverFailedError,
    DriverHungError,
    DriverNonsenseError,
    PinIncorrectError,
    SignatureMismatchError,
    TokenBusyError,
    TokenFailedError,
    TokenMissingError,
    TokenRemovedError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import DriverState
from desktop_app.signing.launch import own_command
from desktop_app.signing.protocol import VERSION, Nothing, Operation, Request, encode
from desktop_app.signing.tokens import Tokens
from tests.drivers.hostile import HostileDriver
from tests.faults.tokens.token_steps import certificate_of, error_of, sign, sign_once

LOADING = ("load", "C_GetFunctionList", "C_Initialize")
LISTING = ("C_GetSlotList", "C_GetSlotInfo", "C_GetTokenInfo")
READING = ("C_OpenSession", "C_FindObjectsInit", "C_FindObjects", "C_GetAttributeValue")
SESSION = ("C_Login", "C_GetMechanismList", "C_SignInit", "C_Sign")
FATAL = {
    "segfault": (DriverCrashedError, -11),
    "abort": (DriverCrashedError, -6),
    "exit 0": (DriverCrashedError, 0),
    "exit 3": (DriverCrashedError, 3),
}


@pytest.mark.parametrize("fault", FATAL)
@pytest.mark.parametrize("function", [*LOADING, *LISTING, *READING])
def test_a_driver_that_dies_while_it_lists_is_reported_and_used_again(
    tokens: Tokens, hostile: HostileDriver, function: str, fault: str
) -> None:
    hostile.misbehave(f"{function} {fault}")
    error = error_of(tokens.overview())
    kind, status = FATAL[fault]
    assert isinstance(error, kind)
    assert error.data() == {"path": hostile.driver.path, "exit_status": status}
    hostile.misbehave()
    assert certificate_of(tokens.overview())


@pytest.mark.parametrize("fault", FATAL)
@pytest.mark.parametrize("function", SESSION)
def test_a_driver_that_dies_in_a_session_is_reported_and_used_again(
    tokens: Tokens, hostile: HostileDriver, function: str, fault: str
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(f"{function} {fault}")
    with pytest.raises(DriverCrashedError):
        sign_once(tokens, certificate)
    hostile.misbehave()
    assert sign_once(tokens, certificate)


@pytest.mark.parametrize("function", [*LOADING, *LISTING, *READING])
def test_a_driver_that_hangs_while_it_lists_is_killed_at_its_limit(
    tokens: Tokens, hostile: HostileDriver, function: str
) -> None:
    if function not in LOADING:
        tokens.overview()  # The start of a helper has a longer limit.
    hostile.misbehave(f"{function} hang")
    began = time.monotonic()
    error = error_of(tokens.overview(reread=True))
    assert isinstance(error, DriverHungError)
    assert time.monotonic() - began < (6 if function in LOADING else 3)
    hostile.misbehave()
    assert certificate_of(tokens.overview())


@pytest.mark.parametrize("function", SESSION)
def test_a_driver_that_hangs_in_a_session_is_killed_at_its_limit(
    tokens: Tokens, hostile: HostileDriver, function: str
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(f"{function} hang")
    began = time.monotonic()
    with pytest.raises(DriverHungError):
        sign_once(tokens, certificate)
    assert time.monotonic() - began < 4
    hostile.misbehave()
    assert sign_once(tokens, certificate)


@pytest.mark.parametrize("function", ["C_Logout", "C_CloseAllSessions", "C_FindObjectsFinal"])
def test_a_driver_that_dies_while_it_tidies_up_has_still_signed(
    tokens: Tokens, hostile: HostileDriver, function: str
) -> None:
    certificate = certificate_of(tokens.overview())
    with tokens.session(certificate, Pin("123456")) as session:
        signature = sign(session)
        hostile.misbehave(f"{function} segfault")
    assert signature
    hostile.misbehave()
    assert sign_once(tokens, certificate)


def test_a_driver_that_prints_in_each_call_is_not_even_noticed(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave('* print {"version":1,"id":1,"operation":"poll","result":{"tokens":[]}}')
    certificate = certificate_of(tokens.overview())
    assert sign_once(tokens, certificate)
    assert error_of(tokens.overview()) is None


@pytest.mark.parametrize(
    ("order", "detail"),
    [
        ("slots 5000000", "5000000 slots"),
        ("slots 0xffffffffffffffff", "18446744073709551615 slots"),
        ("objects endless", "more than 1000 objects"),
        ("value-length 0x10000000000", "an attribute of 1099511627776 bytes"),
    ],
)
def test_a_driver_that_claims_impossible_amounts_answers_nonsense(
    tokens: Tokens, hostile: HostileDriver, order: str, detail: str
) -> None:
    hostile.misbehave(order)
    error = error_of(tokens.overview())
    assert isinstance(error, DriverNonsenseError)
    assert error.detail == detail
    hostile.misbehave()
    assert certificate_of(tokens.overview(reread=True))


def test_an_undecodable_label_is_shown_as_windows_tools_wrote_it(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave(f"label {'Иванов'.encode('cp1251').ljust(32).hex()}")
    assert {token.label for token in tokens.overview().tokens} == {"Иванов"}


@pytest.mark.parametrize(
    ("function", "code", "expected"),
    [
        ("C_Initialize", "0x05", DriverFailedError(detail="CKR_GENERAL_ERROR")),
        ("C_GetSlotList", "0x80000042", DriverFailedError(detail="CKR_0x80000042")),
        ("C_GetSlotList", "0x30", TokenBusyError()),
        ("C_GetTokenInfo", "0x31", TokenFailedError("CKR_DEVICE_MEMORY")),
        ("C_OpenSession", "0xB1", TokenBusyError()),
        ("C_FindObjectsInit", "0xDEADBEEF", TokenFailedError("CKR_0xDEADBEEF")),
    ],
)
def test_each_refusal_while_listing_has_its_error(
    tokens: Tokens, hostile: HostileDriver, function: str, code: str, expected: NmoError
) -> None:
    hostile.misbehave(f"{function} return {code}")
    error = error_of(tokens.overview())
    assert type(error) is type(expected)
    assert error is not None
    assert {**error.data(), "path": ""} == {"path": "", **expected.data()}
    hostile.misbehave()
    assert certificate_of(tokens.overview(reread=True))


@pytest.mark.parametrize("function", ["C_Login", "C_SignInit", "C_Sign"])
@pytest.mark.parametrize("code", ["0x05", "0x101", "0xB3", "0x80001234"])
def test_no_refusal_but_one_is_called_a_wrong_pin(
    tokens: Tokens, hostile: HostileDriver, function: str, code: str
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(f"{function} return {code}")
    with pytest.raises(TokenFailedError):
        sign_once(tokens, certificate)
    hostile.misbehave()
    assert sign_once(tokens, certificate)


def test_a_wrong_pin_is_called_so(tokens: Tokens) -> None:
    certificate = certificate_of(tokens.overview())
    with pytest.raises(PinIncorrectError):
        sign_once(tokens, certificate, "654321")
    assert sign_once(tokens, certificate)


@pytest.mark.parametrize("code", ["0x32", "0x30", "0x05", "0xE0", "0xB3"])
def test_a_token_that_vanishes_is_called_removed_whatever_the_driver_says(
    tokens: Tokens, hostile: HostileDriver, code: str
) -> None:
    certificate = certificate_of(tokens.overview())
    with tokens.session(certificate, Pin("123456")) as session:
        hostile.misbehave(f"vanish {code}")
        with pytest.raises(TokenRemovedError):
            sign(session)
    with pytest.raises(TokenMissingError):
        sign_once(tokens, certificate)
    assert tokens.overview().tokens == ()
    hostile.misbehave()
    assert sign_once(tokens, certificate)


@pytest.mark.parametrize("kind", ["garbage", "long"])
def test_bytes_that_are_no_signature_are_never_let_out(
    tokens: Tokens, hostile: HostileDriver, kind: str
) -> None:
    certificate = certificate_of(tokens.overview())
    hostile.misbehave(f"signature {kind}")
    with pytest.raises(SignatureMismatchError if kind == "garbage" else DriverNonsenseError):
        sign_once(tokens, certificate)
    hostile.misbehave()
    assert sign_once(tokens, certificate)


def test_three_crashes_in_a_minute_set_the_driver_aside_until_it_is_asked_for(
    tokens: Tokens, hostile: HostileDriver
) -> None:
    hostile.misbehave("C_GetSlotList segfault")
    states = [tokens.overview().drivers[0].state for _ in range(4)]
    assert states == [DriverState.CRASHED] * 3 + [DriverState.SET_ASIDE]
    hostile.misbehave()
    assert tokens.overview().drivers[0].state is DriverState.SET_ASIDE
    tokens.retry(hostile.driver.path)
    assert certificate_of(tokens.overview())


@pytest.mark.parametrize("function", ["C_GetSlotList", "C_GetTokenInfo"])
def test_a_helper_whose_driver_hangs_ends_when_its_program_does(
    hostile: HostileDriver, function: str
) -> None:
    hostile.misbehave(f"{function} hang")
    line = encode(Request(VERSION, 1, Operation.POLL, msgspec.Raw(encode(Nothing()))))
    with subprocess.Popen(
        own_command("--token-helper", hostile.driver.path),
        env={**os.environ, **hostile.driver.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as helper:
        answers, _ = helper.communicate(bytes(line) + b"\n", timeout=20)
    assert (answers, helper.returncode) == (b"", 0)
