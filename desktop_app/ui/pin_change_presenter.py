"""What the dialogs for changing and unblocking a PIN permit: decisions without any widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.errors.tokens import PinLockedError, PinNotSetError
from desktop_app.core.tokens import PinState, Token


class PinTask(StrEnum):
    """What shall become of a PIN."""

    CHANGE = "change"
    """The owner knows the PIN and wants another one."""
    UNBLOCK = "unblock"
    """The administrator's PIN or PUK sets a new one."""


class Flaw(StrEnum):
    """What is wrong with the three fields as they stand; the token is not asked."""

    NONE = "none"
    INCOMPLETE = "incomplete"
    SAME = "same"
    """The new PIN is the one given to allow the change."""
    DIFFERENT = "different"
    """The new PIN was typed differently the second time."""


@dataclass(frozen=True, slots=True)
class PinFields:
    """What is typed, as far as a decision needs it."""

    given: str
    new: str
    again: str

    @property
    def flaw(self) -> Flaw:
        """Return what is wrong, the first thing first."""
        if self.new and self.new == self.given:
            return Flaw.SAME
        if self.again and not self.new.startswith(self.again):
            return Flaw.DIFFERENT
        complete = self.given and self.new and self.again
        return Flaw.NONE if complete and self.new == self.again else Flaw.INCOMPLETE

    def __repr__(self) -> str:
        return "PinFields(***)"


def obstacle(task: PinTask, token: Token) -> str:
    """Return the code of what makes the task impossible on this token, or an empty string."""
    if task is PinTask.UNBLOCK:
        return ""
    if token.pin_state is PinState.LOCKED:
        return PinLockedError.code
    return PinNotSetError.code if token.pin_state is PinState.NOT_SET else ""


def needs_word(task: PinTask, token: Token) -> bool:
    """Tell whether the person must confirm what a wrong entry would do."""
    return task is PinTask.UNBLOCK or token.pin_state is PinState.LAST_TRY


def chosen_first(task: PinTask, tokens: tuple[Token, ...], serial: str = "") -> int:
    """Return which token to offer: the named one, else one that needs the task, else the first."""
    wanted = (
        (PinState.LOCKED, PinState.NOT_SET) if task is PinTask.UNBLOCK else (PinState.MUST_CHANGE,)
    )
    ranked = sorted(
        range(len(tokens)),
        key=lambda row: (tokens[row].serial != serial, tokens[row].pin_state not in wanted, row),
    )
    return ranked[0] if ranked else -1
