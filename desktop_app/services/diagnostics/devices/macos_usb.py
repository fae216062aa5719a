"""The USB bus of a macOS machine, through ioreg."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.machine import Machine

_DEVICES = ["ioreg", "-a", "-r", "-l", "-c", "IOUSBHostDevice"]


def macos_usb(machine: Machine) -> Usb:
    """Return what is plugged in."""
    output = machine.run(_DEVICES).output
    try:
        tree = plistlib.loads(output.encode()) if output.strip() else []
    except (plistlib.InvalidFileException, ExpatError, ValueError):
        tree = []
    devices = tuple(_device(node) for node in _walk(tree) if _is_device(node))
    return Usb(devices=tuple(dict.fromkeys(devices)), visible=bool(devices))


def _walk(nodes: object) -> Iterator[Mapping[str, Any]]:
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, dict):
            yield node
            yield from _walk(node.get("IORegistryEntryChildren"))


def _is_device(node: Mapping[str, Any]) -> bool:
    """Interfaces repeat the identifiers of their device."""
    return "idVendor" in node and "idProduct" in node and "bInterfaceClass" not in node


def _device(node: Mapping[str, Any]) -> UsbDevice:
    parts = _walk(node.get("IORegistryEntryChildren"))
    classes = {int(each["bInterfaceClass"]) for each in parts if "bInterfaceClass" in each}
    return UsbDevice(
        vendor=int(node["idVendor"]),
        product=int(node["idProduct"]),
        name=str(node.get("USB Product Name") or node.get("kUSBProductString") or ""),
        interface_classes=tuple(sorted(classes)),
    )
