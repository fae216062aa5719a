"""How long nothing is sent after a failure: back-off with jitter, and what the portal asked for."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import PortalUnavailableError
from desktop_app.services.storage.outbox_store import OutboxStore
from desktop_app.signing.decoding import decode_json

FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=1)
LONGEST_ASKED = timedelta(hours=24)
_NOTE = "rest"


def back_off(failures: int, chance: Callable[[], float] = random.random) -> timedelta:
    """Return how long to rest after so many failures in a row: doubling, half of it by chance.

    Computers that lost the same portal do not come back at the same moment.
    """
    whole = min(LONGEST, FIRST * float(1 << min(max(failures, 1) - 1, 20)))
    return whole * (0.5 + chance() / 2)


@dataclass(frozen=True, slots=True)
class Rest:
    """Until when nothing is sent by itself."""

    until: datetime
    failures: int
    """Rounds in a row that network or portal stopped."""
    asked: bool
    """The portal asked for it: then a person's word does not end it."""

    def holds(self, now: datetime) -> bool:
        """Tell whether it is too early; a clock that was set back does not make it endless."""
        longest = LONGEST_ASKED if self.asked else LONGEST
        return now < self.until <= now + longest


class Rests:
    """The rest in force, kept in the outbox: it holds after a restart and for every process."""

    def __init__(self, store: OutboxStore, chance: Callable[[], float] = random.random) -> None:
        self._store = store
        self._chance = chance

    def current(self) -> Rest | None:
        """Return the rest that was noted last."""
        note = self._store.rows.note(_NOTE)
        try:
            return decode_json(note, Rest) if note else None
        except msgspec.MsgspecError:
            return None

    def begin(self, error: NmoError, now: datetime) -> Rest:
        """Note a rest after something stopped a round; ``Retry-After`` is its least length."""
        before = self.current()
        failures = before.failures + 1 if before is not None else 1
        length, asked = back_off(failures, self._chance), False
        if isinstance(error, PortalUnavailableError) and error.retry_after is not None:
            length, asked = max(length, timedelta(seconds=error.retry_after)), True
        rest = Rest(now + min(length, LONGEST_ASKED), failures, asked)
        self._store.set_note(_NOTE, msgspec.json.encode(rest).decode())
        return rest

    def end(self) -> None:
        """Forget the rest: something got through."""
        if self.current() is not None:
            self._store.set_note(_NOTE, "null")
