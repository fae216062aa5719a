"""Where the system says that a file tells which proxy to take (PAC)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from desktop_app.services.diagnostics.machine import Machine

_INTERNET = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_AUTOMATIC = "2"
"""ProxyType of KDE for a file of the network."""


def pac_address(machine: Machine) -> str:
    """Return the address of the file, or an empty string where none is in force."""
    return _READERS[machine.system](machine)


def _linux(machine: Machine) -> str:
    schema = "org.gnome.system.proxy"
    mode = machine.run(["gsettings", "get", schema, "mode"]).output.strip()
    if mode == "'auto'":
        told = machine.run(["gsettings", "get", schema, "autoconfig-url"]).output
        return told.strip().strip("'")
    return _kde(machine)


def _kde(machine: Machine) -> str:
    home = machine.environment.get("HOME", "")
    content = machine.read(f"{home}/.config/kioslaverc") if home else None
    text = (content or b"").decode("utf-8", "replace")
    kind = re.search(r"^ProxyType=(\d)", text, re.MULTILINE)
    script = re.search(r"^Proxy Config Script=(\S+)", text, re.MULTILINE)
    return script[1] if kind and script and kind[1] == _AUTOMATIC else ""


def _windows(machine: Machine) -> str:
    told = machine.run(["reg", "query", _INTERNET, "/v", "AutoConfigURL"]).output
    found = re.search(r"AutoConfigURL\s+REG_SZ\s+(\S+)", told)
    return found[1] if found else ""


def _macos(machine: Machine) -> str:
    told = machine.run(["scutil", "--proxy"]).output
    on = re.search(r"ProxyAutoConfigEnable : 1", told)
    address = re.search(r"ProxyAutoConfigURLString : (\S+)", told)
    return address[1] if on and address else ""


_READERS: Mapping[str, Callable[[Machine], str]] = {
    "linux": _linux,
    "windows": _windows,
    "macos": _macos,
}
