"""The USB bus of a Windows machine, through its own commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app.services.diagnostics.devices.powershell import records
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.machine import Machine

_DEVICES = (
    "Get-PnpDevice -PresentOnly -ErrorAction SilentlyContinue"
    " | Where-Object InstanceId -like 'USB\\VID_*'"
    " | Select-Object InstanceId,FriendlyName,ConfigManagerErrorCode,CompatibleID"
)
_RESTRICTIONS = [
    "reg",
    "query",
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows\DeviceInstall\Restrictions",
]
# The USB settings of the power plan in force, and "selective suspend" among them.
_SELECTIVE_SUSPEND = [
    "powercfg",
    "/query",
    "SCHEME_CURRENT",
    "2a737441-1930-4402-8d77-b2bebba308a3",
    "48e6b7a6-50f5-4782-a5d4-53bb8f07e226",
]
_IDENTIFIERS = re.compile(r"VID_([0-9A-F]{4})&PID_([0-9A-F]{4})", re.IGNORECASE)
_CLASS = re.compile(r"USB\\Class_([0-9A-F]{2})", re.IGNORECASE)
_DENIES = re.compile(r"Deny\w+\s+REG_DWORD\s+0x1\b")
_ON = re.compile(r"0x00000001\s*$")


def windows_usb(machine: Machine) -> Usb:
    """Return what is plugged in, with Windows' problem codes."""
    asleep = _power_saving(machine)
    found: dict[tuple[int, int], UsbDevice] = {}
    for record in records(machine, _DEVICES):
        device = _device(record, asleep)
        if device is not None:
            key = device.vendor, device.product
            found[key] = _merged(found[key], device) if key in found else device
    denies = bool(_DENIES.search(machine.run(_RESTRICTIONS).output))
    devices = tuple(found.values())
    blocked = [f"{each.vendor:04x}:{each.product:04x}" for each in devices if each.problem]
    return Usb(
        devices=devices,
        visible=bool(devices),
        blocked=tuple(blocked) if denies else (),
        policy="DeviceInstall" if denies else "",
    )


def _device(record: Mapping[str, Any], asleep: bool) -> UsbDevice | None:
    identifiers = _IDENTIFIERS.search(str(record.get("InstanceId")))
    if identifiers is None:
        return None
    problem = record.get("ConfigManagerErrorCode") or 0
    return UsbDevice(
        vendor=int(identifiers[1], 16),
        product=int(identifiers[2], 16),
        name=str(record.get("FriendlyName") or ""),
        interface_classes=_classes(record.get("CompatibleID")),
        problem=str(problem) if problem else "",
        power_saving=asleep,
    )


def _classes(compatible: object) -> tuple[int, ...]:
    if isinstance(compatible, str):
        compatible = [compatible]
    texts: Iterable[object] = compatible if isinstance(compatible, list) else ()
    found = {int(each, 16) for text in texts for each in _CLASS.findall(str(text))}
    return tuple(sorted(found))


def _merged(one: UsbDevice, other: UsbDevice) -> UsbDevice:
    """A composite device is shown whole and by its parts."""
    return UsbDevice(
        vendor=one.vendor,
        product=one.product,
        name=one.name or other.name,
        interface_classes=tuple(sorted({*one.interface_classes, *other.interface_classes})),
        problem=one.problem or other.problem,
        power_saving=one.power_saving,
    )


def _power_saving(machine: Machine) -> bool:
    """The answer's last two lines are the choices on mains and on battery, in any language."""
    lines = [line for line in machine.run(_SELECTIVE_SUSPEND).output.splitlines() if "0x" in line]
    return any(_ON.search(line) for line in lines[-2:])
