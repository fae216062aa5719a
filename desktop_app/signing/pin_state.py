"""What a token's flags say about its PIN, and whether a PIN may be sent at all."""

from __future__ import annotations

from desktop_app.core.errors.tokens import (
    PinLastTryError,
    PinLockedError,
    PinRequiredError,
    PinUnusableError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState
from desktop_app.signing.protocol import TokenFlag, TokenState

# The first flag that is set wins: what stops a person comes before what warns.
_ORDER = (
    (TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
    (TokenFlag.USER_PIN_FINAL_TRY, PinState.LAST_TRY),
    (TokenFlag.USER_PIN_TO_BE_CHANGED, PinState.MUST_CHANGE),
    (TokenFlag.USER_PIN_COUNT_LOW, PinState.LOW),
)
_TRIES = {PinState.LOCKED: 0, PinState.LAST_TRY: 1}


def pin_state(flags: int) -> PinState:
    """Return the PIN's state from CK_TOKEN_INFO.flags.

    Absent flags prove nothing: TPM modules lock without showing any.
    """
    for flag, state in _ORDER:
        if flags & flag:
            return state
    if flags & TokenFlag.LOGIN_REQUIRED and not flags & TokenFlag.USER_PIN_INITIALIZED:
        return PinState.NOT_SET
    return PinState.OK


def tries_left(state: TokenState) -> int | None:
    """Return the tries left where the flags or the driver tell, else None."""
    return _TRIES.get(pin_state(state.flags), state.user_tries_left)


def has_pin_pad(flags: int) -> bool:
    """True when the PIN is typed on the reader (protected authentication path)."""
    return bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)


def check_pin(state: TokenState, pin: Pin | None) -> None:
    """Raise what makes sending ``pin`` pointless or harmful, before a try is spent.

    Raises ``PinLockedError``, ``PinRequiredError`` or ``PinUnusableError``. Lengths count UTF-8
    bytes, as C_Login does; limits that contradict themselves are not believed.
    """
    if not state.flags & TokenFlag.LOGIN_REQUIRED:
        return
    if pin_state(state.flags) is PinState.LOCKED:
        raise PinLockedError
    if has_pin_pad(state.flags):
        return
    if not pin:
        raise PinRequiredError
    shortest, longest = state.pin_minimum, state.pin_maximum
    text = pin.reveal()
    size = len(text.encode())
    believed = longest > 0 and shortest <= longest
    if not text.isprintable() or (believed and not shortest <= size <= longest):
        raise PinUnusableError(shortest, longest)


def check_last_try(state: TokenState, *, confirmed: bool) -> None:
    """Raise ``PinLastTryError`` when one try is left and nobody agreed to use it."""
    needs_login = state.flags & TokenFlag.LOGIN_REQUIRED
    if needs_login and pin_state(state.flags) is PinState.LAST_TRY and not confirmed:
        raise PinLastTryError
