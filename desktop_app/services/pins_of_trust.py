"""The certificates that the program knows by fingerprint (``resources/anchors/anchors.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.core.resources import resource_path
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.certificates import certificate_id

SIGNATURES = "signatures"
SERVERS = "servers"


@dataclass(frozen=True, slots=True)
class Pin:
    """One certificate by its fingerprint; being pinned does not make it trusted."""

    name: str
    purpose: str
    """``signatures`` or ``servers``: one never vouches for the other."""
    sha256: str
    """Of the DER, lower-case hexadecimal."""
    confirmed: bool
    """The fingerprint was found in at least two independent places."""
    is_root: bool = True
    sha1: str = ""
    """Empty where nobody published it."""
    not_after: date | None = None
    source: str = ""
    checked: str = ""
    file: Path | None = None
    """The copy that comes with the program; None where there is none."""

    def certificate(self) -> bytes | None:
        """Return the DER of the bundled copy; None when it is absent or not the pinned one."""
        try:
            found = read_certificates(self.file)
        except NmoError:
            return None
        return next((der for der in found if certificate_id(der) == self.sha256), None)


@dataclass(frozen=True, slots=True)
class Pins:
    """Every pin."""

    pins: tuple[Pin, ...] = ()

    def of(self, sha256: str) -> Pin | None:
        """Return the pin of a certificate by the SHA-256 of its DER."""
        wanted = sha256.lower()
        return next((pin for pin in self.pins if pin.sha256 == wanted), None)

    def is_confirmed(self, sha256: str) -> bool:
        """Whether a certificate is pinned, and its fingerprint confirmed."""
        pin = self.of(sha256)
        return pin is not None and pin.confirmed

    def bundled(self, purpose: str) -> tuple[bytes, ...]:
        """Return the DER of the bundled certificates of a purpose that are what they should be."""
        found = (pin.certificate() for pin in self.pins if pin.purpose == purpose)
        return tuple(der for der in found if der is not None)


def read_pins(folder: Path) -> Pins:
    """Read ``anchors.toml`` of a folder.

    Raises ``OSError``, ``ValueError`` and ``KeyError`` for a file that is not as it should be.
    """
    document = tomllib.loads((folder / "anchors.toml").read_text("utf-8"))
    return Pins(
        (
            *_pins(document.get("anchor", ()), folder),
            *_pins(document.get("pin", ()), folder),
        )
    )


@cache
def own_pins() -> Pins:
    """Return the pins that come with the program."""
    return read_pins(resource_path("anchors"))


def _pins(entries: Iterable[Mapping[str, object]], folder: Path) -> Iterable[Pin]:
    for entry in entries:
        ends, file = entry.get("not_after"), entry.get("file")
        yield Pin(
            name=str(entry["name"]),
            purpose=str(entry["purpose"]),
            sha256=str(entry["sha256"]),
            confirmed=entry["confirmed"] is True,
            is_root=entry.get("role", "root") == "root",
            sha1=str(entry.get("sha1", "")),
            not_after=ends if isinstance(ends, date) else None,
            source=str(entry.get("source", "")),
            checked=str(entry.get("checked", "")),
            file=folder / str(file) if file else None,
        )
