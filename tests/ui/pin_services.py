"""A service for PINs that answers from memory and counts what it was sent."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.pin import Pin
from desktop_app.core.verdicts import Reason

LOCKED_OUT = 4


@dataclass(frozen=True)
class FakeWay:
    """How the token would be unblocked."""

    supported: bool = True
    admin_tries_left: int | None = LOCKED_OUT


@dataclass
class FakePins:
    """Judges a PIN of fewer than six signs as too short."""

    way: FakeWay = field(default_factory=FakeWay)
    failing: NmoError | None = None
    sent: list[tuple[str, ...]] = field(default_factory=list)
    kept: list[Pin] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def judge_new(self, token_serial: str, new: Pin) -> tuple[Reason, ...]:
        return (Reason("pin.unusable"),) if len(new) < 6 else ()

    def change(
        self,
        token_serial: str,
        old: Pin,
        new: Pin,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        self._send("change", token_serial, old, new, confirmed=last_try_confirmed)

    def unblock(
        self,
        token_serial: str,
        admin_pin: Pin,
        new: Pin,
        *,
        risk_accepted: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        self._send("unblock", token_serial, admin_pin, new, confirmed=risk_accepted)

    def unblock_way(self, token_serial: str) -> FakeWay:
        return self.way

    def _send(self, what: str, serial: str, given: Pin, new: Pin, *, confirmed: bool) -> None:
        self.sent.append((what, serial, given.reveal(), new.reveal(), str(confirmed)))
        self.kept += [given, new]
        self.gate.wait(10)
        if self.failing is not None:
            raise self.failing
