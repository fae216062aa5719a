"""A lock that a token's flags do not show is remembered beyond this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from desktop_app.core.errors.tokens import (
    PinError,
    PinIncorrectError,
    PinLockedError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.signing.pin_tries import PinTries
from desktop_app.signing.protocol import TokenFlag, TokenState

NORMAL = TokenFlag.LOGIN_REQUIRED | TokenFlag.USER_PIN_INITIALIZED | TokenFlag.INITIALIZED
STATE = TokenState(0, "reader", "токен", "00a1", "Model", "Maker", NORMAL, 4, 8, 0)
LOCKED = replace(STATE, flags=STATE.flags | TokenFlag.USER_PIN_LOCKED)


@dataclass
class Memory:
    told: list[str] = field(default_factory=list)

    def locked(self, token: str) -> None:
        self.told.append(f"locked {token}")

    def opened(self, token: str) -> None:
        self.told.append(f"opened {token}")


def gone() -> TokenState:
    raise TokenMissingError


@pytest.mark.parametrize(
    ("refusal", "read_again", "told"),
    [
        (PinLockedError(), lambda: STATE, ["locked a1"]),
        (PinLockedError(), lambda: LOCKED, []),
        (PinLockedError(), gone, []),
        (PinIncorrectError(), lambda: STATE, []),
    ],
)
def test_only_a_lock_that_the_flags_hide_is_remembered(
    refusal: PinError, read_again: Callable[[], TokenState], told: list[str]
) -> None:
    memory = Memory()
    PinTries(memory).remember_refused(STATE, Pin("1111"), refusal, read_again)
    assert memory.told == told


def test_a_token_without_a_serial_is_known_by_its_place() -> None:
    memory = Memory()
    tries = PinTries(memory)
    tries.forget(replace(STATE, serial="0000"))
    tries.remember_accepted(STATE)
    assert memory.told == ["opened reader/токен", "opened a1"]
