"""Checks of the computer itself: each outcome from facts written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.tokens import DriverReport, DriverState, PinState, Token
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.certificates import (
    FoundOn,
    OwnCertificate,
    OwnCertificates,
)
from desktop_app.services.diagnostics.facts.computer import Clock, Computer, Gost, Place, Places
from desktop_app.services.diagnostics.facts.drivers import Drivers, LoadedDriver
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection
from desktop_app.services.diagnostics.surroundings import known
from desktop_app.services.diagnostics.walking import all_checks
from tests.unit.services.diagnostics.checks.judging import fit_certificate

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
GOOD = Computer(
    name="Debian GNU/Linux 12",
    version="12",
    architecture="x86_64",
    own_architecture="x86_64",
    free_memory=4 * 1024**3,
)
TOKEN = Token("1", "Рутокен", "ЭЦП", "Актив", "reader", ("d",), PinState.OK)
SEEN = TokenFacts((TokenInspection(TOKEN, flags=0),))
DRIVER = "/opt/vendor/librtpkcs11ecp.so"
DRIVERS = Drivers(loaded=(LoadedDriver(DriverReport(DRIVER, "Рутокен", DriverState.FAILED)),))
CHECKS = {check.id: check for check in all_checks()}


def judged(identifier: str, *facts: object, system: str = "linux") -> list[tuple[str, str]]:
    findings = findings_of(CHECKS[identifier], known(NOW, *facts, system=system))
    return [(each.status.value, each.cause) for each in findings]


@pytest.mark.parametrize(
    ("identifier", "change", "expected"),
    [
        ("SYS-02", {"emulated": True}, [("warn", "computer.emulated")]),
        ("SYS-03", {"elevated": True}, [("warn", "computer.elevated")]),
        ("SYS-05", {"encoding": "cp1251"}, [("warn", "computer.encoding")]),
        ("SYS-06", {"free_memory": 50_000_000}, [("warn", "computer.memory-low")]),
        ("SYS-06", {"free_memory": None}, []),
        ("SYS-11", {"session_type": "wayland"}, [("ok", "computer.session")]),
        ("SYS-12", {"reboot_pending": True}, [("warn", "computer.reboot-pending")]),
        ("SYS-13", {"security_products": ("X",)}, [("ok", "computer.security-product")]),
        ("SYS-15", {"crypto_policy": "FIPS"}, [("warn", "computer.crypto-policy")]),
    ],
)
def test_what_is_wrong_with_the_computer_is_told(
    identifier: str, change: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert judged(identifier, replace(GOOD, **change)) == expected  # type: ignore[arg-type]  # By name.


@pytest.mark.parametrize(
    "identifier",
    ["SYS-02", "SYS-03", "SYS-05", "SYS-06", "SYS-10", "SYS-11", "SYS-12", "SYS-13", "SYS-15"],
)
def test_a_good_computer_has_nothing_against_it(identifier: str) -> None:
    assert judged(identifier, GOOD) == []


@pytest.mark.parametrize(
    ("system", "version", "cause"),
    [
        ("windows", "6.1.7601", "computer.system-old"),
        ("windows", "10.0.22631", "computer.system"),
        ("macos", "11.7", "computer.system-old"),
        ("macos", "14.5", "computer.system"),
        ("linux", "9", "computer.system"),
    ],
)
def test_a_system_that_the_window_cannot_run_on_is_named(
    system: str, version: str, cause: str
) -> None:
    ((_, found),) = judged("SYS-01", replace(GOOD, version=version), system=system)
    assert found == cause


def test_a_remote_desktop_matters_only_while_no_token_is_seen() -> None:
    remote = replace(GOOD, remote_session="rdp")
    assert judged("SYS-10", remote, SEEN) == [("ok", "computer.remote")]
    assert judged("SYS-10", remote, TokenFacts()) == [("warn", "computer.remote-without-token")]
    assert judged("SYS-10", remote) == [("warn", "computer.remote-without-token")]


def test_a_blocked_driver_stands_in_the_way_only_when_it_is_the_one_that_is_needed() -> None:
    blocked = replace(GOOD, blocked_by_policy=(DRIVER,))
    code = "computer.blocked-by-policy"
    assert judged("SYS-14", blocked, DRIVERS, TokenFacts()) == [("fail", code)]
    assert judged("SYS-14", blocked, DRIVERS, SEEN) == [("ok", code)]
    assert judged("SYS-14", blocked, Drivers(), TokenFacts()) == [("ok", code)]
    assert judged("SYS-14", GOOD, DRIVERS, TokenFacts()) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, []),
        (3000, []),
        (-1, [("fail", "clock.impossible")]),
        (4000, [("fail", "clock.impossible")]),
    ],
)
def test_the_clock_lies_between_release_and_end_of_life(
    days: int, expected: list[tuple[str, str]]
) -> None:
    clock = Clock(time=NOW + timedelta(days=days), released=NOW)
    assert judged("SYS-07", clock) == expected


def certificates(*parameters: str) -> OwnCertificates:
    """Return certificates that can sign in, each with a key of a parameter set."""
    found = FoundOn("1", "Токен")
    return OwnCertificates(
        tuple(OwnCertificate(fit_certificate(), found, parameters=each) for each in parameters),
        tokens=1,
    )


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ((), "warn"),
        (("1.2.840.10045.3.1.7",), "warn"),
        (("1.2.643.7.1.2.1.1.1", "1.2.840.10045.3.1.7"), "warn"),
        (("1.2.643.7.1.2.1.1.1",), "fail"),
    ],
)
def test_without_the_library_only_keys_of_gost_stand_still(
    parameters: tuple[str, ...], expected: str
) -> None:
    missing = Gost("libgcrypt.so.20: cannot open shared object file")
    code = "gost.library-missing"
    assert judged("SYS-16", missing, certificates(*parameters)) == [(expected, code)]
    assert judged("SYS-16", missing) == [("warn", code)]
    assert judged("SYS-16", Gost(), certificates(*parameters)) == []


def place(**change: object) -> Places:
    good = Place("state", "/home/a", 10**10, writable=True)
    return Places((replace(good, **change),))  # type: ignore[arg-type]  # By name.


def test_folders_are_judged_by_space_and_by_the_right_to_write() -> None:
    assert judged("SYS-04", place()) == []
    assert judged("SYS-04", place(free_bytes=10**6)) == [("warn", "state.disk-low")]
    full = place(writable=False, detail="ENOSPC", free_bytes=0)
    assert judged("SYS-04", full) == [("fail", "state.disk-full")]
    closed = place(writable=False, detail="EROFS")
    assert judged("SYS-04", closed) == [("fail", "state.not-writable")]


def test_without_facts_nothing_is_claimed() -> None:
    (finding,) = findings_of(CHECKS["SYS-06"], known(NOW))
    assert finding.status is CheckStatus.SKIP
