"""The tokens of one driver as last seen, and looking again."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    DriverCrashedError,
    DriverError,
    DriverHungError,
    DriverMissingError,
    DriverSetAsideError,
    TokenError,
    TokenMissingError,
    TokenRemovedError,
)
from desktop_app.core.tokens import (
    Driver,
    DriverReport,
    DriverState,
    Token,
)
from desktop_app.signing.inspection import Description, Inspection
from desktop_app.signing.known_token import KnownToken, token_of
from desktop_app.signing.limits import Limits
from desktop_app.signing.protocol import (
    Contents,
    Nothing,
    Operation,
    PrivateKeyObject,
    SlotChoice,
    Slots,
    TokenState,
)
from desktop_app.signing.supervisor import Supervisor

_POLL_SECONDS = 0.05
_STATES: tuple[tuple[type[NmoError], DriverState], ...] = (
    (DriverMissingError, DriverState.MISSING),
    (DriverCrashedError, DriverState.CRASHED),
    (DriverHungError, DriverState.HUNG),
    (DriverSetAsideError, DriverState.SET_ASIDE),
)


@dataclass(frozen=True, slots=True)
class SeenToken:
    """A token as one driver shows it."""

    state: TokenState
    token: Token


@dataclass(frozen=True, slots=True)
class InspectedToken:
    """A token as one driver shows it, with all that it tells without login."""

    driver: str
    """File of the driver."""
    token: Token
    inspection: Inspection | None
    """None where it could not be asked."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One driver and its tokens at one moment."""

    report: DriverReport
    tokens: tuple[SeenToken, ...] = ()

    def same_as(self, other: Snapshot) -> bool:
        """True when nothing that a person could see differs."""
        mine, its = self.report, other.report
        return (
            self.tokens == other.tokens
            and mine.state is its.state
            and str(mine.error) == str(its.error)
        )


class DriverTokens:
    """Poll one driver, read a token when it is new or changed, remember what was seen."""

    def __init__(self, driver: Driver, supervisor: Supervisor, limits: Limits) -> None:
        self.driver = driver
        self.supervisor = supervisor
        self.snapshot = Snapshot(DriverReport(driver.path, driver.name, DriverState.OK))
        self._limits = limits
        self._known: dict[int, KnownToken] = {}
        self._restarted_at = -math.inf
        self._keeps_dead_slots = False
        self._looking = threading.Lock()
        self._session = threading.Lock()

    def refresh(self, stale_seconds: float = math.inf) -> Snapshot:
        """Look at the driver now and return what it shows; errors are part of that.

        While a session is open the last snapshot is returned: nothing disturbs a signature.
        A token is read when it is new or changed, or was read over ``stale_seconds`` ago.
        """
        with self._looking:
            if not self._session.locked():
                fresh = self._look(stale_seconds)
                if not fresh.same_as(self.snapshot):
                    self.snapshot = fresh
            return self.snapshot

    @contextmanager
    def exclusive(self, cancel: Cancellation | None = None) -> Iterator[None]:
        """Hold the driver for a session; others wait, watching goes on with the last snapshot."""
        while not self._session.acquire(timeout=_POLL_SECONDS):
            if cancel is not None:
                cancel.checkpoint()
        try:
            with self._looking:  # Lets a look that is under way end first.
                pass
            yield
        finally:
            self._session.release()

    def state_now(self, seen: TokenState) -> TokenState:
        """Return the flags and limits of a token at this moment.

        Raises ``TokenMissingError`` when it is not there any more, and errors of drivers.
        """
        for state in self._poll():
            if _identity(state) == _identity(seen):
                return state
        raise TokenMissingError(f"{seen.label} {seen.serial}".strip())

    def describe(self) -> Description | None:
        """Return what the driver says of itself; None where it failed, or is busy signing."""
        if self._session.locked() or self.snapshot.report.error is not None:
            return None
        try:
            return self.supervisor.request(Operation.DESCRIBE, Nothing(), Description)
        except NmoError:
            return None

    def inspect(self) -> tuple[InspectedToken, ...]:
        """Return the tokens as last seen with all that they tell without login."""
        return tuple(
            InspectedToken(self.driver.path, seen.token, self._inspected(seen.state))
            for seen in self.snapshot.tokens
        )

    def _inspected(self, state: TokenState) -> Inspection | None:
        if self._session.locked():
            return None
        choice = SlotChoice(state.slot)
        try:
            return self.supervisor.request(Operation.INSPECT, choice, Inspection)
        except NmoError:
            return None

    def learn_keys(
        self,
        state: TokenState,
        keys: tuple[PrivateKeyObject, ...],
        proven: tuple[bytes, PrivateKeyObject],
    ) -> None:
        """Remember which private keys a login has shown."""
        known = self._known.get(state.slot)
        if known is not None and _identity(known.state) == _identity(state):
            known.keys_after_login = keys
            known.proven = (*known.proven, proven)

    def _look(self, stale_seconds: float) -> Snapshot:
        try:
            states = self._polled()
            present = {state.slot for state in states}
            self._known = {slot: item for slot, item in self._known.items() if slot in present}
            seen = [self._seen(state, stale_seconds) for state in states]
        except NmoError as error:
            self._known.clear()
            return Snapshot(self._report(error))
        errors = (item.error for item in self._known.values() if item.error is not None)
        return Snapshot(self._report(next(errors, None)), tuple(filter(None, seen)))

    def _polled(self) -> tuple[TokenState, ...]:
        """Return every token; a driver that keeps dead slots is asked in a fresh process.

        SoftHSM 2.6 knows the tokens of its start only, and others keep dead slots: one that was
        started anew sees what is there. As long as that is nothing, it is started now and then.
        """
        try:
            states = self._poll()
        except DriverError:
            raise
        except TokenError:
            if self._rested_seconds() < self._limits.retry_interval:
                raise
            self._keeps_dead_slots = True
            return self._poll_anew()
        waits = states or self._rested_seconds() < self._limits.empty_interval
        return self._poll_anew() if self._keeps_dead_slots and not waits else states

    def _poll(self) -> tuple[TokenState, ...]:
        return self.supervisor.request(Operation.POLL, Nothing(), Slots).tokens

    def _poll_anew(self) -> tuple[TokenState, ...]:
        self._restarted_at = time.monotonic()
        self.supervisor.restart()
        return self._poll()

    def _rested_seconds(self) -> float:
        return time.monotonic() - self._restarted_at

    def _seen(self, state: TokenState, stale_seconds: float) -> SeenToken | None:
        known = self._known.get(state.slot)
        if known is None or _read_again(known.state) != _read_again(state):
            known = self._known[state.slot] = KnownToken(state)
        known.state = state
        age = time.monotonic() - known.read_at
        unread = known.contents is None and (
            known.error is None or age > self._limits.retry_interval
        )
        if unread or age > stale_seconds:
            try:
                self._read(known)
            except TokenRemovedError:
                del self._known[state.slot]
                return None
        return SeenToken(state, token_of(self.driver, known))

    def _read(self, known: KnownToken) -> None:
        known.read_at = time.monotonic()
        choice = SlotChoice(known.state.slot)
        try:
            contents = self.supervisor.request(Operation.READ, choice, Contents)
        except (DriverError, TokenRemovedError):
            raise
        except NmoError as error:
            known.error = error
            return
        known.error = None
        if known.contents is not None and known.contents != contents:
            known.keys_after_login, known.proven = None, ()
        known.contents = contents

    def _report(self, error: NmoError | None) -> DriverReport:
        state = DriverState.OK if error is None else DriverState.FAILED
        for kind, named in _STATES:
            if isinstance(error, kind):
                state = named
        return DriverReport(self.driver.path, self.driver.name, state, error)


def _identity(state: TokenState) -> tuple[object, ...]:
    return state.slot, state.serial, state.label, state.model


def _read_again(state: TokenState) -> TokenState:
    """Return what must be equal for the contents to be the same: all but the flags."""
    return replace(state, flags=0)
