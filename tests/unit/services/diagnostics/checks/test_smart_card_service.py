"""SVC-01 to SVC-12: every outcome, from facts written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.core.tokens import DriverReport, DriverState
from desktop_app.services.diagnostics.facts.drivers import Drivers, LoadedDriver
from desktop_app.services.diagnostics.facts.readers import (
    Readers,
    ServiceState,
    SmartCardService,
)
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.facts.usb import Usb
from tests.unit.services.diagnostics.devices.known_facts import (
    A_TOKEN,
    EMPTY,
    FULL,
    JACARTA,
    MOUSE,
    RUTOKEN,
    STOPPED,
    judged,
    readers,
    told,
    usb,
)

FAIL, WARN, NOTE, SKIP = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK, CheckStatus.SKIP
LINUX_ROWS = ("SVC-04", "SVC-05", "SVC-06", "SVC-07", "SVC-08", "SVC-09", "SVC-10", "SVC-12")
STATES = [
    (ServiceState.NO_LIBRARY, "SVC-05", "service.library-missing"),
    (ServiceState.STOPPED, "SVC-06", "service.stopped"),
    (ServiceState.NOT_PERMITTED, "SVC-07", "service.not-permitted"),
    (ServiceState.OTHER_VERSION, "SVC-08", "service.other-version"),
    (ServiceState.HUNG, "SVC-04", "service.hung"),
    (ServiceState.FAILED, "SVC-04", "service.failed"),
]


@pytest.mark.parametrize(("state", "identifier", "cause"), STATES)
def test_each_state_of_the_service_fails_exactly_one_row(
    state: ServiceState, identifier: str, cause: str
) -> None:
    facts = (Readers(state, detail="0x8010001D"), SmartCardService(), usb(RUTOKEN))
    rows = LINUX_ROWS[:5]
    found = {row: told(judged(row, *facts)) for row in rows}
    assert found.pop(identifier) == [(cause, FAIL)]
    assert not any(found.values())


@pytest.mark.parametrize(("state", "identifier", "cause"), STATES)
def test_the_service_is_no_obstacle_while_a_driver_shows_a_token(
    state: ServiceState, identifier: str, cause: str
) -> None:
    found = judged(identifier, Readers(state), SmartCardService(), A_TOKEN)
    assert told(found) == [("reader.not-needed", NOTE)]
    assert found[0].evidence["instead"] == cause
    assert found[0].fix is None


@pytest.mark.parametrize(("needs", "outcome"), [((False,), NOTE), ((False, True), FAIL)])
def test_the_service_is_no_obstacle_while_only_drivers_of_software_are_in_use(
    needs: tuple[bool, ...], outcome: CheckStatus
) -> None:
    report = DriverReport("/driver.so", "driver", DriverState.CRASHED)
    drivers = Drivers(loaded=tuple(LoadedDriver(report, needs_reader=each) for each in needs))
    facts = (Readers(ServiceState.STOPPED), SmartCardService(), usb(RUTOKEN), drivers, TokenFacts())
    assert [status for _code, status in told(judged("SVC-06", *facts))] == [outcome]


@pytest.mark.parametrize("identifier", LINUX_ROWS)
def test_a_service_in_order_has_nothing_against_it(identifier: str) -> None:
    setup = SmartCardService(driver_ids=("0a89:0030",))
    assert not judged(identifier, readers(FULL), setup, usb(RUTOKEN))


@pytest.mark.parametrize(("state", "identifier", "cause"), STATES)
def test_the_state_is_judged_also_without_the_setup(
    state: ServiceState, identifier: str, cause: str
) -> None:
    assert told(judged(identifier, Readers(state))) == [(cause, FAIL)]


def test_a_service_that_systemd_has_can_be_started_by_the_program() -> None:
    (finding,) = judged("SVC-06", STOPPED, SmartCardService(can_be_started=True))
    assert (finding.fix, finding.who) == ("service.start", Who.IT)
    (finding,) = judged("SVC-06", STOPPED, SmartCardService())
    assert finding.fix is None


def test_a_service_that_is_not_there_is_told_apart_from_a_stopped_one() -> None:
    found = judged("SVC-06", STOPPED, SmartCardService(installed=False))
    assert told(found) == [("service.not-installed", FAIL)]


def test_a_call_cut_off_where_polkit_has_rules_is_a_refusal() -> None:
    cut_off = Readers(ServiceState.FAILED, detail="0x80100013")
    strict = SmartCardService(rules_of_rights=True)
    assert told(judged("SVC-07", cut_off, strict)) == [("service.not-permitted", FAIL)]
    assert not judged("SVC-04", cut_off, strict)
    assert told(judged("SVC-04", cut_off, SmartCardService())) == [("service.failed", FAIL)]


def test_a_card_that_the_user_may_not_use_is_a_refusal_too() -> None:
    refused = readers(replace(FULL, refusal="0x8010006A"))
    assert told(judged("SVC-07", refused)) == [("service.not-permitted", FAIL)]


def test_a_sandbox_is_named() -> None:
    (finding,) = judged(
        "SVC-08", Readers(ServiceState.OTHER_VERSION), SmartCardService(sandbox="flatpak")
    )
    assert finding.evidence["sandbox"] == "flatpak"


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_windows_and_macos_tell_a_stopped_service(system: str) -> None:
    found = judged("SVC-01", STOPPED, usb(RUTOKEN), system=system)
    assert told(found) == [("service.stopped", FAIL)]
    assert not judged("SVC-01", readers(FULL), usb(RUTOKEN), system=system)


def test_windows_stops_the_service_itself_while_nothing_is_plugged_in() -> None:
    found = judged("SVC-01", STOPPED, usb(), system="windows")
    assert told(found) == [("usb.no-token", SKIP)]
    found = judged("SVC-01", STOPPED, Usb(visible=False), system="windows")
    assert told(found) == [("service.stopped", FAIL)]


def test_a_disabled_service_is_told_apart_from_a_stopped_one() -> None:
    setup = SmartCardService(starts_by_itself=False)
    found = judged("SVC-01", STOPPED, setup, usb(RUTOKEN), system="windows")
    assert told(found) == [("service.disabled", FAIL)]


def test_services_beside_it_are_concerns_of_windows() -> None:
    setup = SmartCardService(enumerates=False, propagates=False)
    assert told(judged("SVC-02", setup, system="windows")) == [("service.not-announcing", WARN)]
    assert told(judged("SVC-03", setup, system="windows")) == [("service.not-propagating", NOTE)]
    for row in ("SVC-02", "SVC-03"):
        assert not judged(row, SmartCardService(enumerates=True, propagates=True), system="windows")
        assert not judged(row, SmartCardService(), system="windows")


def test_a_driver_that_does_not_know_the_device_is_too_old() -> None:
    setup = SmartCardService(driver_ids=("0a89:0030",), driver_version="1.4.20")
    (finding,) = judged("SVC-09", setup, usb(JACARTA), readers())
    assert (finding.cause, finding.status) == ("reader.driver-too-old", FAIL)
    assert finding.evidence == {
        "device": "JaCarta-2 ГОСТ",
        "usb_id": "24dc:0101",
        "version": "1.4.20",
        "needed": "1.4.22",
    }


def test_a_driver_is_not_blamed_where_a_reader_is_there_or_nothing_is_known() -> None:
    setup = SmartCardService(driver_ids=("0a89:0030",))
    assert not judged("SVC-09", setup, usb(JACARTA), readers(EMPTY))
    assert not judged("SVC-09", SmartCardService(), usb(JACARTA), readers())
    assert not judged("SVC-09", setup, Usb((MOUSE,)), readers())


def test_another_program_at_the_reader_is_a_concern_only_where_something_suffers() -> None:
    setup = SmartCardService(holders=("scdaemon",))
    busy = readers(replace(FULL, exclusive=True))
    for suffering in (readers(), busy):
        (finding,) = judged("SVC-10", setup, suffering)
        assert (finding.cause, finding.status) == ("reader.taken", WARN)
        assert finding.evidence == {"program": "scdaemon"}
    assert told(judged("SVC-10", setup, readers(FULL))) == [("reader.taken", NOTE)]
    assert told(judged("SVC-10", setup, busy, A_TOKEN)) == [("reader.taken", NOTE)]


def test_a_switched_off_extension_is_a_concern_of_macos() -> None:
    setup = SmartCardService(disabled_extensions=("ru.example.token",))
    (finding,) = judged("SVC-11", setup, system="macos")
    assert (finding.cause, finding.status) == ("service.extension-off", WARN)
    assert finding.evidence == {"extension": "ru.example.token"}
    assert not judged("SVC-11", SmartCardService(), system="macos")


def test_a_device_that_the_service_may_not_open_is_named() -> None:
    (finding,) = judged("SVC-12", usb(replace(RUTOKEN, accessible=False)))
    assert (finding.cause, finding.status) == ("usb.no-rights", WARN)
    assert finding.evidence == {"device": "Рутокен ЭЦП", "path": "/dev/bus/usb/001/004"}
