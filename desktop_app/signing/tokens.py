"""What the rest of the program calls: list tokens, watch them, sign with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    KeyMissingError,
    PinIncorrectError,
    PinLockedError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Driver, Token, TokenCertificate, TokenOverview
from desktop_app.signing.driver_tokens import DriverTokens, InspectedToken
from desktop_app.signing.drivers import distinct_drivers
from desktop_app.signing.inspection import Description
from desktop_app.signing.limits import Limits
from desktop_app.signing.pin_changes import PinChanges
from desktop_app.signing.pin_state import has_pin_pad
from desktop_app.signing.pin_tries import LockMemory, PinTries, pin_bytes
from desktop_app.signing.protocol import (
    Nothing,
    OpenedKey,
    Operation,
    SessionRequest,
    TokenFlag,
    TokenState,
)
from desktop_app.signing.signing_session import SigningSession
from desktop_app.signing.supervisor import HelperCommand, Supervisor, token_helper
from desktop_app.signing.token_merge import merge_snapshots
from desktop_app.signing.watch import Watch

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a certificate lies."""

    driver: DriverTokens
    state: TokenState
    found: TokenCertificate


class Tokens:
    """All tokens of all drivers; safe to call from several threads.

    Files that are one driver under two names are used once.
    """

    def __init__(
        self,
        drivers: Sequence[Driver],
        limits: Limits | None = None,
        helper_command: HelperCommand = token_helper,
        lock_memory: LockMemory | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._drivers = tuple(
            DriverTokens(driver, Supervisor(driver, self._limits, helper_command), self._limits)
            for driver in distinct_drivers(drivers)
        )
        self._tries = PinTries(lock_memory)
        self.pin_changes = PinChanges(self._drivers, self._tries, self.overview)
        self._watches: list[Watch] = []

    def overview(self, *, reread: bool = False) -> TokenOverview:
        """Look at every driver now, all at once, and return what they show.

        A driver's error stands in its report. A token's contents are read when it is new,
        changed or not read lately, or with ``reread``. Fitness is left unjudged.
        """
        stale_seconds = 0.0 if reread else self._limits.stale
        if self._drivers:
            with ThreadPoolExecutor(len(self._drivers)) as pool:
                list(pool.map(lambda each: each.refresh(stale_seconds), self._drivers))
        return self.last_overview()

    def last_overview(self) -> TokenOverview:
        """Return what was seen last, without asking any driver."""
        return merge_snapshots([each.snapshot for each in self._drivers])

    def describe(self) -> dict[str, Description]:
        """Return what each driver that works says of itself, by its path."""
        told = self._side_by_side(DriverTokens.describe)
        return {path: description for path, description in told if description is not None}

    def inspect(self) -> tuple[InspectedToken, ...]:
        """Return every token of every driver with all that it tells without login."""
        seen = self._side_by_side(DriverTokens.inspect)
        return tuple(token for _path, tokens in seen for token in tokens)

    @property
    def pins_sent(self) -> int:
        """PINs handed to drivers so far, right or wrong; a diagnosis leaves it as it is."""
        return self._tries.sent

    def refused_here(self, token: Token) -> bool:
        """Whether a PIN is remembered that a token refused."""
        return self._tries.refused(token)

    def _side_by_side(self, ask: Callable[[DriverTokens], _Told]) -> list[tuple[str, _Told]]:
        if not self._drivers:
            return []
        with ThreadPoolExecutor(len(self._drivers)) as pool:
            told = list(pool.map(ask, self._drivers))
        return [(each.driver.path, one) for each, one in zip(self._drivers, told, strict=True)]

    def watch(self, listener: Callable[[TokenOverview], None]) -> Watch:
        """Call ``listener``, in threads of the watch, now and at each change until stopped."""
        watch = Watch(self._drivers, listener, self._limits)
        self._watches.append(watch)
        return watch

    @contextmanager
    def session(
        self,
        certificate_id: str,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> Iterator[SigningSession]:
        """Log in to the token that holds a certificate; on leaving log out.

        The token's flags are read first, so that a locked PIN, a PIN of impossible length or
        one that this token refused before costs no try. ``pin`` stays the caller's, who wipes
        it; on a PIN pad it is not used. Raises ``TokenMissingError``, ``KeyMissingError``, the
        errors of PINs, drivers and tokens, and ``Cancelled``.
        """
        place = self._locate(certificate_id)
        if place.found.key_known and not place.found.has_private_key:
            raise KeyMissingError
        supervisor = place.driver.supervisor
        with place.driver.exclusive(cancel):
            state = place.driver.state_now(place.state)
            self._tries.check(state, pin, confirmed=last_try_confirmed)
            try:
                opened = self._open(place, state, pin, cancel)
                certificate = place.found.certificate
                place.driver.learn_keys(state, opened.all_keys, (certificate.der, opened.key))
                yield SigningSession(
                    supervisor,
                    certificate,
                    opened,
                    pin=pin,
                    pin_pad=has_pin_pad(state.flags),
                    refused=lambda refusal: self._tries.remember_refused(state, pin, refusal),
                    cancel=cancel,
                )
            finally:
                with suppress(NmoError, Cancelled):
                    supervisor.request(Operation.CLOSE, Nothing(), Nothing, same_process=True)

    def retry(self, path: str) -> None:
        """Use a driver again that was set aside after crashes."""
        for each in self._drivers:
            if each.driver.path == path:
                each.supervisor.retry()

    def close(self) -> None:
        """Stop watching and end all helpers."""
        for watch in self._watches:
            watch.stop(wait_seconds=0)
        if self._drivers:
            with ThreadPoolExecutor(len(self._drivers)) as pool:
                list(pool.map(lambda each: each.supervisor.close(), self._drivers))
        for watch in self._watches:
            watch.stop()

    def _locate(self, certificate_id: str) -> _Place:
        places = self._places(certificate_id)
        if not places:
            self.overview()
            places = self._places(certificate_id)
        for place in places:
            if place.found.has_private_key:
                return place
        if not places:
            raise TokenMissingError
        return places[0]

    def _places(self, certificate_id: str) -> list[_Place]:
        return [
            _Place(driver, seen.state, found)
            for driver in self._drivers
            for seen in driver.snapshot.tokens
            for found in seen.token.certificates
            if found.certificate.id == certificate_id
        ]

    def _open(
        self, place: _Place, state: TokenState, pin: Pin | None, cancel: Cancellation | None
    ) -> OpenedKey:
        pin_pad = has_pin_pad(state.flags)
        if state.flags & TokenFlag.LOGIN_REQUIRED:
            self._tries.count_sent()
        request = SessionRequest(
            slot=state.slot,
            serial=state.serial,
            label=state.label,
            certificate=place.found.certificate.der,
            key_id=place.found.key_id,
            pin=pin_bytes(state, pin),
        )
        try:
            opened = place.driver.supervisor.request(
                Operation.OPEN, request, OpenedKey, pin_pad=pin_pad, cancel=cancel
            )
        except (PinIncorrectError, PinLockedError) as refusal:
            look = partial(place.driver.state_now, state)
            self._tries.remember_refused(state, pin, refusal, look)
            raise
        if state.flags & TokenFlag.LOGIN_REQUIRED:
            self._tries.remember_accepted(state)
        return opened
