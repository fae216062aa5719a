"""Facts of readers and devices, written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.tokens import PinState, Token
from desktop_app.services.diagnostics.engine import findings_of
from desktop_app.services.diagnostics.facts.readers import Reader, Readers, ServiceState
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.surroundings import known
from desktop_app.services.diagnostics.walking import all_checks

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CCID = 0x0B
RUTOKEN = UsbDevice(0x0A89, 0x0030, interface_classes=(CCID,), node="/dev/bus/usb/001/004")
RUTOKEN_S = UsbDevice(0x0A89, 0x0020, interface_classes=(0xFF,))
JACARTA = UsbDevice(0x24DC, 0x0101, interface_classes=(CCID,))
MOUSE = UsbDevice(0x046D, 0xC077, interface_classes=(3,))
RUTOKEN_ATR = "3B8B015275746F6B656E20445320C1"
BANK_ATR = "3B6D00008031806549530605FF83079000"
FULL = Reader("Aktiv Rutoken ECP 00 00", present=True, atr=RUTOKEN_ATR)
EMPTY = Reader("Reader 00 00")
STOPPED = Readers(ServiceState.STOPPED, detail="0x8010001D ENOENT")
TOKEN = Token("1", "Учебный", "SoftHSM v2", "SoftHSM", "", ("softhsm.so",), PinState.OK)
A_TOKEN = TokenFacts((TokenInspection(TOKEN, 0),))


def usb(*devices: UsbDevice) -> Usb:
    """Return a bus with a mouse and more."""
    return Usb((MOUSE, *devices))


def readers(*found: Reader) -> Readers:
    """Return what a service in order shows."""
    return Readers(ServiceState.OK, found)


def judged(identifier: str, *facts: object, system: str = "linux") -> tuple[Finding, ...]:
    """Let the check judge these facts, without those that it depends on."""
    check = next(each for each in all_checks() if each.id == identifier)
    assert system in check.systems
    return findings_of(check, known(NOW, *facts, system=system))


def told(findings: Sequence[Finding]) -> list[tuple[str, CheckStatus]]:
    """Return causes with their severity."""
    return [(each.cause, each.status) for each in findings]
