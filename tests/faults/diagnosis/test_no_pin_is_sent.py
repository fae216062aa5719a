"""A diagnosis never logs in, whatever is wrong with the token: a login would crash this driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.composition import build_services
from desktop_app.core.diagnostics import DiagnosisReport, Profile
from tests.drivers.hostile import HostileDriver, build_hostile, hostile_driver
from tests.modules.provisioned import Provisioned, provisioned

TRAP = "C_Login segfault"
FAULTS = {
    "none": (),
    "low": ("flags-set 0x10000",),
    "last try": ("flags-set 0x20000",),
    "locked": ("flags-set 0x40000",),
    "must change": ("flags-set 0x80000",),
    "administrator locked": ("flags-set 0x400000",),
    "not set": ("flags-clear 0x8",),
    "not initialised": ("flags-clear 0x400",),
    "read only": ("flags-set 0x2",),
    "PIN pad": ("flags-set 0x100",),
    "impossible limits": ("pin-length 30 4",),
    "undecodable label": ("label D2EEEAE5ED",),
    "many slots": ("slots 300",),
    "endless objects": ("objects endless",),
    "huge values": ("value-length 99999999",),
    "gone": ("vanish 0xE0",),
    "device error": ("C_OpenSession return 0x30",),
    "no mechanisms": ("C_GetMechanismList return 0x5",),
    "asks at each signature": ("always-authenticate 123456",),
}


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    with provisioned("softhsm", tmp_path_factory.mktemp("softhsm")) as module:
        yield module


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(
    library: Path, soft: Provisioned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> HostileDriver:
    made = hostile_driver(library, soft, tmp_path)
    for name, value in made.driver.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return made


def diagnosed(hostile: HostileDriver, home: Path) -> DiagnosisReport:
    services = build_services(home, [Path(hostile.driver.path)])
    try:
        return services.diagnostics.run(Profile.FULL)
    finally:
        services.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_makes_a_diagnosis_log_in(
    hostile: HostileDriver, tmp_path: Path, fault: str
) -> None:
    hostile.misbehave(TRAP, *FAULTS[fault])
    report = diagnosed(hostile, tmp_path / "home")
    found = {each.cause for result in report.results for each in result.findings}
    assert "driver.crashed" not in found
    assert report.pin_tries_spent == 0
    assert not {"check.crashed", "check.timeout", "check.facts-timeout"} & found


def test_the_trap_works(hostile: HostileDriver, tmp_path: Path) -> None:
    hostile.misbehave("C_GetTokenInfo segfault")
    report = diagnosed(hostile, tmp_path / "home")
    assert report.first_cause is not None
    driver = report.result("DRV-05")
    assert driver is not None
    assert driver.worst is not None
    assert driver.worst.cause == "driver.crashed"
