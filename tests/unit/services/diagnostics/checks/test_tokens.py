"""Whether a driver shows the token, and what kind of token it is: every outcome."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.errors.tokens import TokenFailedError
from desktop_app.core.tokens import DriverReport, DriverState, PinState
from desktop_app.services.diagnostics.facts.drivers import Drivers, LoadedDriver
from desktop_app.services.diagnostics.facts.readers import Reader, Readers, ServiceState
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.signing.helper.mechanisms import mechanism_name
from desktop_app.signing.protocol import TokenFlag
from tests.unit.services.diagnostics.checks.judging import inspected, judged, token, tokens

NOTHING = tokens()
ONE = tokens(inspected())
CARD = Readers(ServiceState.OK, (Reader("Aktiv Rutoken ECP 00 00", present=True),))
LITE = Usb((UsbDevice(0x0A89, 0x0025),))
LITE_ATR = "3B8B015275746F6B656E6C697465C2"


def test_a_token_that_is_shown_is_in_order() -> None:
    assert judged("TOK-01", ONE, CARD) == []


def test_no_token_and_no_card_is_a_token_that_is_not_plugged_in() -> None:
    empty = Readers(ServiceState.OK, (Reader("Aktiv Rutoken ECP 00 00"),))
    assert judged("TOK-01", NOTHING, empty) == [("fail", "token.missing")]
    assert judged("TOK-01", NOTHING) == [("fail", "token.missing")]


def test_a_card_that_no_driver_shows_is_another_thing() -> None:
    assert judged("TOK-01", NOTHING, CARD) == [("fail", "token.not-seen-by-driver")]


@pytest.mark.parametrize(("flagged", "expected"), [(1, []), (2, [("ok", "token.counts-differ")])])
def test_two_counts_of_a_driver_are_compared(flagged: int, expected: list[tuple[str, str]]) -> None:
    report = DriverReport("/usr/lib/d.so", "driver", DriverState.OK)
    loaded = LoadedDriver(report, slots_with_token=1, slots_flagged=flagged)
    assert judged("TOK-02", Drivers(loaded=(loaded,))) == expected


def test_an_empty_token_stands_in_the_way_when_there_is_no_other() -> None:
    empty = inspected(token(fit=False), flags=int(TokenFlag.LOGIN_REQUIRED))
    assert judged("TOK-03", tokens(empty)) == [("fail", "token.not-initialised")]
    beside = tokens(empty, inspected(token("2")))
    assert judged("TOK-03", beside) == [("ok", "token.not-initialised")]
    closed = inspected(token(pin_state=PinState.LOCKED))
    assert judged("TOK-03", tokens(closed, empty)) == [("ok", "token.not-initialised")]
    assert judged("TOK-03", ONE) == []


def test_a_token_that_fails_is_told_once_for_its_driver() -> None:
    report = DriverReport(
        "/usr/lib/d.so", "driver", DriverState.FAILED, TokenFailedError("CKR_DEVICE_ERROR")
    )
    drivers = Drivers(loaded=(LoadedDriver(report),))
    assert judged("TOK-04", drivers, NOTHING) == [("fail", "token.failed")]
    assert judged("TOK-04", drivers, ONE) == [("warn", "token.failed")]


@pytest.mark.parametrize(
    ("identifier", "change", "cause"),
    [
        ("TOK-05", {"text_damaged": True}, "token.text-damaged"),
        ("TOK-06", {"free_memory": 100, "total_memory": 65536}, "token.memory-low"),
        ("TOK-07", {"mechanisms": ("RSA_PKCS",)}, "token.no-gost"),
        ("TOK-10", {"flags": 0x402}, "token.write-protected"),
    ],
)
def test_what_is_worth_knowing_is_a_note(
    identifier: str, change: dict[str, Any], cause: str
) -> None:
    assert judged(identifier, tokens(inspected(**change))) == [("ok", cause)]
    assert judged(identifier, ONE) == []


def test_memory_that_a_token_does_not_tell_is_not_taken_for_none() -> None:
    assert judged("TOK-06", tokens(inspected(free_memory=None, total_memory=None))) == []


def test_a_token_without_a_way_of_signing_stands_in_the_way() -> None:
    mute = inspected(token(fit=False), mechanisms=("0x00000220",))
    assert judged("TOK-07", tokens(mute)) == [("fail", "token.cannot-sign")]


@pytest.mark.parametrize("number", [0x1201, 0xD4321006, 0xD4321008, 0xD4321009])
def test_each_mechanism_of_gost_is_a_way_of_signing(number: int) -> None:
    gost = inspected(token(fit=False), mechanisms=(mechanism_name(number),))
    assert judged("TOK-07", tokens(gost)) == []


@pytest.mark.parametrize(
    "facts",
    [(LITE,), (Readers(ServiceState.OK, (Reader("r", present=True, atr=LITE_ATR),)),)],
    ids=["by USB", "by ATR"],
)
def test_a_storage_token_is_told_as_such(facts: tuple[object, ...]) -> None:
    assert judged("TOK-08", NOTHING, *facts) == [("fail", "token.storage-only")]
    assert judged("TOK-08", ONE, *facts) == [("ok", "token.storage-only")]
    assert judged("TOK-08", NOTHING) == []


def test_a_container_without_a_key_for_others_is_told_as_such() -> None:
    container = inspected(token(fit=False), csp_containers=2)
    assert judged("TOK-09", tokens(container)) == [("fail", "token.csp-container")]
    beside = tokens(container, inspected(token("2")))
    assert judged("TOK-09", beside) == [("ok", "token.csp-container")]
    with_key = inspected(token(fit=False), csp_containers=2, public_keys=1)
    assert judged("TOK-09", tokens(with_key)) == []


def test_a_token_of_two_drivers_is_shown_once() -> None:
    twice = inspected(token(drivers=("/a.so", "/b.so")))
    assert judged("TOK-14", tokens(twice)) == [("ok", "token.several-drivers")]
    assert judged("TOK-14", ONE) == []
