"""The system's store on Linux: the bundle, what was added, what was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_app.services.diagnostics.facts.trust import Store, StoreKind
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.trust_stores.stored import stored
from desktop_app.services.trust_folder import certificates_in

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
)
LOCAL = (
    "/usr/local/share/ca-certificates",
    "/etc/pki/ca-trust/source/anchors",
    "/etc/ca-certificates/trust-source/anchors",
)
_DISTRUSTED = (
    "/etc/pki/ca-trust/source/blocklist",
    "/etc/pki/ca-trust/source/blacklist",
    "/etc/ca-certificates/trust-source/blocklist",
)
_CONFIGURATION = "/etc/ca-certificates.conf"
_CHOICES = "/usr/share/ca-certificates"
_SUFFIXES = frozenset({".crt", ".pem", ".cer", ".der", ".p11-kit"})


def read_stores(machine: Machine) -> tuple[Store, ...]:
    """Return the stores of the system."""
    return tuple(_stores(machine))


def _stores(machine: Machine) -> Iterator[Store]:
    yield _bundle(machine)
    for place in LOCAL:
        certificates = stored(_of_folder(machine, place))
        if certificates:
            yield Store(StoreKind.LOCAL, place, place, certificates=certificates)
    refused = stored(_distrusted(machine), distrusted=True)
    if refused:
        yield Store(StoreKind.DISTRUSTED, "ca-certificates", _CONFIGURATION, certificates=refused)


def _bundle(machine: Machine) -> Store:
    for place in BUNDLES:
        content = machine.read(place)
        if content:
            found = stored(certificates_in(content))
            return Store(StoreKind.SYSTEM, place, place, certificates=found)
    return Store(StoreKind.SYSTEM, BUNDLES[0], BUNDLES[0], "unreadable")


def _of_folder(machine: Machine, place: str) -> Iterator[bytes]:
    for path in _files(machine.path(place)):
        try:
            yield from certificates_in(path.read_bytes())
        except OSError:
            continue


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (each for each in sorted(folder.rglob("*")) if each.suffix in _SUFFIXES)


def _distrusted(machine: Machine) -> Iterator[bytes]:
    """A line of the configuration that begins with ``!`` takes a certificate out."""
    lines = (machine.read(_CONFIGURATION) or b"").decode("utf-8", "replace").splitlines()
    for line in lines:
        if line.startswith("!"):
            yield from certificates_in(machine.read(f"{_CHOICES}/{line[1:].strip()}") or b"")
    for place in _DISTRUSTED:
        yield from _of_folder(machine, place)
