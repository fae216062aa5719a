"""A service for PINs that answers from memory and counts what it was sent."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import UnblockWay
from desktop_app.core.verdicts import Reason

WAY = UnblockWay("init-pin", supported=True, known=True, driver="SoftHSM", admin_tries_left=4)


@dataclass
class FakePins:
    """Judges a PIN of fewer than six signs as too short."""

    way: UnblockWay = WAY
    failing: NmoError | None = None
    sent: list[tuple[str, ...]] = field(default_factory=list)
    kept: list[Pin] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def judge_new(self, serial: str, new: Pin, old: Pin | None = None) -> tuple[Reason, ...]:
        return (Reason("pin.unusable"),) if len(new) < 6 else ()

    def change(
        self,
        serial: str,
        old: Pin | None,
        new: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        self._send("change", serial, old, new, confirmed=last_try_confirmed)

    def unblock(
        self,
        serial: str,
        admin: Pin,
        new: Pin,
        *,
        risk_accepted: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        self._send("unblock", serial, admin, new, confirmed=risk_accepted)

    def unblock_way(self, serial: str) -> UnblockWay:
        return self.way

    def _send(
        self, what: str, serial: str, given: Pin | None, new: Pin | None, *, confirmed: bool
    ) -> None:
        pins = [each for each in (given, new) if each is not None]
        self.sent.append((what, serial, *(pin.reveal() for pin in pins), str(confirmed)))
        self.kept += pins
        self.gate.wait(10)
        if self.failing is not None:
            raise self.failing
