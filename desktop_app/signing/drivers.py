"""Known PKCS#11 drivers and where they are installed here; nothing is loaded."""

from __future__ import annotations

import itertools
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath, PureWindowsPath

from desktop_app.core.errors.tokens import DriverError
from desktop_app.core.resources import resource_path
from desktop_app.core.tokens import Driver
from desktop_app.signing.driver_file import check_driver_file

_SYSTEMS = {"win32": "windows", "darwin": "macos"}
_VARIABLE = re.compile(r"%(\w+(?:\(x86\))?)%")


@dataclass(frozen=True, slots=True)
class DriverFamily:
    """One vendor's driver: how its file is called and where installers put it."""

    id: str
    name: str
    """Display name."""
    automatic: bool
    """Used without being asked for; False for stores that a clinic has only on purpose."""
    files: Mapping[str, tuple[str, ...]]
    """File names by system: ``linux``, ``windows``, ``macos``."""
    folders: Mapping[str, tuple[str, ...]]
    """Folders by system, in order; ``*`` stands for one level, ``%NAME%`` for a variable."""
    satellites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Files by system that must lie beside the driver."""
    unblock: str = ""
    """How its user PIN is unblocked: ``init-pin``, ``vendor`` or ``none``; empty: not known."""
    page: str = ""
    """Where the vendor offers it for download."""
    minimum: str = ""
    """Oldest version that is known to work; empty where none is known."""


def known_families(catalogue: Path | None = None) -> tuple[DriverFamily, ...]:
    """Read ``resources/drivers.toml``; families that come first win over later ones."""
    path = catalogue or resource_path("drivers.toml")
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    common: Mapping[str, list[str]] = document["folders"]
    return tuple(_family(entry, common) for entry in document["family"])


def installed_drivers(
    families: Sequence[DriverFamily] | None = None,
    *,
    system: str | None = None,
    root: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    everything: bool = False,
) -> tuple[Driver, ...]:
    """Return the drivers that are installed, one per family, without loading any.

    A file that this process can load wins over one that it cannot; the latter is returned
    too where it is the only one, so that the reason can be told. ``everything`` adds the
    families that are not automatic. ``root`` stands in place of the root of the file system.
    """
    here = system or _SYSTEMS.get(sys.platform, "linux")
    found = []
    for family in known_families() if families is None else families:
        if not (family.automatic or everything):
            continue
        files = list(_existing(family, here, root, environment))
        if files:
            path = next((file for file in files if _loadable(file)), files[0])
            found.append(Driver(str(path), family.name))
    return distinct_drivers(found)


def installed_copies(
    *,
    system: str | None = None,
    root: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[tuple[DriverFamily, Path], ...]:
    """Return every file of every known family that is installed, links followed, once each."""
    here = system or _SYSTEMS.get(sys.platform, "linux")
    found: dict[Path, DriverFamily] = {}
    for family in known_families():
        for file in _existing(family, here, root, environment):
            found.setdefault(file.resolve(), family)
    return tuple((family, path) for path, family in found.items())


def family_of(path: str) -> DriverFamily | None:
    """Return the family that a driver's file belongs to by its name."""
    name = Path(path).name.casefold()
    for family in known_families():
        for pattern in itertools.chain.from_iterable(family.files.values()):
            if fnmatch(name, pattern.casefold()):
                return family
    return None


def driver_for(path: str, environment: Mapping[str, str] | None = None) -> Driver:
    """Return the driver in a file that somebody names, with its family's display name."""
    family = family_of(path)
    return Driver(path, Path(path).name if family is None else family.name, environment or {})


def distinct_drivers(drivers: Iterable[Driver]) -> tuple[Driver, ...]:
    """Leave out drivers whose file another one before them is, by link or by another path."""
    seen: set[object] = set()
    kept = []
    for driver in drivers:
        try:
            status = Path(driver.path).stat()
            key: object = (status.st_dev, status.st_ino)
        except OSError:
            key = driver.path
        if key not in seen:
            seen.add(key)
            kept.append(driver)
    return tuple(kept)


def _family(entry: Mapping[str, object], common: Mapping[str, list[str]]) -> DriverFamily:
    files, folders, satellites = {}, {}, {}
    for system, shared in common.items():
        place = entry.get(system)
        if isinstance(place, dict):
            files[system] = tuple(place["files"])
            folders[system] = (*place.get("folders", ()), *shared)
            satellites[system] = tuple(place.get("satellites", ()))
    return DriverFamily(
        id=str(entry["id"]),
        name=str(entry["name"]),
        automatic=bool(entry.get("automatic", True)),
        files=files,
        folders=folders,
        satellites=satellites,
        unblock=str(entry.get("unblock", "")),
        page=str(entry.get("page", "")),
        minimum=str(entry.get("minimum", "")),
    )


def _existing(
    family: DriverFamily, system: str, root: Path | None, environment: Mapping[str, str]
) -> Iterable[Path]:
    kind = PureWindowsPath if system == "windows" else PurePosixPath
    for folder in family.folders.get(system, ()):
        expanded = _expanded(folder, environment)
        if expanded is None:
            continue
        for name in family.files.get(system, ()):
            place = kind(expanded, name)
            base = Path(place.anchor) if root is None else root
            yield from sorted(base.glob(str(PurePosixPath(*place.parts[1:]))))


def _expanded(folder: str, environment: Mapping[str, str]) -> str | None:
    """Replace ``%NAME%``; None when a variable is not set here."""
    missing = [name for name in _VARIABLE.findall(folder) if not environment.get(name)]
    if missing:
        return None
    return _VARIABLE.sub(lambda match: environment[match[1]], folder)


def _loadable(path: Path) -> bool:
    try:
        check_driver_file(str(path))
    except DriverError:
        return False
    return True
