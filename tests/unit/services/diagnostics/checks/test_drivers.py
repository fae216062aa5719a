"""Drivers in use and drivers installed: every outcome, and how loud it is."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import error_from
from desktop_app.core.tokens import DriverReport, DriverState
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.drivers import DriverCopy, Drivers, LoadedDriver
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.surroundings import known
from tests.unit.services.diagnostics.checks.judging import (
    CHECKS,
    NOW,
    inspected,
    judged,
    token,
    tokens,
)

PATH = "/usr/lib/librtpkcs11ecp.so"
RUTOKEN = Usb((UsbDevice(0x0A89, 0x0030),))
NONE, ONE = tokens(), tokens(inspected())


def loaded(code: str = "", state: DriverState = DriverState.OK, **change: object) -> Drivers:
    error = error_from(code, {"path": PATH, "dependency": "libx.so"}) if code else None
    report = DriverReport(PATH, "Рутокен", state, error)
    values: dict[str, object] = {"family": "rutoken-ecp", **change}
    return Drivers(loaded=(LoadedDriver(report, **values),))  # type: ignore[arg-type]  # By name.


@pytest.mark.parametrize(
    ("identifier", "code"),
    [
        ("DRV-02", "driver.wrong-architecture"),
        ("DRV-03", "driver.dependency-missing"),
        ("DRV-04", "driver.not-pkcs11"),
        ("DRV-05", "driver.failed"),
        ("DRV-05", "driver.crashed"),
        ("DRV-05", "driver.hung"),
        ("DRV-05", "driver.nonsense"),
        ("DRV-05", "driver.set-aside"),
        ("DRV-12", "driver.missing"),
    ],
)
def test_a_driver_that_does_not_work_stands_in_the_way_of_the_only_token(
    identifier: str, code: str
) -> None:
    broken = loaded(code, DriverState.FAILED)
    assert judged(identifier, broken, NONE) == [("fail", code)]
    assert judged(identifier, broken, ONE) == [("warn", code)]
    assert judged(identifier, loaded(), NONE) == []


def test_only_a_driver_that_was_set_aside_can_be_tried_again() -> None:
    for state, fix in ((DriverState.SET_ASIDE, "driver.retry"), (DriverState.CRASHED, None)):
        facts = known(NOW, loaded("driver.crashed", state), NONE)
        (finding,) = findings_of(CHECKS["DRV-05"], facts)
        assert finding.fix == fix


def test_a_known_token_without_its_driver_names_model_driver_and_page() -> None:
    other = loaded(family="opensc")
    (finding,) = findings_of(CHECKS["DRV-01"], known(NOW, other, NONE, RUTOKEN))
    assert (finding.status.value, finding.cause) == ("fail", "driver.not-installed")
    assert finding.evidence["model"] == "Рутокен ЭЦП"
    assert str(finding.evidence["page"]).startswith("rutoken.ru")
    assert judged("DRV-01", loaded(), NONE, RUTOKEN) == []
    assert judged("DRV-01", other, ONE, RUTOKEN) == [("ok", "driver.not-installed")]


def test_a_computer_without_any_driver_is_told_so() -> None:
    assert judged("DRV-01", Drivers(), NONE) == [("fail", "driver.none")]


def test_versions_are_told() -> None:
    assert judged("DRV-06", loaded(version="2.18")) == [("ok", "driver.version")]
    assert judged("DRV-06", loaded(family="opensc", version="0.9")) == [("warn", "driver.old")]
    assert judged("DRV-06", loaded(family="opensc", version="0.23")) == [("ok", "driver.version")]
    assert judged("DRV-06", loaded()) == []


def copies(*digests: str) -> Drivers:
    return Drivers(
        copies=tuple(
            DriverCopy("rutoken-ecp", "Рутокен", f"{PATH}.{number}", digest, used=not number)
            for number, digest in enumerate(digests)
        )
    )


def test_copies_matter_when_they_differ() -> None:
    assert judged("DRV-07", copies("aa", "bb")) == [("warn", "driver.several-copies")]
    assert judged("DRV-07", copies("aa", "aa")) == []
    assert judged("DRV-07", copies("aa")) == []


def test_a_driver_of_the_old_kind_alone_is_a_warning() -> None:
    assert judged("DRV-08", loaded(family="rutoken-s")) == [("warn", "driver.legacy")]
    assert judged("DRV-08", loaded()) == []


def test_files_beside_a_driver_must_be_there() -> None:
    copy = DriverCopy("esmart", "ESMART", PATH, used=True, missing_satellites=("a.dll",))
    drivers = Drivers(copies=(copy,))
    assert judged("DRV-09", drivers, NONE, system="windows") == [
        ("fail", "driver.satellite-missing")
    ]
    assert judged("DRV-09", drivers, ONE, system="windows") == [
        ("warn", "driver.satellite-missing")
    ]
    assert judged("DRV-09", copies("aa"), NONE, system="windows") == []


def test_a_vendors_token_behind_a_general_library_is_a_warning() -> None:
    opensc = loaded(family="opensc")
    shown = tokens(inspected(token(drivers=(PATH,))))
    assert judged("DRV-11", opensc, shown, RUTOKEN) == [("warn", "driver.generic")]
    assert judged("DRV-11", loaded(), shown, RUTOKEN) == []
    assert judged("DRV-11", opensc, shown) == []
