"""USB and the service on Windows and macOS, from answers as their documentation describes them.

None of these was recorded on a real machine.
"""

from __future__ import annotations

import json
import plistlib
from pathlib import Path

from desktop_app.services.diagnostics.collectors.service import look_at_service
from desktop_app.services.diagnostics.collectors.usb import look_at_usb
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.machine import Completed, RecordedMachine

POWERSHELL = "powershell"
TOKEN = {
    "InstanceId": r"USB\VID_0A89&PID_0030\5&1A2B3C4D&0&2",
    "FriendlyName": "Устройство чтения смарт-карт Microsoft Usbccid (WUDF)",
    "ConfigManagerErrorCode": 0,
    "CompatibleID": [r"USB\Class_0b&SubClass_00&Prot_00", r"USB\Class_0b"],
}


def windows(devices: object, **answers: str) -> RecordedMachine:
    recorded = {name: Completed(0, text) for name, text in answers.items()}
    text = devices if isinstance(devices, str) else json.dumps(devices, ensure_ascii=False)
    return RecordedMachine("windows", answers={POWERSHELL: Completed(0, text), **recorded})


def test_windows_shows_a_token_by_its_instance() -> None:
    assert look_at_usb(windows([TOKEN])).devices == (
        UsbDevice(0x0A89, 0x0030, str(TOKEN["FriendlyName"]), (0x0B,)),
    )


def test_a_single_object_is_no_list_and_comes_with_a_mark() -> None:
    text = "\ufeff" + json.dumps({**TOKEN, "CompatibleID": r"USB\Class_0b"})
    (device,) = look_at_usb(windows(text)).devices
    assert device.interface_classes == (0x0B,)


def test_the_parts_of_a_device_are_one_device_with_every_problem() -> None:
    part = {**TOKEN, "InstanceId": r"USB\VID_0A89&PID_0030&MI_01\6&0&1", "FriendlyName": None}
    part = {**part, "ConfigManagerErrorCode": 28, "CompatibleID": [r"USB\Class_03"]}
    (device,) = look_at_usb(windows([TOKEN, part])).devices
    assert device.problem == "28"
    assert device.interface_classes == (0x03, 0x0B)
    assert device.name == TOKEN["FriendlyName"]


def test_windows_without_an_answer_shows_nothing() -> None:
    for text in ("", "nonsense", "[]", '["text"]', '[{"InstanceId": "ROOT"}]'):
        assert look_at_usb(windows(text)) == Usb(visible=False)


def test_a_policy_of_windows_blocks_what_does_not_start() -> None:
    answer = (
        "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\DeviceInstall"
        "\\Restrictions\n    DenyUnspecified    REG_DWORD    0x1\n"
    )
    broken = {**TOKEN, "ConfigManagerErrorCode": 28}
    usb = look_at_usb(windows([broken], reg=answer))
    assert (usb.blocked, usb.policy) == (("0a89:0030",), "DeviceInstall")
    assert look_at_usb(windows([TOKEN], reg=answer)).blocked == ()
    assert look_at_usb(windows([broken])).blocked == ()


def test_power_saving_of_windows_is_read_in_any_language() -> None:
    answer = (
        "    Минимальный возможный параметр: 0x00000000\n"
        "    Текущий индекс настройки питания от сети: 0x0000000{}\n"
        "    Текущий индекс настройки питания от батарей: 0x00000000\n"
    )
    assert look_at_usb(windows([TOKEN], powercfg=answer.format(1))).devices[0].power_saving
    assert not look_at_usb(windows([TOKEN], powercfg=answer.format(0))).devices[0].power_saving


def test_the_services_of_windows_are_read() -> None:
    services = [
        {"Name": "SCardSvr", "State": "Stopped", "StartMode": "Disabled"},
        {"Name": "ScDeviceEnum", "State": "Running", "StartMode": "Manual"},
        {"Name": "CertPropSvc", "State": "Stopped", "StartMode": "Disabled"},
    ]
    setup = look_at_service(windows(services, tasklist='"scdaemon.exe","5","Console","1","9 K"\n'))
    assert (setup.installed, setup.running, setup.starts_by_itself) == (True, False, False)
    assert (setup.enumerates, setup.propagates) == (True, False)
    assert setup.holders == ("scdaemon",)


def test_without_an_answer_of_windows_nothing_is_claimed() -> None:
    setup = look_at_service(windows(""))
    assert (setup.installed, setup.running, setup.starts_by_itself) == (True, True, None)
    assert (setup.enumerates, setup.propagates) == (None, None)


def macos(
    tree: str | list[object], root: Path = Path("/nonexistent"), **answers: str
) -> RecordedMachine:
    recorded = {name: Completed(0, text) for name, text in answers.items()}
    text = tree if isinstance(tree, str) else plistlib.dumps(tree).decode()
    return RecordedMachine("macos", root, answers={"ioreg": Completed(0, text), **recorded})


def test_macos_shows_a_token_behind_a_hub_once() -> None:
    interface = {"idVendor": 0x0A89, "idProduct": 0x0030, "bInterfaceClass": 0x0B}
    token = {
        "idVendor": 0x0A89,
        "idProduct": 0x0030,
        "USB Product Name": "Rutoken ECP",
        "IORegistryEntryChildren": [interface],
    }
    hub = {"idVendor": 1, "idProduct": 2, "IORegistryEntryChildren": [token]}
    found = look_at_usb(macos([hub, token])).devices
    assert UsbDevice(0x0A89, 0x0030, "Rutoken ECP", (0x0B,)) in found
    assert len(found) == 2


def test_macos_without_an_answer_shows_nothing() -> None:
    for text in ("", "nonsense", "<plist><dict></dict></plist>"):
        assert look_at_usb(macos(text)) == Usb(visible=False)


def test_extensions_and_drivers_of_macos_are_read(tmp_path: Path) -> None:
    lines = "+    com.apple.CryptoTokenKit.pivtoken(1.0)\n-    ru.example.token(2.1)\n"
    setup = look_at_service(macos("", tmp_path, pluginkit=lines, ps="launchd\nscdaemon\n"))
    assert setup.disabled_extensions == ("ru.example.token",)
    assert setup.holders == ("scdaemon",)
    assert setup.installed
