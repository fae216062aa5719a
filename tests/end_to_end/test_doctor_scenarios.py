"""Every training scenario yields the finding it is named after; a healthy machine yields none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.sandbox.scenario import Scenario
from tests.end_to_end.installed_command import InstalledCommand
from tests.end_to_end.workplace import check

FINDINGS = {
    Scenario.ROOT_MISSING: ("NET-10", "tls.root-missing"),
    Scenario.CERTIFICATE_EXPIRED: ("CRT-04", "certificate.expired"),
    Scenario.GOST_ROOT_MISSING: ("CRT-20", "path.root-not-trusted"),
    Scenario.PIN_LAST_TRY: ("PIN-03", "pin.last-try"),
    Scenario.PIN_LOCKED: ("PIN-02", "pin.locked"),
    Scenario.TOKEN_REMOVED: ("TOK-01", "token.missing"),
    Scenario.DRIVER_CRASH: ("DRV-05", "driver.crashed"),
    Scenario.LEVEL_INSUFFICIENT: ("ACC-01", "account.level-insufficient"),
    Scenario.SURNAME_CHANGED: ("CRT-11", "certificate.other-surname"),
    Scenario.PORTAL_DOWN: ("NET-04", "network.refused"),
    Scenario.PORTAL_SLOW: ("NET-13", "portal.slow-answers"),
    Scenario.PORTAL_BUSY: ("NET-13", "portal.unavailable"),
    Scenario.TIME_STAMPS_DOWN: ("NET-15", "network.no-stamps"),
    Scenario.ANSWER_LOST: ("NET-18", "portal.answer-lost"),
    Scenario.UPLOAD_CUT: ("NET-18", "portal.answer-lost"),
    Scenario.PORTAL_ERROR: ("NET-21", "portal.writes-failed"),
    Scenario.TRUNCATED_ANSWER: ("NET-13", "portal.bad-answer"),
    Scenario.SESSION_EXPIRED: ("ACC-08", "session.expired"),
    Scenario.CLOCK_WRONG: ("SYS-08", "clock.wrong"),
}
"""The check and the cause that each scenario is to be recognised by."""
_NEEDS_SESSION = {
    Scenario.LEVEL_INSUFFICIENT,
    Scenario.SURNAME_CHANGED,
    Scenario.SESSION_EXPIRED,
    Scenario.ANSWER_LOST,
    Scenario.UPLOAD_CUT,
    Scenario.PORTAL_ERROR,
}


@pytest.fixture(scope="module")
def nmo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InstalledCommand]:
    """Return the command in a state folder of its own, in which nothing has happened yet."""
    command = InstalledCommand(tmp_path_factory.mktemp("home"))
    assert command("training", "start").exit_code == 0
    yield command
    command("training", "stop")


@pytest.fixture(scope="module")
def pin(nmo: InstalledCommand) -> str:
    return str(nmo("training", "state").document["people"][0]["pin"])


def troubles(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (each["id"], each["status"], each["cause"])
        for each in document["checks"]
        if each["status"] not in {"ok", "skip"}
    ]


def send(nmo: InstalledCommand, certificate: str, pin: str, letter: Path) -> None:
    """Sign a letter and send it to the portal."""
    assert nmo("sign", str(letter), "--certificate", certificate, pin=pin).exit_code == 0
    assert nmo("documents", "add", str(letter)).exit_code == 0
    assert nmo("documents", "send").exit_code == 0


def test_every_scenario_has_its_finding() -> None:
    assert set(FINDINGS) == set(Scenario) - {Scenario.NORMAL}


@pytest.mark.parametrize("profile", ["full", "login"])
def test_a_healthy_machine_yields_no_finding(nmo: InstalledCommand, profile: str) -> None:
    ran = nmo("doctor", "--profile", profile)
    assert troubles(ran.document) == []
    assert ran.document["first_cause"] is None
    assert ran.document["pin_tries_spent"] == 0
    assert ran.exit_code == 0


@pytest.mark.parametrize("name", sorted(FINDINGS), ids=str)
def test_a_scenario_yields_the_finding_it_is_named_after(
    nmo: InstalledCommand,
    pin: str,
    letter: Path,
    scenario: Callable[[str], None],
    name: Scenario,
) -> None:
    person = nmo.good_certificate("Иванова")
    if name in _NEEDS_SESSION:
        assert nmo("login", "--certificate", person, pin=pin).exit_code == 0
    scenario(name.value)
    if name in {Scenario.ANSWER_LOST, Scenario.PORTAL_ERROR}:  # Only what is sent can be lost.
        assert nmo("consent", "sign", "--certificate", person, pin=pin).exit_code == 0
    if name is Scenario.UPLOAD_CUT:
        send(nmo, person, pin, letter)
    if name is Scenario.TOKEN_REMOVED:  # It goes when it is to sign.
        assert nmo("login", "--certificate", person, pin=pin).error == "token.removed"
    ran = nmo("doctor")
    identifier, cause = FINDINGS[name]
    found = check(ran, identifier)
    assert found["cause"] == cause, troubles(ran.document)
    assert found["message"]
    assert found["remedy"]
    assert ran.document["pin_tries_spent"] == 0
    if found["status"] == "fail":
        assert found["remedy"] in ran.document["sentence"], ran.document["sentence"]
        assert ran.document["first_cause"]["code"] == cause
        assert ran.exit_code == 1
