"""What real modules say about PINs, and that no try is spent without need."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from desktop_app.core.errors.tokens import (
    PinIncorrectError,
    PinLastTryError,
    PinLockedError,
    PinRefusedBeforeError,
    PinRequiredError,
    PinUnusableError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token
from desktop_app.signing.signing_session import SigningSession
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import only
from tests.modules.provisioned import Provisioned


def log_in(tokens: Tokens, token: Token, pin: str | None, *, confirmed: bool = False) -> None:
    certificate = token.certificates[0].certificate.id
    given = None if pin is None else Pin(pin)
    with tokens.session(certificate, given, last_try_confirmed=confirmed) as session:
        assert isinstance(session, SigningSession)


def state_of(tokens: Tokens, token: Token) -> PinState:
    (found,) = [each for each in tokens.overview().tokens if each.label == token.label]
    return found.pin_state


def run_tool(module: Provisioned, *command: str) -> None:
    path = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    environment = {**path, **module.driver.environment}
    environment["TPM2TOOLS_TCTI"] = environment.get("TPM2_PKCS11_TCTI", "")
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=30)


def set_pin(module: Provisioned, pin: str) -> None:
    """Set the PIN as an administrator does, which unlocks it."""
    if module.name == "opensc":
        module.tell_card("reset-pin")
    if module.name == "training-token":
        module.store.set_pin(module.label, module.so_pin, pin)
    if module.name == "opencryptoki":
        run_tool(module, "pkcsconf", "-c", "0", "-u", "-S", module.so_pin, "-n", pin)
    if module.name == "tpm2":
        run_tool(module, "tpm2_dictionarylockout", "-c")


@pytest.fixture
def unlocked(module: Provisioned) -> Iterator[Provisioned]:
    """A module whose PIN is set back and unlocked afterwards."""
    yield module
    set_pin(module, module.pin)


def test_a_wrong_pin_is_named_and_not_sent_again(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    with pytest.raises(PinIncorrectError):
        log_in(tokens, token, "654321")
    with pytest.raises(PinRefusedBeforeError):
        log_in(tokens, token, "654321", confirmed=True)
    log_in(tokens, token, unlocked.pin)
    assert state_of(tokens, token) is PinState.OK


def test_without_a_pin_nothing_is_sent(tokens: Tokens, token: Token, unlocked: Provisioned) -> None:
    for absent in (None, ""):
        with pytest.raises(PinRequiredError):
            log_in(tokens, token, absent)
    assert state_of(tokens, token) is PinState.OK


@only("opencryptoki", "opensc", "training-token")
@pytest.mark.parametrize("pin", ["1", "123456789" * 30, "1234\n56"], ids=["short", "long", "line"])
def test_a_pin_that_no_token_takes_is_not_sent(
    tokens: Tokens, token: Token, unlocked: Provisioned, pin: str
) -> None:
    with pytest.raises(PinUnusableError) as caught:
        log_in(tokens, token, pin)
    assert (caught.value.minimum, caught.value.maximum) == (token.pin_minimum, token.pin_maximum)
    assert state_of(tokens, token) is PinState.OK


@only("opencryptoki", "opensc", "training-token")
def test_the_last_try_is_spent_only_when_confirmed_and_a_lock_is_seen_without_trying(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    with pytest.raises(PinIncorrectError) as first:
        log_in(tokens, token, "000001")
    assert not first.value.last_try
    with pytest.raises(PinIncorrectError) as second:
        log_in(tokens, token, "000002")
    assert (second.value.last_try, second.value.tries_left) == (True, 1)
    assert state_of(tokens, token) is PinState.LAST_TRY
    with pytest.raises(PinLastTryError):
        log_in(tokens, token, "000003")
    with pytest.raises(PinLastTryError):
        log_in(tokens, token, unlocked.pin)
    assert state_of(tokens, token) is PinState.LAST_TRY
    with pytest.raises(PinLockedError):
        log_in(tokens, token, "000003", confirmed=True)
    assert state_of(tokens, token) is PinState.LOCKED
    with pytest.raises(PinLockedError):
        log_in(tokens, token, unlocked.pin, confirmed=True)


@only("opencryptoki", "training-token")
def test_the_right_pin_at_the_last_try_brings_all_tries_back(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    for wrong in ("000001", "000002"):
        with pytest.raises(PinIncorrectError):
            log_in(tokens, token, wrong)
    log_in(tokens, token, unlocked.pin, confirmed=True)
    assert state_of(tokens, token) is PinState.OK


@only("opensc")
def test_flags_that_a_module_keeps_after_a_login_are_believed_on_the_safe_side(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    """OpenSC asks the card for its tries, which a logged-in card does not tell."""
    for wrong in ("000001", "000002"):
        with pytest.raises(PinIncorrectError):
            log_in(tokens, token, wrong)
    log_in(tokens, token, unlocked.pin, confirmed=True)
    assert state_of(tokens, token) is PinState.LAST_TRY
    log_in(tokens, token, unlocked.pin, confirmed=True)


@only("opensc")
def test_the_locking_try_is_a_lock_whichever_of_two_answers_the_card_gives(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    unlocked.tell_card("last-try-63c0")
    for wrong in ("000001", "000002"):
        with pytest.raises(PinIncorrectError):
            log_in(tokens, token, wrong)
    with pytest.raises(PinLockedError):
        log_in(tokens, token, "000003", confirmed=True)


@only("opensc")
def test_a_refused_pin_is_known_before_the_card_is_asked(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    with pytest.raises(PinIncorrectError):
        log_in(tokens, token, "654321")
    tries = json.loads(unlocked.tell_card("status"))["tries"]
    with pytest.raises(PinRefusedBeforeError):
        log_in(tokens, token, "654321")
    assert json.loads(unlocked.tell_card("status"))["tries"] == tries == 2


@only("opencryptoki", "training-token")
def test_after_the_administrator_unlocked_it_a_refused_pin_may_be_right(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    for wrong in ("000001", "000002", "000003"):
        with pytest.raises((PinIncorrectError, PinLockedError)):
            log_in(tokens, token, wrong, confirmed=True)
    with pytest.raises(PinLockedError):
        log_in(tokens, token, unlocked.pin)
    set_pin(unlocked, "000003")
    log_in(tokens, token, "000003")


@only("tpm2")
def test_a_tpm_that_locks_without_a_flag_is_still_called_locked(
    tokens: Tokens, token: Token, unlocked: Provisioned
) -> None:
    for wrong in ("000001", "000002", "000003"):
        with pytest.raises(PinIncorrectError):
            log_in(tokens, token, wrong)
    with pytest.raises(PinLockedError):
        log_in(tokens, token, "000004")
    with pytest.raises(PinLockedError):
        log_in(tokens, token, unlocked.pin)
    set_pin(unlocked, unlocked.pin)
    log_in(tokens, token, unlocked.pin)
