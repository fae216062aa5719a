"""Looks at the computer: system, user, session, clock, folders."""

from __future__ import annotations

import errno
import getpass
import os
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from desktop_app import RELEASED
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.computer import Clock, Computer, Gost, Place, Places
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.diagnostics.system_words import (
    linux_synchronised,
    linux_words,
    macos_words,
    windows_words,
)
from desktop_app.services.storage.home import Home
from desktop_app.signing.driver_file import own_architecture
from desktop_app.signing.gost import gost_problem

_WORDS: Mapping[str, Callable[[Machine], Mapping[str, object]]] = {
    "linux": linux_words,
    "windows": windows_words,
    "macos": macos_words,
}


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks at the computer itself."""
    return (
        Collector(Computer, partial(_computer, access.machine)),
        Collector(Clock, partial(_clock, access.machine)),
        Collector(Places, partial(_places, access.home), limit_seconds=5),
        Collector(Gost, lambda _: Gost(gost_problem()), limit_seconds=5),
    )


def _computer(machine: Machine, _surroundings: Surroundings) -> Computer:
    environment = machine.environment
    told = {
        name: value
        for name, value in _WORDS[machine.system](machine).items()
        if name != "synchronised"  # Of ``Clock``.
    }
    words = {
        "architecture": platform.machine().lower(),
        "own_architecture": own_architecture(),
        "host_name": socket.gethostname(),
        "user_name": _user_name(environment),
        "home": str(Path.home()),
        "encoding": sys.getfilesystemencoding().lower(),
        "locale": environment.get("LC_ALL") or environment.get("LANG", ""),
        "session_type": environment.get("XDG_SESSION_TYPE", ""),
        **told,
    }
    return Computer(**words)  # type: ignore[arg-type]  # The keys are the fields by name.


def _clock(machine: Machine, surroundings: Surroundings) -> Clock:
    ask = linux_synchronised if machine.system == "linux" else _WORDS[machine.system]
    synchronised = ask(machine).get("synchronised")
    return Clock(
        time=surroundings.now,
        released=datetime.fromisoformat(RELEASED).replace(tzinfo=UTC),
        synchronised=synchronised if isinstance(synchronised, bool) else None,
        zone=datetime.now().astimezone().tzname() or "",
    )


def _user_name(environment: Mapping[str, str]) -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # An account that the system has no name for.
        return environment.get("USER", "")


def _places(home: Home, _surroundings: Surroundings) -> Places:
    found = (
        _place("state", home.data),
        _place("temporary", Path(tempfile.gettempdir())),
    )
    return Places(found)


def _place(purpose: str, folder: Path) -> Place:
    """Measure a folder and write a small file into it, as only that proves that it is possible."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Place(purpose, str(folder), None, writable=False, detail=_name(error))
    try:
        with tempfile.NamedTemporaryFile(prefix=".nmo-probe-", dir=folder) as probe:
            probe.write(bytes(4096))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return Place(purpose, str(folder), free, writable=False, detail=_name(error))
    return Place(purpose, str(folder), free, writable=True)


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
