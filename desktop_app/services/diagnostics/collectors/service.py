"""Looks at how the smart-card service is set up."""

from __future__ import annotations

from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.devices.service_setup import (
    linux_service,
    macos_service,
    windows_service,
)
from desktop_app.services.diagnostics.facts.readers import SmartCardService
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings
from desktop_app.signing.known_devices import device_of_usb

_LIMIT_SECONDS = 40.0
_CCID = 0x0B


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return the collector of ``SmartCardService``."""

    def collect(surroundings: Surroundings) -> SmartCardService:
        return look_at_service(access.machine, _nodes(surroundings))

    return (Collector(SmartCardService, collect, _LIMIT_SECONDS),)


def look_at_service(machine: Machine, nodes: frozenset[str] = frozenset()) -> SmartCardService:
    """Return how a machine's service is set up; ``nodes`` are the files of its readers."""
    if machine.system == "linux":
        return linux_service(machine, nodes)
    return (windows_service if machine.system == "windows" else macos_service)(machine)


def _nodes(surroundings: Surroundings) -> frozenset[str]:
    """Return the device files of tokens and readers."""
    try:
        devices = surroundings.of(Usb).devices
    except FactsMissing:
        return frozenset()
    return frozenset(
        each.node
        for each in devices
        if each.node
        and (_CCID in each.interface_classes or device_of_usb(each.vendor, each.product))
    )
