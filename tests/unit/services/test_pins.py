"""A new PIN is judged, and a risk agreed to, before the token is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.core.errors.tokens import (
    NewPinWeakError,
    PinIncorrectError,
    PinUnblockRiskError,
    PinUnblockUnsupportedError,
    TokenMissingError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token, TokenOverview
from desktop_app.services.pins import TokenPins
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database

TOKEN = Token(
    serial="ab12",
    label="токен",
    model="",
    manufacturer="",
    reader="",
    drivers=("/usr/lib/librtpkcs11ecp.so",),
    pin_state=PinState.OK,
    pin_minimum=6,
    pin_maximum=16,
)
GOOD = "73519264"


class Changes:
    """Notes what reaches the token."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str, str]] = []
        self.refuses = False

    def change(self, serial: str, old: Pin, new: Pin, **_options: object) -> None:
        self.sent.append(("change", serial, old.reveal(), new.reveal()))
        if self.refuses:
            raise PinIncorrectError

    def unblock(self, serial: str, admin: Pin, new: Pin, way: str, _cancel: object) -> None:
        self.sent.append((way, serial, admin.reveal(), new.reveal()))


class House:
    """The service over one token."""

    def __init__(self, folder: Path) -> None:
        self.changes = Changes()
        self.token = TOKEN
        self.database = Database(folder / "audit.sqlite3")
        self.audit = AuditLog(self.database)
        tokens = SimpleNamespace(pin_changes=self.changes, inspect=lambda: ())
        shown = SimpleNamespace(overview=lambda: TokenOverview(tokens=(self.token,)))
        self.pins = TokenPins(cast("Any", tokens), cast("Any", shown), self.audit)

    def rules(self, new: str, old: str | None = None) -> list[str]:
        given = None if old is None else Pin(old)
        return [each.code for each in self.pins.judge_new("ab12", Pin(new), given)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ("7351", "pin-rule.short"),
        ("73519264735192647", "pin-rule.long"),
        (" 7351926", "pin-rule.signs"),
        ("7351\u200b9264", "pin-rule.signs"),
        ("77777777", "pin-rule.repeated"),
        ("71717171", "pin-rule.repeated"),
        ("23456789", "pin-rule.sequence"),
        ("98765432", "pin-rule.sequence"),
        ("89012345", "pin-rule.sequence"),
        ("qwertyui", "pin-rule.sequence"),
        ("йцукенгш", "pin-rule.sequence"),
        ("11111111", "pin-rule.factory"),
        ("12345678", "pin-rule.factory"),
    ],
)
def test_a_weak_new_pin_is_named(house: House, new: str, rule: str) -> None:
    assert rule in house.rules(new)


@pytest.mark.parametrize("new", [GOOD, "врач7351", "a1b2c3d4", "135724"])
def test_a_good_new_pin_has_nothing_against_it(house: House, new: str) -> None:
    assert house.rules(new) == []


def test_the_old_pin_is_not_a_new_one(house: House) -> None:
    assert house.rules(GOOD, GOOD) == ["pin-rule.same"]


def test_lengths_count_bytes_as_the_token_does(house: House) -> None:
    assert house.rules("поликлиника") == ["pin-rule.long"]


def test_limits_that_contradict_themselves_are_not_believed(house: House) -> None:
    house.token = replace(TOKEN, pin_minimum=8, pin_maximum=4)
    assert house.rules("735192647351926473519264") == []


def test_a_weak_new_pin_never_reaches_the_token(house: House) -> None:
    with pytest.raises(NewPinWeakError) as caught:
        house.pins.change("ab12", Pin("x"), Pin("1111"))
    assert set(caught.value.reasons) == {"pin-rule.short", "pin-rule.repeated"}
    with pytest.raises(NewPinWeakError):
        house.pins.unblock("ab12", Pin("x"), Pin("1111"), risk_accepted=True)
    assert house.changes.sent == []


def test_a_change_is_sent_once_and_noted(house: House) -> None:
    house.pins.change("ab12", Pin("old1"), Pin(GOOD))
    assert house.changes.sent == [("change", "ab12", "old1", GOOD)]
    assert [(each.action, each.outcome) for each in house.audit.entries()] == [("pin.change", "ok")]


def test_a_refused_change_is_noted_and_not_repeated(house: House) -> None:
    house.changes.refuses = True
    with pytest.raises(PinIncorrectError):
        house.pins.change("ab12", Pin("old1"), Pin(GOOD))
    assert len(house.changes.sent) == 1
    assert house.audit.entries()[0].outcome == "pin.incorrect"


def test_unblocking_needs_a_word(house: House) -> None:
    with pytest.raises(PinUnblockRiskError):
        house.pins.unblock("ab12", Pin("admin"), Pin(GOOD))
    assert house.changes.sent == []
    house.pins.unblock("ab12", Pin("admin"), Pin(GOOD), risk_accepted=True)
    assert house.changes.sent == [("init-pin", "ab12", "admin", GOOD)]


def test_a_module_without_a_safe_way_is_not_asked(house: House) -> None:
    house.token = replace(TOKEN, drivers=("/usr/lib/opensc-pkcs11.so",))
    assert not house.pins.unblock_way("ab12").supported
    with pytest.raises(PinUnblockUnsupportedError):
        house.pins.unblock("ab12", Pin("admin"), Pin(GOOD), risk_accepted=True)
    assert house.changes.sent == []


def test_an_unknown_driver_takes_the_standards_way_and_says_so(house: House) -> None:
    house.token = replace(TOKEN, drivers=("/usr/lib/unheard-of.so",))
    way = house.pins.unblock_way("ab12")
    assert (way.way, way.supported, way.known) == ("init-pin", True, False)


def test_a_token_that_is_gone_is_named(house: House) -> None:
    with pytest.raises(TokenMissingError):
        house.pins.judge_new("other", Pin(GOOD))
