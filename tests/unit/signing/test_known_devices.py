"""Known tokens, cards and readers."""

from __future__ import annotations

import tomllib

import pytest

from desktop_app.core.resources import resource_path
from desktop_app.signing.drivers import known_families
from desktop_app.signing.known_devices import (
    KnownDevices,
    bundled_devices,
    device_of_atr,
    device_of_usb,
)

ENTRIES = tomllib.loads(resource_path("devices.toml").read_text("utf-8"))["device"]


def test_a_token_is_known_by_its_usb_identifier() -> None:
    device = device_of_usb(0x0A89, 0x0030)
    assert device is not None
    assert (device.model, device.family, device.kind) == ("Рутокен ЭЦП", "rutoken-ecp", "active")
    assert device.is_token
    assert not device.storage_only


def test_a_token_that_only_stores_is_told_from_one_that_signs() -> None:
    for vendor, product in ((0x0A89, 0x0025), (0x0A89, 0x0020), (0x24DC, 0x0102)):
        device = device_of_usb(vendor, product)
        assert device is not None
        assert device.storage_only


def test_a_card_is_known_by_its_atr_with_or_without_spaces() -> None:
    for atr in (
        "3B8B0152757" + "46F6B656E6C697465C2",
        "3b 8b 01 52 75 74 6f 6b 65 6e 6c 69 74 65 c2",
    ):
        device = device_of_atr(atr)
        assert device is not None
        assert device.model == "Рутокен Lite"


@pytest.mark.parametrize("atr", ["", "3B", "nonsense", "3B8B0152757"])
def test_what_is_no_known_atr_is_no_device(atr: str) -> None:
    assert device_of_atr(atr) is None


def test_an_unknown_usb_device_is_no_device() -> None:
    assert device_of_usb(0x1D6B, 0x0002) is None


def test_a_mask_leaves_bits_out() -> None:
    entry = {"atr": "3B01", "mask": "FF0F", "model": "m", "family": "", "kind": "other"}
    devices = KnownDevices([entry])
    assert devices.of_atr("3BA1") is not None
    assert devices.of_atr("3BA2") is None


def test_every_entry_is_sound_and_names_its_source() -> None:
    families = {each.id for each in known_families()}
    for entry in ENTRIES:
        assert ("usb" in entry) != ("atr" in entry)
        assert entry["source"]
        assert entry["model"]
        assert entry["kind"] in ("active", "storage", "reader", "other")
        assert entry["family"] in {"", *families}
        assert len(bytes.fromhex(entry.get("mask", ""))) in (0, len(entry.get("atr", "")) // 2)


def test_no_identifier_stands_twice() -> None:
    identifiers = [entry.get("usb") or entry["atr"] for entry in ENTRIES]
    assert len(set(identifiers)) == len(identifiers)


def test_readers_that_take_no_token_are_told_by_their_name() -> None:
    assert bundled_devices().is_foreign_reader("Windows Hello for Business 1")
    assert not bundled_devices().is_foreign_reader("Aktiv Rutoken ECP 0")
    assert not KnownDevices([]).is_foreign_reader("Windows Hello for Business 1")


def test_programs_that_take_readers_are_named() -> None:
    assert "scdaemon" in bundled_devices().rivals
