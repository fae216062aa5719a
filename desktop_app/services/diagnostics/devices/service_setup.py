"""How the smart-card service is set up, by system."""

from __future__ import annotations

import os
import re

from desktop_app.services.diagnostics.devices.ccid_bundles import reader_drivers
from desktop_app.services.diagnostics.devices.files import exists
from desktop_app.services.diagnostics.devices.powershell import records
from desktop_app.services.diagnostics.devices.processes import (
    clients_of_the_service,
    holders_of,
    processes,
    program_names,
)
from desktop_app.services.diagnostics.facts.readers import SmartCardService
from desktop_app.services.diagnostics.machine import NOT_FOUND, Machine
from desktop_app.signing.known_devices import bundled_devices

_DAEMONS = ("/usr/sbin/pcscd", "/usr/bin/pcscd", "/usr/local/sbin/pcscd")
_SOCKET = "/run/pcscd/pcscd.comm"
_SYSTEMD = "/run/systemd/system"
_POLKIT = "/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy"
_VERSION = re.compile(r"version (\S+?)\.?$", re.MULTILINE)
_SERVICES = (
    "Get-CimInstance Win32_Service"
    " | Where-Object Name -in 'SCardSvr','ScDeviceEnum','CertPropSvc'"
    " | Select-Object Name,State,StartMode"
)
_EXTENSIONS = ["pluginkit", "-m", "-p", "com.apple.ctk-tokens"]
_SWITCHED_OFF = re.compile(r"^\s*-\s*([\w.-]+)", re.MULTILINE)


def linux_service(machine: Machine, nodes: frozenset[str]) -> SmartCardService:
    """Return how pcscd is set up; ``nodes`` are the files of tokens and readers."""
    drivers = reader_drivers(machine)
    enabled = _enabled(machine)
    return SmartCardService(
        installed=any(exists(machine, each) for each in _DAEMONS),
        running=any(each.name == "pcscd" for each in processes(machine)),
        starts_by_itself=enabled,
        can_be_started=enabled is not None and exists(machine, _SYSTEMD),
        may_use=_may_use(machine),
        sandbox=_sandbox(machine),
        holders=tuple(sorted({*holders_of(machine, nodes), *_rivals(machine)})),
        clients=clients_of_the_service(machine),
        driver_ids=drivers.ids,
        driver_version=drivers.ccid_version,
        version=_version(machine),
        rules_of_rights=exists(machine, _POLKIT),
    )


def windows_service(machine: Machine) -> SmartCardService:
    """Return how SCardSvr and its neighbours are set up."""
    found = {str(each.get("Name")): each for each in records(machine, _SERVICES)}
    own = found.get("SCardSvr", {})

    def enabled(name: str) -> bool | None:
        mode = found.get(name, {}).get("StartMode")
        return None if mode is None else mode != "Disabled"

    return SmartCardService(
        installed="SCardSvr" in found or not found,
        running=own.get("State", "Running") == "Running",
        starts_by_itself=enabled("SCardSvr"),
        holders=_rivals(machine),
        enumerates=enabled("ScDeviceEnum"),
        propagates=enabled("CertPropSvc"),
    )


def macos_service(machine: Machine) -> SmartCardService:
    """Return what macOS says of its reader drivers and token extensions."""
    drivers = reader_drivers(machine)
    return SmartCardService(
        holders=_rivals(machine),
        driver_ids=drivers.ids,
        driver_version=drivers.ccid_version,
        disabled_extensions=tuple(_SWITCHED_OFF.findall(machine.run(_EXTENSIONS).output)),
    )


def _rivals(machine: Machine) -> tuple[str, ...]:
    return tuple(each for each in program_names(machine) if each in bundled_devices().rivals)


def _enabled(machine: Machine) -> bool | None:
    answer = machine.run(["systemctl", "is-enabled", "pcscd.socket"])
    if answer.exit_code == NOT_FOUND or not answer.output.strip():
        return None
    return answer.output.strip() in ("enabled", "enabled-runtime", "static")


def _may_use(machine: Machine) -> bool:
    socket = machine.path(_SOCKET)
    return not exists(machine, _SOCKET) or os.access(socket, os.R_OK | os.W_OK)


def _sandbox(machine: Machine) -> str:
    if exists(machine, "/.flatpak-info"):
        return "flatpak"
    return "snap" if machine.environment.get("SNAP") else ""


def _version(machine: Machine) -> str:
    found = _VERSION.search(machine.run(["pcscd", "--version"]).output)
    return found[1] if found else ""
