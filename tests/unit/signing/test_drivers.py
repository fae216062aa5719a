"""Known drivers, and what is installed, in a file system made for the test."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_app.core.tokens import Driver
from desktop_app.signing.drivers import (
    distinct_drivers,
    driver_for,
    installed_drivers,
    known_families,
)

WINDOWS = {
    "SystemRoot": r"C:\Windows",
    "ProgramFiles": r"C:\Program Files",
    "ProgramFiles(x86)": r"C:\Program Files (x86)",
}


def install(root: Path, *files: str, content: bytes = b"") -> None:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def found(root: Path, system: str, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    drivers = installed_drivers(
        system=system, root=root, environment=environment or {}, everything=True
    )
    return {driver.name: Path(driver.path).relative_to(root).as_posix() for driver in drivers}


def test_every_family_that_the_product_promises_is_known() -> None:
    expected = {
        "rutoken-ecp",
        "rutoken-s",
        "jacarta",
        "esmart",
        "cryptopro",
        "opensc",
        "yubikey",
        "softhsm",
        "training-token",
        "opencryptoki",
        "tpm2",
    }
    assert {family.id for family in known_families()} == expected


def test_each_family_has_a_name_and_files_for_some_system() -> None:
    for family in known_families():
        assert family.name
        assert any(family.files.values())
        assert set(family.files) == set(family.folders)


def test_vendors_come_before_opensc_which_shows_the_same_cards() -> None:
    order = [family.id for family in known_families()]
    assert order.index("rutoken-ecp") < order.index("opensc")
    assert order.index("yubikey") < order.index("opensc")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("opt/aktivco/rutokenecp/amd64/librtpkcs11ecp.so", "Рутокен ЭЦП 2.0/3.0, Lite"),
        ("usr/lib/librtpkcs11ecp.so", "Рутокен ЭЦП 2.0/3.0, Lite"),
        ("usr/lib/x86_64-linux-gnu/librtpkcs11ecp.so", "Рутокен ЭЦП 2.0/3.0, Lite"),
        ("usr/lib64/pkcs11/libjcPKCS11-2.so", "JaCarta-2 ГОСТ, PKI, LT"),
        ("usr/lib64/libisbc_pkcs11_main.so", "ESMART Token"),
        ("opt/cprocsp/lib/amd64/libcppkcs11.so", "КриптоПро CSP (PKCS#11)"),
        ("usr/lib/aarch64-linux-gnu/opensc-pkcs11.so", "OpenSC"),
        ("usr/lib/softhsm/libsofthsm2.so", "SoftHSM"),
        ("usr/lib/x86_64-linux-gnu/libykcs11.so.2", "YubiKey (PIV)"),
    ],
)
def test_a_driver_is_found_where_its_installer_puts_it_on_linux(
    tmp_path: Path, file: str, name: str
) -> None:
    install(tmp_path, file)
    assert found(tmp_path, "linux") == {name: file}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Windows/System32/rtPKCS11ECP.dll", "Рутокен ЭЦП 2.0/3.0, Lite"),
        ("Windows/System32/rtPKCS11.dll", "Рутокен S"),
        ("Program Files/Aktiv Co/Rutoken Drivers/rtPKCS11ECP.dll", "Рутокен ЭЦП 2.0/3.0, Lite"),
        ("Windows/System32/jcPKCS11-2.dll", "JaCarta-2 ГОСТ, PKI, LT"),
        ("Windows/System32/isbc_pkcs11_main.dll", "ESMART Token"),
        ("Program Files/Crypto Pro/CSP/cppkcs11.dll", "КриптоПро CSP (PKCS#11)"),
        ("Program Files/OpenSC Project/OpenSC/pkcs11/opensc-pkcs11.dll", "OpenSC"),
    ],
)
def test_a_driver_is_found_where_its_installer_puts_it_on_windows(
    tmp_path: Path, file: str, name: str
) -> None:
    install(tmp_path, file)
    assert found(tmp_path, "windows", WINDOWS) == {name: file}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (
            "Library/Frameworks/rtpkcs11ecp.framework/rtpkcs11ecp",
            "Рутокен ЭЦП 2.0/3.0, Lite",
        ),
        ("usr/local/lib/librtpkcs11ecp.dylib", "Рутокен ЭЦП 2.0/3.0, Lite"),
        ("Library/Frameworks/jcPKCS11-2.framework/jcPKCS11-2", "JaCarta-2 ГОСТ, PKI, LT"),
        ("opt/cprocsp/lib/libcppkcs11.dylib", "КриптоПро CSP (PKCS#11)"),
        ("Library/OpenSC/lib/opensc-pkcs11.so", "OpenSC"),
    ],
)
def test_a_driver_is_found_where_its_installer_puts_it_on_a_mac(
    tmp_path: Path, file: str, name: str
) -> None:
    install(tmp_path, file)
    assert found(tmp_path, "macos") == {name: file}


def test_nothing_is_found_where_nothing_is_installed(tmp_path: Path) -> None:
    for system in ("linux", "windows", "macos"):
        assert found(tmp_path, system, WINDOWS) == {}


def test_folders_of_variables_that_are_not_set_are_left_out(tmp_path: Path) -> None:
    install(tmp_path, "Windows/System32/rtPKCS11ECP.dll")
    assert found(tmp_path, "windows", {}) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file this system can load")
def test_a_file_that_can_be_loaded_wins_over_one_that_cannot(tmp_path: Path) -> None:
    install(tmp_path, "opt/aktivco/rutokenecp/armv7/librtpkcs11ecp.so", content=b"\x7fELF")
    loadable = tmp_path / "usr/lib64/librtpkcs11ecp.so"
    loadable.parent.mkdir(parents=True)
    loadable.symlink_to(Path(sys.executable).resolve())
    assert list(found(tmp_path, "linux").values()) == ["usr/lib64/librtpkcs11ecp.so"]


def test_stores_that_nobody_has_by_accident_are_used_only_when_asked_for(tmp_path: Path) -> None:
    install(tmp_path, "usr/lib/softhsm/libsofthsm2.so", "usr/lib/opensc-pkcs11.so")
    names = [each.name for each in installed_drivers(system="linux", root=tmp_path)]
    assert names == ["OpenSC"]


def test_a_named_file_gets_the_name_of_its_family_or_its_own(tmp_path: Path) -> None:
    assert driver_for("/somewhere/RTPKCS11ECP.DLL").name == "Рутокен ЭЦП 2.0/3.0, Lite"
    assert driver_for("/somewhere/libjcPKCS11-2.so.2.8").name == "JaCarta-2 ГОСТ, PKI, LT"
    other = driver_for("/somewhere/other.so", {"OTHER_CONF": "x"})
    assert (other.name, dict(other.environment)) == ("other.so", {"OTHER_CONF": "x"})


def test_links_to_one_file_count_once_and_missing_files_by_path(tmp_path: Path) -> None:
    install(tmp_path, "real.so")
    (tmp_path / "link.so").symlink_to("real.so")
    (tmp_path / "hard.so").hardlink_to(tmp_path / "real.so")
    names = ["link.so", "real.so", "hard.so", "missing.so", "missing.so", "gone.so"]
    kept = distinct_drivers([Driver(str(tmp_path / name), name) for name in names])
    assert [driver.name for driver in kept] == ["link.so", "missing.so", "gone.so"]
