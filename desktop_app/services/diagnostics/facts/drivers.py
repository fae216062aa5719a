"""The PKCS#11 drivers of this computer."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.tokens import DriverReport


@dataclass(frozen=True, slots=True)
class DriverCopy:
    """One file of a known driver; nothing was loaded to learn this."""

    family: str
    """Identifier in ``resources/drivers.toml``."""
    name: str
    """Display name of the family."""
    path: str
    """The file with all links followed."""
    sha256: str = ""
    architectures: tuple[str, ...] = ()
    problem: str = ""
    """Code of the error that its header gives (``driver.wrong-architecture``, ...), or empty."""
    used: bool = False
    """Whether it is the copy that the program uses."""
    missing_satellites: tuple[str, ...] = ()
    """Files that must lie beside it and do not."""


@dataclass(frozen=True, slots=True)
class LoadedDriver:
    """A driver that was used, with what it says of itself (C_GetInfo)."""

    report: DriverReport
    family: str = ""
    """Identifier in ``resources/drivers.toml``; empty for an unknown one."""
    needs_reader: bool = True
    """False for tokens in software, which no program takes without being asked."""
    version: str = ""
    """libraryVersion as ``major.minor``."""
    description: str = ""
    manufacturer: str = ""
    slots_with_token: int | None = None
    slots_flagged: int | None = None
    """Slots with CKF_TOKEN_PRESENT among all; differs from the above in a broken driver."""


@dataclass(frozen=True, slots=True)
class Drivers:
    """Every driver that is installed or in use."""

    copies: tuple[DriverCopy, ...] = ()
    loaded: tuple[LoadedDriver, ...] = ()
    own_architecture: str = ""
    named: tuple[str, ...] = ()
    """Files that the settings or the command line name, in place of the known ones."""
    generic_modules: tuple[str, ...] = ()
    """Modules that p11-kit lists."""
