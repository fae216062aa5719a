"""What stands before every PIN that goes to a driver: flags, memory of refusals, a count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import PinError, PinLockedError
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token
from desktop_app.signing.pin_guard import PinGuard
from desktop_app.signing.pin_state import check_last_try, check_pin, has_pin_pad, pin_state
from desktop_app.signing.protocol import TokenState


class LockMemory(Protocol):
    """Remembers beyond this process which tokens answered that their PIN is locked."""

    def locked(self, token: str) -> None:
        """Note that ``token`` answered so, while its flags show no lock."""

    def opened(self, token: str) -> None:
        """Note that ``token`` took a PIN."""


class PinTries:
    """Refuses a PIN before it costs a try, remembers those refused, counts those sent."""

    def __init__(self, memory: LockMemory | None = None) -> None:
        self._guard = PinGuard()
        self._memory = memory
        self.sent = 0
        """PINs handed to drivers so far, right or wrong."""

    def check(self, state: TokenState, pin: Pin | None, *, confirmed: bool) -> None:
        """Raise the ``PinError`` that makes sending ``pin`` pointless or harmful."""
        token = _token_name(state)
        self._guard.saw(token, locked=pin_state(state.flags) is PinState.LOCKED)
        check_pin(state, pin)
        if pin and not has_pin_pad(state.flags):
            self._guard.check(token, pin)
        check_last_try(state, confirmed=confirmed)

    def count_sent(self) -> None:
        """Count a PIN that is about to be sent."""
        self.sent += 1

    def remember_refused(
        self,
        state: TokenState,
        pin: Pin | None,
        refusal: PinError,
        read_again: Callable[[], TokenState] | None = None,
    ) -> None:
        """Remember a PIN that was sent and refused, and a lock that only the answer told.

        A locked token may not have judged the PIN at all (TPM): ``PinGuard`` forgets it once
        the token is seen unlocked. Flags that ``read_again`` gives tell whether the token shows
        its lock by itself.
        """
        token = _token_name(state)
        if pin and not has_pin_pad(state.flags):
            self._guard.remember_refused(token, pin)
        if isinstance(refusal, PinLockedError):
            self._guard.saw(token, locked=True)
            if self._memory is not None and read_again is not None and not _shows_lock(read_again):
                self._memory.locked(token)

    def remember_accepted(self, state: TokenState) -> None:
        """Remember that a token took the PIN that was sent."""
        if self._memory is not None:
            self._memory.opened(_token_name(state))

    def forget(self, state: TokenState) -> None:
        """Forget what a token refused: it has got a new PIN."""
        self._guard.forget(_token_name(state))
        self.remember_accepted(state)

    def refused(self, token: Token) -> bool:
        """Whether a PIN is remembered that a token refused."""
        return self._guard.refused(token_name(token))


def _shows_lock(read_again: Callable[[], TokenState]) -> bool:
    """A token that cannot be read any more has hidden nothing yet."""
    try:
        return pin_state(read_again().flags) is PinState.LOCKED
    except NmoError:
        return True


def token_name(token: Token) -> str:
    """Name a token as its PINs are remembered: by its serial, or by place where it has none."""
    return _plain(token.serial) or f"{token.reader}/{token.label}"


def pin_bytes(state: TokenState, pin: Pin | None) -> bytearray | None:
    """Return a copy of the PIN for one request; None on a PIN pad."""
    return None if pin is None or has_pin_pad(state.flags) else pin.copy()


def _token_name(state: TokenState) -> str:
    """Name a token so that every driver that shows it gives the same name."""
    return _plain(state.serial) or f"{state.reader}/{state.label}"


def _plain(serial: str) -> str:
    return serial.casefold().lstrip("0")
