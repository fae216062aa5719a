"""Looks at what is plugged in."""

from __future__ import annotations

from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.devices.linux_usb import linux_usb
from desktop_app.services.diagnostics.devices.macos_usb import macos_usb
from desktop_app.services.diagnostics.devices.windows_usb import windows_usb
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.machine import Machine

_LOOKS = {"linux": linux_usb, "windows": windows_usb, "macos": macos_usb}
_LIMIT_SECONDS = 30.0


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return the collector of ``Usb``."""
    return (Collector(Usb, lambda _surroundings: look_at_usb(access.machine), _LIMIT_SECONDS),)


def look_at_usb(machine: Machine) -> Usb:
    """Return the devices on a machine's bus."""
    return _LOOKS[machine.system](machine)
