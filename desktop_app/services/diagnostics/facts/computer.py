"""The computer itself: system, clock, disks, session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Computer:
    """System, user and session."""

    name: str = ""
    """For example ``Debian GNU/Linux 12``."""
    version: str = ""
    kernel: str = ""
    architecture: str = ""
    """Of the machine: ``x86_64``, ``aarch64``."""
    own_architecture: str = ""
    """Of this process."""
    emulated: bool = False
    """Rosetta, WOW64 or the like."""
    host_name: str = ""
    user_name: str = ""
    home: str = ""
    elevated: bool = False
    """This program runs as root or administrator."""
    groups: tuple[str, ...] = ()
    encoding: str = "utf-8"
    """Of file names and the console."""
    locale: str = ""
    free_memory: int | None = None
    """Bytes."""
    remote_session: str = ""
    """``rdp``, ``xrdp``, ``ssh``, ``vnc``; empty at the machine itself."""
    virtual_machine: str = ""
    session_type: str = ""
    """``x11``, ``wayland``, ``tty``."""
    reboot_pending: bool = False
    security_products: tuple[str, ...] = ()
    blocked_by_policy: tuple[str, ...] = ()
    """Files that may not be run or loaded, with the policy's name."""
    crypto_policy: str = ""
    """Name of a system policy that forbids algorithms (FIPS); empty for none."""
    browser: str = ""
    """The default browser; empty when none is set."""
    browser_sandboxed: bool = False


@dataclass(frozen=True, slots=True)
class Gost:
    """Whether ГОСТ can be computed here."""

    problem: str = ""
    """The loader's own word for it; empty when it can."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What can be said of the clock without the network."""

    time: datetime
    released: datetime
    """When this version of the program was made: no honest clock is before it."""
    synchronised: bool | None = None
    """The system's own word; None where it does not tell."""
    service: str = ""
    """Name of the service that keeps the time; empty where none is on."""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that the program writes to."""

    purpose: str
    """``state``, ``temporary`` or ``documents``."""
    path: str
    free_bytes: int | None
    writable: bool
    detail: str = ""
    """The system's own name of what stands in the way, for example ``EROFS``."""


@dataclass(frozen=True, slots=True)
class Places:
    """Every folder that the program writes to."""

    places: tuple[Place, ...] = ()
