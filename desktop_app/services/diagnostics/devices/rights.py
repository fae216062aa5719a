"""Whether the smart-card service of a Linux machine may open a device's file."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass

from desktop_app.services.diagnostics.devices.files import text_of
from desktop_app.services.diagnostics.devices.processes import processes
from desktop_app.services.diagnostics.machine import Machine


@dataclass(frozen=True, slots=True)
class Account:
    """Who the service runs as."""

    user: int
    groups: frozenset[int]


def service_account(machine: Machine) -> Account | None:
    """Return who pcscd runs as; None where it does not run."""
    for process in processes(machine):
        if process.name == "pcscd":
            status = text_of(machine, f"/proc/{process.pid}/status")
            users, own = _numbers(status, "Uid"), _numbers(status, "Gid")
            if users:
                return Account(users[-1], frozenset([*own, *_numbers(status, "Groups")]))
    return None


def may_open(machine: Machine, node: str, account: Account | None) -> bool:
    """Whether rights let the account read and write; True where it cannot be told."""
    if account is None or account.user == 0 or not node:
        return True
    try:
        status = machine.path(node).stat()
    except OSError:
        return True
    if status.st_uid == account.user:
        needed = stat.S_IRUSR | stat.S_IWUSR
    elif status.st_gid in account.groups:
        needed = stat.S_IRGRP | stat.S_IWGRP
    else:
        needed = stat.S_IROTH | stat.S_IWOTH
    return status.st_mode & needed == needed


def _numbers(status: str, field: str) -> list[int]:
    line = re.search(rf"^{field}:(.*)$", status, re.MULTILINE)
    return [int(each) for each in line[1].split()] if line else []
