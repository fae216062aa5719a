"""Changing a token's PIN, and unblocking it with the administrator's."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.tokens import (
    NewPinWeakError,
    PinUnblockRiskError,
    PinUnblockUnsupportedError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.resources import resource_path
from desktop_app.core.tokens import Token, UnblockWay
from desktop_app.core.verdicts import Reason
from desktop_app.services.audited import audited
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.use_cases import TokenService
from desktop_app.signing.drivers import driver_for, family_of
from desktop_app.signing.tokens import Tokens

_KEYBOARD_ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
)
_FEWEST_SIGNS = 3
"""A PIN of fewer different signs is guessed at once."""
_SHORTEST = 6
_UNKNOWN = "init-pin"
"""The way of the standard, for a driver that the catalogue does not know."""


class TokenPins:
    """Implements ``PinService``."""

    def __init__(self, tokens: Tokens, shown: TokenService, audit: AuditLog) -> None:
        self._tokens = tokens
        self._shown = shown
        self._audit = audit

    def judge_new(self, serial: str, new: Pin, old: Pin | None = None) -> tuple[Reason, ...]:
        """Return why a new PIN is no good; nothing is sent to the token.

        Raises ``TokenMissingError``.
        """
        return _judged(self._token(serial), new.reveal(), old.reveal() if old else None)

    def change(
        self,
        serial: str,
        old: Pin | None,
        new: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        """Exchange the user PIN with one attempt; PINs are None on a PIN pad.

        Raises ``NewPinWeakError`` before the token is touched, ``PinError``, ``TokenError``.
        """
        token = self._token(serial)
        if new is not None:
            _require_strong(token, new, old)
        with audited(self._audit, "pin.change", token.label):
            self._tokens.pin_changes.change(
                serial, old, new, last_try_confirmed=last_try_confirmed, cancel=cancel
            )

    def unblock_way(self, serial: str) -> UnblockWay:
        """Return how the token's PIN can be unblocked, and what is at stake.

        Raises ``TokenMissingError``.
        """
        token = self._token(serial)
        path = token.drivers[0]
        family = family_of(path)
        way = (family.unblock if family is not None else "") or _UNKNOWN
        return UnblockWay(
            way=way,
            supported=way != "none",
            known=family is not None and bool(family.unblock),
            driver=driver_for(path).name,
            admin_tries_left=self._admin_tries(serial),
        )

    def unblock(
        self,
        serial: str,
        admin: Pin,
        new: Pin,
        *,
        risk_accepted: bool = False,
        cancel: Cancellation | None = None,
    ) -> None:
        """Set a new user PIN with the administrator's, with one attempt.

        Raises ``PinUnblockUnsupportedError``, ``NewPinWeakError`` and ``PinUnblockRiskError``
        before the token is touched, then ``PinError``, ``TokenError``.
        """
        token, way = self._token(serial), self.unblock_way(serial)
        if not way.supported:
            raise PinUnblockUnsupportedError(driver=way.driver)
        _require_strong(token, new, None)
        if not risk_accepted:
            raise PinUnblockRiskError(admin_tries_left=way.admin_tries_left)
        with audited(self._audit, "pin.unblock", token.label):
            self._tokens.pin_changes.unblock(serial, admin, new, way.way, cancel)

    def _token(self, serial: str) -> Token:
        for token in self._shown.overview().tokens:
            if token.serial == serial:
                return token
        raise TokenMissingError(token=serial)

    def _admin_tries(self, serial: str) -> int | None:
        for each in self._tokens.inspect():
            told = each.inspection.extended if each.inspection is not None else None
            if each.token.serial == serial and told is not None:
                return told.admin_tries_left
        return None


def _require_strong(token: Token, new: Pin, old: Pin | None) -> None:
    reasons = _judged(token, new.reveal(), old.reveal() if old else None)
    if reasons:
        codes = [reason.code for reason in reasons]
        raise NewPinWeakError(codes, token.pin_minimum, token.pin_maximum)


def _judged(token: Token, new: str, old: str | None) -> tuple[Reason, ...]:
    """Lengths count UTF-8 bytes, as C_SetPIN does."""
    size, shortest = len(new.encode()), max(token.pin_minimum, _SHORTEST)
    believed = token.pin_minimum <= token.pin_maximum
    longest = token.pin_maximum if believed and token.pin_maximum >= shortest else 0
    found: list[Reason] = []
    if size < shortest:
        found.append(Reason("pin-rule.short", {"minimum": shortest}))
    if longest and size > longest:
        found.append(Reason("pin-rule.long", {"maximum": longest}))
    if not new.isprintable() or new != new.strip():
        found.append(Reason("pin-rule.signs"))
    if new and len(set(new)) < _FEWEST_SIGNS:
        found.append(Reason("pin-rule.repeated"))
    if _is_sequence(new):
        found.append(Reason("pin-rule.sequence"))
    if new in _factory_pins():
        found.append(Reason("pin-rule.factory"))
    if old is not None and new == old:
        found.append(Reason("pin-rule.same"))
    return tuple(found)


def _is_sequence(new: str) -> bool:
    """Whether a PIN runs along digits, letters or a keyboard row, up or down."""
    folded = new.casefold()
    return len(folded) > 1 and any(_runs_along(folded, row) for row in _KEYBOARD_ROWS)


def _runs_along(text: str, row: Sequence[str]) -> bool:
    ring = "".join(row) * 2
    return text in ring or text[::-1] in ring


@cache
def _factory_pins() -> frozenset[str]:
    """Return the PINs that vendors deliver tokens with: everybody knows them."""
    document = tomllib.loads(resource_path("factory-pins.toml").read_text("utf-8"))
    return frozenset(entry["pin"] for entry in document["factory"])
