"""What the PIN dialog asks and permits: decisions without any widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.tokens import (
    PinIncorrectError,
    PinLastTryError,
    PinLockedError,
    PinMustChangeError,
    PinNotSetError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token, TokenCertificate

_OBSTACLES = {
    PinState.LOCKED: PinLockedError,
    PinState.NOT_SET: PinNotSetError,
    PinState.MUST_CHANGE: PinMustChangeError,
}


class Entry(StrEnum):
    """How the PIN is given."""

    FIELD = "field"
    PIN_PAD = "pin-pad"
    """Typed on the reader; the program never sees it."""
    NONE = "none"
    """No PIN can be given: locked or not set."""


@dataclass(frozen=True, slots=True)
class PinRequest:
    """What is to be signed, and with what."""

    token: Token
    certificate: TokenCertificate
    heading: str
    """What the signature does, for example «Вход на portal.example»."""
    statement: str
    """Exactly what is signed, readable."""
    run: Callable[[Pin | None, bool, Cancellation], object]
    """Does it: takes the PIN (None for a PIN pad), whether the last try is confirmed, and the
    cancellation; returns what the caller wants to have."""


@dataclass(frozen=True, slots=True)
class PinQuestion:
    """What the dialog shows now."""

    entry: Entry
    tries_left: int | None
    last_try: bool
    """True when the next wrong PIN locks the token: an explicit word is needed."""
    obstacle: str = ""
    """Code of what stands in the way where ``entry`` is NONE."""


def first_question(token: Token) -> PinQuestion:
    """Return what to ask of a person with this token, read from its flags alone."""
    obstacle = _OBSTACLES.get(token.pin_state)
    if obstacle is not None:
        return PinQuestion(Entry.NONE, token.tries_left, last_try=False, obstacle=obstacle.code)
    return PinQuestion(
        Entry.PIN_PAD if token.pin_pad else Entry.FIELD,
        token.tries_left,
        last_try=token.pin_state is PinState.LAST_TRY,
    )


def next_question(question: PinQuestion, error: NmoError) -> PinQuestion:
    """Return what to ask after a refusal; nothing is ever sent again by itself."""
    if isinstance(error, PinLockedError | PinNotSetError | PinMustChangeError):
        return replace(question, entry=Entry.NONE, last_try=False, obstacle=error.code)
    if isinstance(error, PinLastTryError):
        return replace(question, last_try=True)
    if isinstance(error, PinIncorrectError):
        return replace(
            question, tries_left=error.tries_left, last_try=error.last_try or question.last_try
        )
    return question


def may_sign(question: PinQuestion, length: int, *, last_try_confirmed: bool) -> bool:
    """Tell whether «Подписать» does something now."""
    if question.entry is Entry.NONE or (question.last_try and not last_try_confirmed):
        return False
    return question.entry is Entry.PIN_PAD or length > 0


def ends_dialog(error: NmoError) -> bool:
    """Tell whether the dialog has nothing more to ask: the error is not about the PIN."""
    return not error.code.startswith("pin.")
