"""Is the right driver installed, whole, once and in a version that works?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.drivers import DriverCopy, Drivers
from desktop_app.services.diagnostics.facts.readers import Readers, ServiceState
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.surroundings import Surroundings, known_or
from desktop_app.signing.drivers import known_families
from desktop_app.signing.known_devices import KnownDevice, device_of_atr, device_of_usb

_GENERIC = "opensc"


def _installed(surroundings: Surroundings) -> Iterator[Finding]:
    drivers = surroundings.of(Drivers)
    seen = bool(surroundings.of(TokenFacts).tokens)
    tell = note if seen else fail
    present = {copy.family for copy in drivers.copies} | {each.family for each in drivers.loaded}
    pages = {family.id: family for family in known_families()}
    for device in _devices(surroundings):
        family = pages.get(device.family)
        if device.is_token and family is not None and family.id not in present:
            yield tell(
                "driver.not-installed",
                Who.IT,
                model=device.model,
                driver=family.name,
                page=family.page,
            )
    if not drivers.loaded:
        yield tell("driver.none", Who.IT)


def _devices(surroundings: Surroundings) -> list[KnownDevice]:
    """Return the known models that are plugged in, by USB identifier and by ATR."""
    found: dict[str, KnownDevice] = {}
    usb = known_or(surroundings, Usb, Usb()).devices
    readers = known_or(surroundings, Readers, Readers(ServiceState.OK)).readers
    devices = (
        *(device_of_usb(each.vendor, each.product) for each in usb),
        *(device_of_atr(each.atr) for each in readers),
    )
    for device in devices:
        if device is not None:
            found.setdefault(device.family, device)
    return list(found.values())


def _versions(surroundings: Surroundings) -> Iterator[Finding]:
    minimums = {family.id: family.minimum for family in known_families() if family.minimum}
    for loaded in surroundings.of(Drivers).loaded:
        minimum = minimums.get(loaded.family, "")
        if loaded.version and minimum and _number(loaded.version) < _number(minimum):
            yield warn(
                "driver.old",
                Who.IT,
                driver=loaded.report.name,
                version=loaded.version,
                minimum=minimum,
            )
        elif loaded.version:
            yield note("driver.version", driver=loaded.report.name, version=loaded.version)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _copies(surroundings: Surroundings) -> Iterator[Finding]:
    by_family: dict[str, list[DriverCopy]] = defaultdict(list)
    for copy in surroundings.of(Drivers).copies:
        by_family[copy.family].append(copy)
    for copies in by_family.values():
        if len({copy.sha256 for copy in copies if not copy.problem}) > 1:
            used = next((copy.path for copy in copies if copy.used), copies[0].path)
            yield warn(
                "driver.several-copies",
                Who.IT,
                driver=copies[0].name,
                count=len(copies),
                path=used,
                paths=[copy.path for copy in copies],
            )


def _legacy(surroundings: Surroundings) -> Iterator[Finding]:
    loaded = {each.family: each for each in surroundings.of(Drivers).loaded}
    if "rutoken-s" in loaded and "rutoken-ecp" not in loaded:
        yield warn("driver.legacy", Who.IT, driver=loaded["rutoken-s"].report.name)


def _satellites(surroundings: Surroundings) -> Iterator[Finding]:
    tell = warn if surroundings.of(TokenFacts).tokens else fail
    for copy in surroundings.of(Drivers).copies:
        if copy.used and copy.missing_satellites:
            yield tell(
                "driver.satellite-missing",
                Who.IT,
                driver=copy.name,
                path=copy.path,
                files=", ".join(copy.missing_satellites),
            )


def _generic(surroundings: Surroundings) -> Iterator[Finding]:
    """OpenSC opens tokens of vendors too, and then ГОСТ keys on them stay hidden."""
    families = {each.report.path: each.family for each in surroundings.of(Drivers).loaded}
    vendors = {"rutoken-ecp", "rutoken-s", "jacarta", "esmart"}
    for found in surroundings.of(TokenFacts).tokens:
        shown_by = {families.get(path, "") for path in found.token.drivers}
        device = next((each for each in _devices(surroundings) if each.family in vendors), None)
        if shown_by == {_GENERIC} and device is not None:
            yield warn(
                "driver.generic",
                Who.IT,
                model=device.model,
                driver=Path(found.token.drivers[0]).name,
            )


CHECKS = (
    Check("DRV-01", _installed, ("driver.not-installed", "driver.none")),
    Check("DRV-06", _versions, ("driver.old", "driver.version")),
    Check("DRV-07", _copies, ("driver.several-copies",)),
    Check("DRV-08", _legacy, ("driver.legacy",)),
    Check("DRV-09", _satellites, ("driver.satellite-missing",), systems=("windows",)),
    Check("DRV-11", _generic, ("driver.generic",)),
)
