"""What of the devices and readers matters for signing."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.services.diagnostics.facts.readers import Reader, Readers
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.signing.known_devices import READER, KnownDevice, bundled_devices, device_of_usb

CCID = 0x0B
"""The USB class of smart-card readers."""


def known_tokens(usb: Usb) -> Iterator[tuple[UsbDevice, KnownDevice]]:
    """Yield the devices that are tokens of a known model."""
    for device in usb.devices:
        known = device_of_usb(device.vendor, device.product)
        if known is not None and known.is_token:
            yield device, known


def smart_card_devices(usb: Usb) -> Iterator[UsbDevice]:
    """Yield tokens and readers: known ones, and whatever says that it is a reader."""
    for device in usb.devices:
        known = device_of_usb(device.vendor, device.product)
        if CCID in device.interface_classes or (known and (known.is_token or known.kind == READER)):
            yield device


def own_readers(readers: Readers) -> tuple[Reader, ...]:
    """Return the readers that a person could put a token or a card into."""
    foreign = bundled_devices().is_foreign_reader
    return tuple(each for each in readers.readers if not foreign(each.name))


def usb_id(device: UsbDevice) -> str:
    """Return ``vendor:product`` as it is written everywhere."""
    return f"{device.vendor:04x}:{device.product:04x}"


def name_of(device: UsbDevice) -> str:
    """Return what to call a device: its model, else what it calls itself."""
    known = device_of_usb(device.vendor, device.product)
    return known.model if known else device.name or usb_id(device)
