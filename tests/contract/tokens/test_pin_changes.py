"""Changing and unblocking a PIN on every module: one attempt each, and no second one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.core.errors.tokens import (
    AdminPinIncorrectError,
    PinIncorrectError,
    PinLastTryError,
    PinLockedError,
    PinRefusedBeforeError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token
from desktop_app.signing.drivers import family_of
from desktop_app.signing.pin_changes import PinChanges
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import only
from tests.modules.provisioned import Provisioned

NEW = "73519264"
WRONG = "40404040"


@pytest.fixture
def changes(tokens: Tokens, token: Token, module: Provisioned) -> Iterator[PinChanges]:
    """Return the changes of the module's token; its PIN is put back afterwards."""
    del token
    yield tokens.pin_changes
    opened = Tokens([module.driver])
    try:
        (shown,) = (each for each in opened.overview().tokens if each.label == module.label)
        certificate = shown.certificates[0].certificate.id
        if not signs(opened, certificate, module.pin):
            opened.pin_changes.change(shown.serial, Pin(NEW), Pin(module.pin))
    finally:
        opened.close()


def way(module: Provisioned) -> str:
    """How the catalogue says that the module's PINs are unblocked."""
    family = family_of(module.driver.path)
    assert family is not None
    return family.unblock


def signs(tokens: Tokens, certificate: str, pin: str) -> bool:
    """Whether a login with this PIN opens the key."""
    try:
        with tokens.session(certificate, Pin(pin), last_try_confirmed=True):
            return True
    except (PinIncorrectError, PinRefusedBeforeError, PinLockedError):
        return False


def test_the_new_pin_opens_the_key_and_the_old_one_does_not(
    changes: PinChanges, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    changes.change(token.serial, Pin(module.pin), Pin(NEW))
    certificate = token.certificates[0].certificate.id
    assert signs(tokens, certificate, NEW)
    changes.change(token.serial, Pin(NEW), Pin(module.pin))
    assert signs(tokens, certificate, module.pin)


def test_a_wrong_old_pin_costs_one_try_and_is_not_sent_again(
    changes: PinChanges, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    before = tokens.pins_sent
    with pytest.raises(PinIncorrectError):
        changes.change(token.serial, Pin(WRONG), Pin(NEW))
    with pytest.raises(PinRefusedBeforeError):
        changes.change(token.serial, Pin(WRONG), Pin(NEW))
    assert tokens.pins_sent == before + 1
    # The next right PIN restores the counter: exactly one try was spent.
    assert signs(tokens, token.certificates[0].certificate.id, module.pin)


def test_a_token_that_is_not_there_is_named(changes: PinChanges) -> None:
    with pytest.raises(TokenMissingError):
        changes.change("no-such-serial", Pin(WRONG), Pin(NEW))


@only("opencryptoki", "training-token")
def test_the_last_try_needs_an_explicit_word(
    changes: PinChanges, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    for wrong in (WRONG, "50505050"):
        with pytest.raises(PinIncorrectError):
            changes.change(token.serial, Pin(wrong), Pin(NEW))
    with pytest.raises(PinLastTryError):
        changes.change(token.serial, Pin(module.pin), Pin(NEW))
    changes.change(token.serial, Pin(module.pin), Pin(NEW), last_try_confirmed=True)
    assert signs(tokens, token.certificates[0].certificate.id, NEW)


@only("softhsm", "opencryptoki", "training-token")
def test_the_administrator_sets_a_new_pin(
    changes: PinChanges, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    changes.unblock(token.serial, Pin(module.so_pin), Pin(NEW), way(module))
    assert signs(tokens, token.certificates[0].certificate.id, NEW)


@only("softhsm", "opencryptoki", "training-token")
def test_a_wrong_administrators_pin_is_named_as_his(
    changes: PinChanges, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    before = tokens.pins_sent
    with pytest.raises(AdminPinIncorrectError):
        changes.unblock(token.serial, Pin(WRONG), Pin(NEW), way(module))
    assert tokens.pins_sent == before + 1
    assert signs(tokens, token.certificates[0].certificate.id, module.pin)


@only("opencryptoki", "training-token")
def test_a_locked_pin_is_unblocked(
    changes: PinChanges, tokens: Tokens, token: Token, module: Provisioned
) -> None:
    certificate = token.certificates[0].certificate.id
    for number in range(3):
        assert not signs(tokens, certificate, f"6060606{number}")
    with pytest.raises(PinLockedError):
        changes.change(token.serial, Pin(module.pin), Pin(NEW))
    changes.unblock(token.serial, Pin(module.so_pin), Pin(NEW), way(module))
    (now,) = (each for each in tokens.overview(reread=True).tokens if each.serial == token.serial)
    assert now.pin_state is PinState.OK
    assert signs(tokens, certificate, NEW)
