"""Changing and unblocking a PIN, as a protocol: window and command depend on it."""

from __future__ import annotations

from typing import Protocol

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import UnblockWay
from desktop_app.core.verdicts import Reason


class PinService(Protocol):
    """The PIN of a token: every call makes one attempt and never another."""

    def judge_new(self, serial: str, new: Pin, old: Pin | None = None) -> tuple[Reason, ...]:
        """Return why a new PIN is no good; nothing is sent to the token.

        Raises ``TokenMissingError``.
        """

    def change(
        self,
        serial: str,
        old: Pin | None,
        new: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        """Exchange the user PIN; PINs are None on a PIN pad.

        Raises ``NewPinWeakError`` before the token is touched, ``PinError``, ``TokenError``.
        """

    def unblock_way(self, serial: str) -> UnblockWay:
        """Return how the token's PIN can be unblocked, and what is at stake.

        Raises ``TokenMissingError``.
        """

    def unblock(
        self,
        serial: str,
        admin: Pin,
        new: Pin,
        *,
        risk_accepted: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        """Set a new user PIN with the administrator's.

        Raises ``PinUnblockUnsupportedError``, ``NewPinWeakError`` and ``PinUnblockRiskError``
        before the token is touched, then ``PinError``, ``TokenError``.
        """
