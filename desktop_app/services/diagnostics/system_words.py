"""What each operating system says of itself, as fields of ``facts.computer.Computer``."""

from __future__ import annotations

import json
import os
import platform
import plistlib
import re
from collections.abc import Mapping

from desktop_app.services.diagnostics.machine import Machine
from desktop_app.signing.drivers import installed_drivers

_HYPERVISORS = ("vmware", "virtualbox", "kvm", "qemu", "hyper-v", "parallels", "xen")
_WINDOWS_QUESTION = r"""
$os = Get-CimInstance Win32_OperatingSystem
$cs = Get-CimInstance Win32_ComputerSystem
$user = [Security.Principal.WindowsIdentity]::GetCurrent()
$me = New-Object Security.Principal.WindowsPrincipal($user)
$av = Get-CimInstance -Namespace root/SecurityCenter2 AntiVirusProduct -ErrorAction Ignore
$current = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion'
$lsa = 'HKLM:\SYSTEM\CurrentControlSet\Control\Lsa'
@{ name = $os.Caption; version = $os.Version; free = $os.FreePhysicalMemory; model = $cs.Model;
   admin = $me.IsInRole('Administrators'); session = $env:SESSIONNAME;
   pending = Test-Path "$current\Component Based Servicing\RebootPending";
   fips = (Get-ItemProperty "$lsa\FipsAlgorithmPolicy" -ErrorAction Ignore).Enabled;
   security = @($av | ForEach-Object displayName); native = $env:PROCESSOR_ARCHITEW6432;
   time = (Get-Service w32time).Status.ToString() } | ConvertTo-Json
"""


def linux_words(machine: Machine) -> Mapping[str, object]:
    """Read what Linux tells in files; no command is needed but ``timedatectl``."""
    release = _assignments(_text(machine, "/etc/os-release"))
    memory = re.search(r"MemAvailable:\s+(\d+) kB", _text(machine, "/proc/meminfo"))
    environment = machine.environment
    return {
        "name": release.get("PRETTY_NAME", "Linux"),
        "version": release.get("VERSION_ID", ""),
        "kernel": _text(machine, "/proc/sys/kernel/osrelease").strip() or platform.release(),
        "elevated": bool(environment.get("SUDO_USER")) and _is_root(),
        "groups": _groups(machine),
        "free_memory": int(memory[1]) * 1024 if memory else None,
        "remote_session": _remote_session(environment),
        "virtual_machine": _hypervisor(_text(machine, "/sys/class/dmi/id/product_name")),
        "reboot_pending": machine.path("/run/reboot-required").exists(),
        "security_products": _linux_security(machine),
        "blocked_by_policy": _not_executable(machine),
        "crypto_policy": _crypto_policy(machine),
        **linux_synchronised(machine),
    }


def linux_synchronised(machine: Machine) -> Mapping[str, object]:
    """Ask systemd whether it keeps the time; nothing where there is no systemd."""
    if not machine.path("/run/systemd/system").exists():
        return {}
    told = machine.run(["timedatectl", "show"]).output
    value = _assignments(told).get("NTPSynchronized")
    return {} if value is None else {"synchronised": value == "yes"}


def windows_words(machine: Machine) -> Mapping[str, object]:
    """Ask PowerShell once for everything."""
    told = machine.run(["powershell", "-NoProfile", "-Command", _WINDOWS_QUESTION], 15.0)
    try:
        answer = json.loads(told.output)
    except ValueError:
        return {"name": "Windows"}
    if not isinstance(answer, dict):
        return {"name": "Windows"}
    return {
        "name": str(answer.get("name") or "Windows"),
        "version": str(answer.get("version") or ""),
        "elevated": answer.get("admin") is True,
        "free_memory": _kilobytes(answer.get("free")),
        "remote_session": "rdp" if str(answer.get("session")).startswith("RDP") else "",
        "virtual_machine": _hypervisor(str(answer.get("model") or "")),
        "reboot_pending": answer.get("pending") is True,
        "security_products": tuple(map(str, answer.get("security") or ())),
        "crypto_policy": "FIPS" if answer.get("fips") == 1 else "",
        "emulated": bool(answer.get("native")),
        "synchronised": answer.get("time") == "Running",
    }


def macos_words(machine: Machine) -> Mapping[str, object]:
    """Read the system's version and ask for emulation, memory and time."""
    version = _property_list(machine, "/System/Library/CoreServices/SystemVersion.plist")
    number = str(version.get("ProductVersion", ""))
    translated = machine.run(["sysctl", "-n", "sysctl.proc_translated"]).output.strip()
    pages = re.search(r"Pages free:\s+(\d+)", machine.run(["vm_stat"]).output)
    virtual = machine.run(["sysctl", "-n", "kern.hv_vmm_present"]).output.strip()
    timed = machine.run(["systemsetup", "-getusingnetworktime"]).output
    words: dict[str, object] = {
        "name": f"macOS {number}".strip(),
        "version": number,
        "emulated": translated == "1",
        "free_memory": int(pages[1]) * 4096 if pages else None,
        "virtual_machine": "vm" if virtual == "1" else "",
        "elevated": _is_root(),
    }
    if "Network Time:" in timed:
        words["synchronised"] = timed.strip().endswith("On")
    return words


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _remote_session(environment: Mapping[str, str]) -> str:
    """Name the kind of remote desktop; a plain ssh login forwards no token either."""
    if environment.get("XRDP_SESSION"):
        return "xrdp"
    return "ssh" if environment.get("SSH_CONNECTION") else ""


def _hypervisor(product: str) -> str:
    return next((name for name in _HYPERVISORS if name in product.lower()), "")


def _groups(machine: Machine) -> tuple[str, ...]:
    numbers = set(os.getgroups()) if hasattr(os, "getgroups") else set()
    lines = (line.split(":") for line in _text(machine, "/etc/group").splitlines())
    return tuple(line[0] for line in lines if len(line) > 2 and line[2] in map(str, numbers))


def _linux_security(machine: Machine) -> tuple[str, ...]:
    found = []
    if _text(machine, "/sys/fs/selinux/enforce").strip() == "1":
        found.append("SELinux")
    if machine.path("/run/fapolicyd/fapolicyd.fifo").exists():
        found.append("fapolicyd")
    if _text(machine, "/sys/digsig/elf_mode").strip() == "1":
        found.append("ЗПС Astra Linux")
    return tuple(found)


def _not_executable(machine: Machine) -> tuple[str, ...]:
    """Return the drivers that lie where nothing may be executed (mount option ``noexec``)."""
    refused = [
        line.split()[1]
        for line in _text(machine, "/proc/self/mounts").splitlines()
        if len(line.split()) > 3 and "noexec" in line.split()[3].split(",")
    ]
    return tuple(
        driver.path
        for driver in installed_drivers()
        if any(driver.path.startswith(f"{place.rstrip('/')}/") for place in refused)
    )


def _crypto_policy(machine: Machine) -> str:
    if _text(machine, "/proc/sys/crypto/fips_enabled").strip() == "1":
        return "FIPS"
    policy = _text(machine, "/etc/crypto-policies/state/current").strip()
    return policy if policy and not policy.startswith(("DEFAULT", "LEGACY")) else ""


def _text(machine: Machine, name: str) -> str:
    return (machine.read(name) or b"").decode("utf-8", "replace")


def _assignments(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


def _property_list(machine: Machine, name: str) -> Mapping[str, object]:
    try:
        found = plistlib.loads(machine.read(name) or b"")
    except (ValueError, plistlib.InvalidFileException):
        return {}
    return found if isinstance(found, dict) else {}


def _kilobytes(value: object) -> int | None:
    return value * 1024 if isinstance(value, int) else None
