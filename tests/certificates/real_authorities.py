"""Certificates of real authorities over ГОСТ, and the examples of TC26 (``real/SOURCES.md``)."""

from __future__ import annotations

from pathlib import Path

from asn1crypto import pem

from desktop_app.core.resources import resource_path

FOLDER = Path(__file__).with_name("real")


def real(name: str) -> bytes:
    """Return a certificate by its SHA-1 or the beginning of it, DER."""
    (path,) = FOLDER.glob(f"{name}*.pem")
    return _der(path)


def real_authorities() -> dict[str, bytes]:
    """Return all certificates of authorities here, by SHA-1."""
    return {path.stem: _der(path) for path in sorted(FOLDER.glob("[0-9A-F]*.pem"))}


def bundled_root(year: int) -> bytes:
    """Return the root of the Головной удостоверяющий центр that came into force in a year."""
    return _der(resource_path("anchors") / f"guc-{year}.pem")


def bundled_roots() -> tuple[bytes, ...]:
    """Return all of them."""
    return tuple(_der(path) for path in sorted(resource_path("anchors").glob("guc-*.pem")))


def _der(path: Path) -> bytes:
    return bytes(pem.unarmor(path.read_bytes())[2])
