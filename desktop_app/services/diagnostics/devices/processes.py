"""Which programs run, and what they have open, as far as this user may see it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.services.diagnostics.devices.files import link_of, names_in, text_of
from desktop_app.services.diagnostics.machine import Machine

_OUR_HELPERS = ("--reader-helper", "--token-helper")
_STAT = re.compile(r"\d+ \((?P<name>.*)\) (?P<state>\w)", re.DOTALL)
_PCSC_LIBRARY = "/libpcsclite.so"


@dataclass(frozen=True, slots=True)
class Process:
    """One running program on Linux."""

    pid: str
    name: str
    """As /proc gives it: at most 15 characters."""


def processes(machine: Machine) -> Iterator[Process]:
    """Yield every process of a Linux machine, but not those that ended and wait to be reaped."""
    for pid in names_in(machine, "/proc"):
        found = _STAT.match(text_of(machine, f"/proc/{pid}/stat")) if pid.isdigit() else None
        if found and found["state"] != "Z":
            yield Process(pid, found["name"])


def program_names(machine: Machine) -> tuple[str, ...]:
    """Return the names of the programs that run, without ``.exe``."""
    if machine.system == "linux":
        return tuple(sorted({each.name for each in processes(machine)}))
    if machine.system == "windows":
        output = machine.run(["tasklist", "/fo", "csv", "/nh"]).output
        names = {row[0] for row in csv.reader(output.splitlines()) if row}
        return tuple(sorted(name.removesuffix(".exe") for name in names))
    output = machine.run(["ps", "-axco", "comm="]).output
    return tuple(sorted({line.strip() for line in output.splitlines() if line.strip()}))


def clients_of_the_service(machine: Machine) -> tuple[str, ...]:
    """Return the programs that have the PC/SC library loaded, but not our own helpers."""
    found = {
        each.name
        for each in processes(machine)
        if each.name != "pcscd"
        and _PCSC_LIBRARY in text_of(machine, f"/proc/{each.pid}/maps")
        and not _is_ours(machine, each.pid)
    }
    return tuple(sorted(found))


def holders_of(machine: Machine, nodes: frozenset[str]) -> tuple[str, ...]:
    """Return the programs, other than the service itself, that have a device's file open."""
    if not nodes:
        return ()
    found = {
        each.name
        for each in processes(machine)
        if each.name != "pcscd" and _open_files(machine, each.pid) & nodes
    }
    return tuple(sorted(found))


def _open_files(machine: Machine, pid: str) -> set[str]:
    folder = f"/proc/{pid}/fd"
    return {link_of(machine, f"{folder}/{number}") for number in names_in(machine, folder)}


def _is_ours(machine: Machine, pid: str) -> bool:
    arguments = text_of(machine, f"/proc/{pid}/cmdline").split("\0")
    return any(each in arguments for each in _OUR_HELPERS)
