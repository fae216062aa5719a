"""Reader drivers for PC/SC on Linux and macOS: which devices they know."""

from __future__ import annotations

import plistlib
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from desktop_app.services.diagnostics.devices.files import names_in
from desktop_app.services.diagnostics.machine import Machine

_FOLDERS = (
    "/usr/lib/pcsc/drivers",
    "/usr/lib64/pcsc/drivers",
    "/usr/lib/pcsc-drivers",
    "/usr/local/lib/pcsc/drivers",
    "/usr/libexec/SmartCardServices/drivers",
    "/usr/local/libexec/SmartCardServices/drivers",
)
_CCID = "ifd-ccid.bundle"


@dataclass(frozen=True, slots=True)
class ReaderDrivers:
    """What the installed drivers say of themselves."""

    ids: tuple[str, ...] = ()
    """``vid:pid`` in lower case."""
    ccid_version: str = ""


def reader_drivers(machine: Machine) -> ReaderDrivers:
    """Return the devices that any installed driver knows, and the version of libccid."""
    ids: set[str] = set()
    version = ""
    for folder in _FOLDERS:
        for name in names_in(machine, folder):
            if not name.endswith(".bundle"):
                continue
            document = _document(machine, f"{folder}/{name}/Contents/Info.plist")
            ids.update(_identifiers(document))
            if name == _CCID:
                version = version or str(document.get("CFBundleShortVersionString", ""))
    return ReaderDrivers(tuple(sorted(ids)), version)


def _document(machine: Machine, name: str) -> dict[str, object]:
    try:
        document = plistlib.loads(machine.read(name) or b"")
    except (plistlib.InvalidFileException, ExpatError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _identifiers(document: dict[str, object]) -> set[str]:
    vendors, products = document.get("ifdVendorID"), document.get("ifdProductID")
    if not isinstance(vendors, list) or not isinstance(products, list):
        return set()
    pairs = zip(vendors, products, strict=False)
    return {f"{_four(vendor)}:{_four(product)}" for vendor, product in pairs}


def _four(number: object) -> str:
    return str(number).lower().removeprefix("0x").rjust(4, "0")
