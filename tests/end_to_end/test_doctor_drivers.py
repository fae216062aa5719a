"""What `nmo doctor` says of drivers that cannot be used, in front of real modules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.hostile import HostileDriver, build_broken, build_hostile, hostile_driver
from tests.end_to_end.workplace import Workplace, check, expect_first_cause
from tests.modules.provisioned import Provisioned, provisioned


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provisioned]:
    """Return a card that the system sees, so that its driver alone can be at fault."""
    with provisioned("opensc", tmp_path_factory.mktemp("opensc")) as module:
        yield module


@pytest.fixture
def workplace(card: Provisioned, tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, card)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(library: Path, card: Provisioned, tmp_path: Path) -> HostileDriver:
    return hostile_driver(library, card, tmp_path)


def test_a_driver_for_another_processor_is_named(workplace: Workplace, tmp_path: Path) -> None:
    foreign = tmp_path / "librtpkcs11ecp.so"
    header = bytearray(Path("/bin/true").read_bytes()[:4096])
    header[18:20] = (183).to_bytes(2, "little")  # EM_AARCH64
    foreign.write_bytes(header)
    ran = workplace.doctor("--profile", "sign", driver=str(foreign))
    expect_first_cause(ran, "DRV-02", "driver.wrong-architecture", "подходящий вариант драйвера")
    assert check(ran, "DRV-02")["who"] == "it"


def test_a_file_that_is_no_driver_is_named(workplace: Workplace, tmp_path: Path) -> None:
    plain = build_broken(tmp_path, "int answer(void) { return 42; }")
    ran = workplace.doctor("--profile", "sign", driver=str(plain))
    expect_first_cause(ran, "DRV-04", "driver.not-pkcs11", "Укажите файл драйвера")


def test_a_library_that_a_driver_needs_is_named(workplace: Workplace, tmp_path: Path) -> None:
    other = build_broken(tmp_path, "int other(void) { return 1; }", "libother.so")
    needing = build_broken(
        tmp_path, "int other(void); int use(void) { return other(); }", "needing.so", other
    )
    other.unlink()
    ran = workplace.doctor("--profile", "sign", driver=str(needing))
    expect_first_cause(ran, "DRV-03", "driver.dependency-missing", "Установите эту библиотеку")
    assert "libother.so" in check(ran, "DRV-03")["message"]


def test_a_driver_that_is_not_there_is_named(workplace: Workplace, tmp_path: Path) -> None:
    ran = workplace.doctor("--profile", "sign", driver=str(tmp_path / "gone.so"))
    expect_first_cause(ran, "DRV-12", "driver.missing", "Установите программу производителя")


def test_a_crashing_driver_is_named_and_costs_no_try(
    workplace: Workplace, hostile: HostileDriver
) -> None:
    hostile.misbehave("C_GetSlotList segfault")
    ran = workplace.doctor(
        "--profile", "sign", driver=hostile.driver.path, **hostile.driver.environment
    )
    expect_first_cause(ran, "DRV-05", "driver.crashed", "обновите драйвер")


def test_a_hanging_driver_is_named_and_does_not_hold_the_others_up(
    workplace: Workplace, hostile: HostileDriver
) -> None:
    hostile.misbehave("C_GetSlotList hang")
    ran = workplace.doctor(
        "--profile", "sign", driver=hostile.driver.path, **hostile.driver.environment
    )
    expect_first_cause(ran, "DRV-05", "driver.hung", "Выньте токен")
    assert check(ran, "SYS-07")["status"] == "ok"
