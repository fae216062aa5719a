"""USB-01 to USB-07: every outcome, from facts written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.services.diagnostics.facts.usb import Usb
from tests.unit.services.diagnostics.devices.known_facts import (
    A_TOKEN,
    FULL,
    JACARTA,
    MOUSE,
    RUTOKEN,
    RUTOKEN_S,
    STOPPED,
    judged,
    readers,
    told,
    usb,
)

FAIL, WARN, NOTE, SKIP = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK, CheckStatus.SKIP


def test_a_token_on_the_bus_is_plugged_in() -> None:
    for device in (RUTOKEN, RUTOKEN_S, replace(MOUSE, interface_classes=(0x0B,))):
        assert not judged("USB-01", usb(device), STOPPED)


def test_without_a_token_it_is_told_to_be_absent() -> None:
    assert told(judged("USB-01", usb(), readers())) == [("usb.no-token", FAIL)]
    assert told(judged("USB-01", usb(), STOPPED)) == [("usb.no-token", FAIL)]
    assert told(judged("USB-01", usb())) == [("usb.no-token", FAIL)]


def test_a_reader_that_is_not_on_the_bus_is_enough() -> None:
    assert not judged("USB-01", usb(), readers(FULL))


def test_where_a_driver_shows_a_token_no_device_is_needed() -> None:
    for bus in (usb(), Usb(visible=False)):
        assert told(judged("USB-01", bus, STOPPED, A_TOKEN)) == [("reader.not-needed", NOTE)]


def test_where_the_bus_cannot_be_seen_nothing_is_claimed() -> None:
    assert told(judged("USB-01", Usb(visible=False), STOPPED)) == [("usb.not-visible", SKIP)]


@pytest.mark.parametrize(
    ("problem", "cause", "who"),
    [
        ("28", "usb.driver-missing", Who.IT),
        ("52", "usb.driver-unsigned", Who.IT),
        ("22", "usb.device-disabled", Who.IT),
        ("43", "usb.device-failed", Who.USER),
        ("not-configured", "usb.device-failed", Who.USER),
    ],
)
def test_a_device_that_the_system_cannot_use_is_told_with_its_code(
    problem: str, cause: str, who: Who
) -> None:
    (finding,) = judged("USB-02", usb(replace(RUTOKEN, problem=problem)))
    assert (finding.cause, finding.status, finding.who) == (cause, FAIL, who)
    assert finding.evidence == {"device": "Рутокен ЭЦП", "problem": problem}


def test_a_broken_spare_token_does_not_stand_in_the_way() -> None:
    broken = usb(replace(JACARTA, problem="43"), RUTOKEN)
    assert told(judged("USB-02", broken, A_TOKEN)) == [("usb.device-failed", NOTE)]


def test_a_device_that_is_no_token_may_be_broken() -> None:
    assert not judged("USB-02", Usb((replace(MOUSE, problem="43"),)))


def test_a_device_in_order_has_no_problem() -> None:
    assert not judged("USB-02", usb(RUTOKEN))


def test_a_blocked_device_is_told_once_by_the_policy() -> None:
    bus = replace(
        usb(replace(RUTOKEN, problem="28")), blocked=("0a89:0030", "0781:5567"), policy="USBGuard"
    )
    assert not judged("USB-02", bus)
    (finding,) = judged("USB-06", bus)
    assert (finding.cause, finding.status) == ("usb.blocked", FAIL)
    assert finding.evidence == {
        "device": "Рутокен ЭЦП",
        "usb_id": "0a89:0030",
        "policy": "USBGuard",
    }
    assert told(judged("USB-06", bus, A_TOKEN)) == [("usb.blocked", NOTE)]


def test_a_policy_that_blocks_other_things_is_no_concern() -> None:
    assert not judged("USB-06", replace(usb(RUTOKEN), blocked=("0781:5567",), policy="USBGuard"))


def test_a_token_that_is_no_common_reader_needs_its_own_driver() -> None:
    assert told(judged("USB-03", usb(RUTOKEN_S))) == [("usb.own-driver-needed", WARN)]
    assert told(judged("USB-03", usb(RUTOKEN_S), A_TOKEN)) == [("usb.own-driver-needed", NOTE)]
    assert not judged("USB-03", usb(RUTOKEN))


def test_many_disconnections_are_a_bad_contact_and_two_are_not() -> None:
    (finding,) = judged("USB-04", replace(usb(RUTOKEN), reconnects=3))
    assert (finding.cause, finding.status, finding.evidence) == ("usb.flaky", WARN, {"times": 3})
    assert not judged("USB-04", replace(usb(RUTOKEN), reconnects=2))


def test_power_saving_is_a_concern_only_where_the_device_goes_away() -> None:
    bus = usb(replace(RUTOKEN, power_saving=True))
    assert told(judged("USB-05", bus)) == [("usb.power-saving", NOTE)]
    assert told(judged("USB-05", replace(bus, reconnects=1))) == [("usb.power-saving", WARN)]
    assert not judged("USB-05", Usb((replace(MOUSE, power_saving=True),)))


def test_two_tokens_are_a_note() -> None:
    (finding,) = judged("USB-07", usb(RUTOKEN, JACARTA))
    assert (finding.cause, finding.status) == ("usb.several", NOTE)
    assert finding.evidence == {"count": 2, "devices": "Рутокен ЭЦП, JaCarta-2 ГОСТ"}
    assert not judged("USB-07", usb(RUTOKEN))
