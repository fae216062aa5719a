"""The USB bus of a Linux machine, through /sys."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from desktop_app.services.diagnostics.devices.files import names_in, text_of
from desktop_app.services.diagnostics.devices.rights import may_open, service_account
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.machine import Machine

_BUS = "/sys/bus/usb/devices"
_DISCONNECT = re.compile(r"usb (\S+): USB disconnect")
_BLOCKED = re.compile(r"\bblock id ([0-9a-f]{4}:[0-9a-f]{4})")
_LOG = ["journalctl", "--dmesg", "--since=-10min", "--output=cat", "--quiet", "--no-pager"]
_GUARD = ["usbguard", "list-devices", "--blocked"]


def linux_usb(machine: Machine) -> Usb:
    """Return what is plugged in."""
    names = names_in(machine, _BUS)
    account = service_account(machine)
    devices, forbidden = [], []
    for name in names:
        if ":" in name or not text_of(machine, f"{_BUS}/{name}/idVendor"):
            continue
        device = _device(machine, name, names)
        if text_of(machine, f"{_BUS}/{name}/authorized") == "0":
            forbidden.append(f"{device.vendor:04x}:{device.product:04x}")
        accessible = may_open(machine, device.node, account)
        devices.append(replace(device, accessible=accessible))
    guarded = _BLOCKED.findall(machine.run(_GUARD).output)
    return Usb(
        devices=tuple(devices),
        visible=bool(devices),
        reconnects=_reconnects(machine),
        blocked=tuple(dict.fromkeys([*guarded, *forbidden])),
        policy="USBGuard" if guarded else "udev" if forbidden else "",
    )


def _device(machine: Machine, name: str, names: tuple[str, ...]) -> UsbDevice:
    folder = f"{_BUS}/{name}"
    interfaces = [each for each in names if each.startswith(f"{name}:")]
    classes = [text_of(machine, f"{_BUS}/{each}/bInterfaceClass") for each in interfaces]
    bus, number = (_decimal(text_of(machine, f"{folder}/{each}")) for each in ("busnum", "devnum"))
    allowed = text_of(machine, f"{folder}/authorized") != "0"
    configured = bool(text_of(machine, f"{folder}/bConfigurationValue"))
    return UsbDevice(
        vendor=_hexadecimal(text_of(machine, f"{folder}/idVendor")),
        product=_hexadecimal(text_of(machine, f"{folder}/idProduct")),
        name=text_of(machine, f"{folder}/product"),
        interface_classes=tuple(_hexadecimal(each) for each in classes if each),
        problem="not-configured" if allowed and not configured else "",
        node=f"/dev/bus/usb/{bus:03}/{number:03}" if bus else "",
        power_saving=text_of(machine, f"{folder}/power/control") == "auto",
    )


def _reconnects(machine: Machine) -> int:
    """Count per port: somebody who unplugs three different things has no bad contact."""
    ports = Counter(_DISCONNECT.findall(machine.run(_LOG).output))
    return max(ports.values(), default=0)


def _hexadecimal(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0


def _decimal(text: str) -> int:
    return int(text) if text.isdecimal() else 0
