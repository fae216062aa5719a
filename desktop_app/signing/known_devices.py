"""Tokens, cards and readers that the program knows by USB identifier or ATR."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desktop_app.core.resources import resource_path

STORAGE = "storage"
READER = "reader"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """One model of ``resources/devices.toml``."""

    model: str
    """Display name."""
    family: str
    """Identifier of its driver in ``resources/drivers.toml``; empty where none is known."""
    kind: str
    """``active``, ``storage``, ``reader`` or ``other``."""
    min_ccid: str = ""
    """First version of libccid that knows it; empty where none does or it is not known."""

    @property
    def storage_only(self) -> bool:
        """True when it keeps containers of КриптоПро CSP and signs nothing itself."""
        return self.kind == STORAGE

    @property
    def is_token(self) -> bool:
        """True when people sign in with it, by whatever software."""
        return self.kind in ("active", STORAGE)


class KnownDevices:
    """The models of a catalogue, by USB identifier and by ATR."""

    def __init__(
        self,
        entries: Iterable[Mapping[str, str]],
        rivals: Iterable[str] = (),
        foreign_readers: Iterable[str] = (),
    ) -> None:
        self.rivals = frozenset(rivals)
        """Processes of other smart-card software that takes a reader for itself."""
        self._foreign_readers = tuple(foreign_readers)
        self._by_usb: dict[str, KnownDevice] = {}
        self._by_atr: list[tuple[bytes, bytes, KnownDevice]] = []
        for entry in entries:
            device = KnownDevice(
                entry["model"], entry["family"], entry["kind"], entry.get("min_ccid", "")
            )
            if "usb" in entry:
                self._by_usb[entry["usb"]] = device
            if "atr" in entry:
                atr = bytes.fromhex(entry["atr"])
                mask = bytes.fromhex(entry.get("mask", "FF" * len(atr)))
                self._by_atr.append((atr, mask, device))

    @staticmethod
    def read(path: Path) -> KnownDevices:
        """Read a catalogue in the form of ``resources/devices.toml``."""
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        return KnownDevices(
            document["device"], document.get("rivals", ()), document.get("foreign_readers", ())
        )

    def of_usb(self, vendor: int, product: int) -> KnownDevice | None:
        """Return the model with a USB identifier."""
        return self._by_usb.get(f"{vendor:04x}:{product:04x}")

    def of_atr(self, atr: str) -> KnownDevice | None:
        """Return the model with an ATR in hexadecimal; None also for what is no ATR."""
        try:
            asked = bytes.fromhex(atr)
        except ValueError:
            return None
        for known, mask, device in self._by_atr:
            if len(known) == len(asked) and _agree(known, asked, mask):
                return device
        return None

    def is_foreign_reader(self, name: str) -> bool:
        """Whether a reader is none that a person could put a token into."""
        return name.startswith(self._foreign_readers)


def device_of_usb(vendor: int, product: int) -> KnownDevice | None:
    """Return the known model with a USB identifier."""
    return bundled_devices().of_usb(vendor, product)


def device_of_atr(atr: str) -> KnownDevice | None:
    """Return the known model with an ATR in hexadecimal, with or without spaces."""
    return bundled_devices().of_atr(atr)


@cache
def bundled_devices() -> KnownDevices:
    """Return the devices of ``resources/devices.toml``."""
    return KnownDevices.read(resource_path("devices.toml"))


def _agree(known: bytes, asked: bytes, mask: bytes) -> bool:
    return all((a ^ b) & m == 0 for a, b, m in zip(known, asked, mask, strict=True))
