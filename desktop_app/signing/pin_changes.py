"""Changing and unblocking the PIN of a token: one attempt each, and no second one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.tokens import (
    AdminPinLockedError,
    PinIncorrectError,
    PinLockedError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.signing.driver_tokens import DriverTokens
from desktop_app.signing.pin_state import has_pin_pad
from desktop_app.signing.pin_tries import PinTries, pin_bytes
from desktop_app.signing.protocol import (
    Nothing,
    Operation,
    PinChange,
    PinUnblock,
    TokenFlag,
    TokenState,
)


class PinChanges:
    """The PINs of the tokens that ``drivers`` show; ``look`` reads them anew."""

    def __init__(
        self, drivers: Sequence[DriverTokens], tries: PinTries, look: Callable[[], object]
    ) -> None:
        self._drivers = drivers
        self._tries = tries
        self._look = look

    def change(
        self,
        serial: str,
        old: Pin | None,
        new: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        """Exchange the user PIN of a token; PINs are None on a PIN pad.

        Flags are read first, as for a login. Raises ``TokenMissingError``, the errors of PINs,
        drivers and tokens, and ``Cancelled``.
        """
        driver, seen = self._place(serial)
        with driver.exclusive(cancel):
            state = driver.state_now(seen)
            self._tries.check(state, old, confirmed=last_try_confirmed)
            request = PinChange(
                state.slot, state.serial, state.label, pin_bytes(state, old), pin_bytes(state, new)
            )
            self._tries.count_sent()
            pad = has_pin_pad(state.flags)
            try:
                driver.supervisor.request(
                    Operation.CHANGE_PIN, request, Nothing, pin_pad=pad, cancel=cancel
                )
            except (PinIncorrectError, PinLockedError) as refusal:
                look = partial(driver.state_now, state)
                self._tries.remember_refused(state, old, refusal, look)
                raise
            self._tries.forget(state)

    def unblock(
        self, serial: str, admin: Pin, new: Pin, way: str, cancel: Cancellation | None = None
    ) -> None:
        """Set the user PIN of a token with the administrator's.

        ``way`` is ``init-pin`` or ``vendor`` (see ``PinUnblock``). Raises ``TokenMissingError``,
        ``AdminPinIncorrectError``, ``AdminPinLockedError``, ``PinUnblockUnsupportedError``, the
        errors of drivers and tokens, and ``Cancelled``.
        """
        driver, seen = self._place(serial)
        with driver.exclusive(cancel):
            state = driver.state_now(seen)
            if state.flags & TokenFlag.SO_PIN_LOCKED:
                raise AdminPinLockedError(state.label)
            request = PinUnblock(
                state.slot, state.serial, state.label, way, admin.copy(), new.copy()
            )
            self._tries.count_sent()
            driver.supervisor.request(Operation.UNBLOCK_PIN, request, Nothing, cancel=cancel)
            self._tries.forget(state)

    def _place(self, serial: str) -> tuple[DriverTokens, TokenState]:
        """Return where a token is, reading all tokens anew when it is not known."""
        for look in (lambda: None, self._look):
            look()
            for driver in self._drivers:
                for seen in driver.snapshot.tokens:
                    if seen.token.serial == serial:
                        return driver, seen.state
        raise TokenMissingError(token=serial)
