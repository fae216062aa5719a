"""Builds the hostile driver and writes its orders."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.tokens import Driver
from tests.modules.provisioned import Provisioned

SOURCE = Path(__file__).with_name("hostile.c")


@dataclass(frozen=True)
class HostileDriver:
    """A driver in front of a real module that misbehaves on request (see ``hostile.c``)."""

    driver: Driver
    control: Path

    def misbehave(self, *orders: str) -> None:
        """Follow these orders from the next call on; none at all means to behave."""
        fresh = self.control.with_suffix(".new")
        fresh.write_text("".join(f"{order}\n" for order in orders))
        fresh.replace(self.control)


def build_hostile(folder: Path) -> Path:
    """Compile the driver into ``folder`` and return its path."""
    target = folder / "hostile.so"
    flags = ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", target, SOURCE, "-ldl"], check=True, timeout=60)
    return target


def hostile_driver(library: Path, module: Provisioned, folder: Path) -> HostileDriver:
    """Return the built driver in front of ``module``, with its control file in ``folder``."""
    control = folder / "hostile.control"
    control.write_text("")
    driver = module.wrapped(
        str(library), HOSTILE_MODULE=module.driver.path, HOSTILE_CONTROL=str(control)
    )
    return HostileDriver(driver, control)


def build_broken(folder: Path, source: str, name: str = "broken.so", *needs: Path) -> Path:
    """Compile a library that is no driver, or that needs others."""
    target = folder / name
    flags: list[str | Path] = ["-shared", "-fPIC", "-o", target]
    command = ["gcc", *flags, "-x", "c", "-", "-x", "none", *needs]
    subprocess.run(command, input=source.encode(), check=True, timeout=60)
    return target
