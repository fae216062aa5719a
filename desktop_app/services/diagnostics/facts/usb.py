"""What is plugged in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """One device on the bus."""

    vendor: int
    """idVendor."""
    product: int
    """idProduct."""
    name: str = ""
    interface_classes: tuple[int, ...] = ()
    """bInterfaceClass of each interface; 0x0B is CCID."""
    problem: str = ""
    """Why the system cannot use it, in the system's own code; empty where nothing is known."""
    node: str = ""
    """Its file, for example ``/dev/bus/usb/001/004``."""
    accessible: bool = True
    """Whether the smart-card service may open it, as far as can be told."""
    power_saving: bool = False
    """The port may fall asleep."""


@dataclass(frozen=True, slots=True)
class Usb:
    """The devices on the bus, as far as the system shows them."""

    devices: tuple[UsbDevice, ...] = ()
    visible: bool = True
    """False where the bus cannot be looked at (container, sandbox)."""
    reconnects: int = 0
    """Disconnections in the last ten minutes, where the system's log can be read."""
    blocked: tuple[str, ...] = ()
    """``VID:PID`` of devices that a policy blocks."""
    policy: str = ""
    """Name of the policy that blocks them."""
