"""Looks for crypto providers, browser plug-ins and the default browser."""

from __future__ import annotations

import json
import re
from functools import partial

from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.csp import Providers
from desktop_app.services.diagnostics.machine import NOT_FOUND, Machine
from desktop_app.services.diagnostics.surroundings import Surroundings

_CONFIG = {
    "linux": "/opt/cprocsp/sbin/amd64/cpconfig",
    "macos": "/opt/cprocsp/sbin/cpconfig",
    "windows": r"C:\Program Files\Crypto Pro\CSP\cpconfig.exe",
}
_VIPNET = {
    "linux": "/opt/itcs/bin/csp-gost",
    "windows": r"C:\Program Files\InfoTeCS\ViPNet CSP",
    "macos": "/Applications/ViPNet CSP.app",
}
_HOST_FOLDERS = (
    "/etc/opt/chrome/native-messaging-hosts",
    "/etc/chromium/native-messaging-hosts",
    "/usr/lib/mozilla/native-messaging-hosts",
    "/Library/Google/Chrome/NativeMessagingHosts",
)
_HOSTS = {"ru.rtlabs.ifcplugin": "Госплагин", "ru.cryptopro.nmcades": "КриптоПро ЭЦП"}
_COMMAND_SECONDS = 5.0


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks for other ways of signing."""
    return (Collector(Providers, partial(_providers, access.machine), 2 * _COMMAND_SECONDS + 5),)


def _providers(machine: Machine, _surroundings: Surroundings) -> Providers:
    system = machine.system
    config = _CONFIG[system]
    present = machine.path(config).exists()
    told = machine.run([str(machine.path(config)), "-license", "-view"], _COMMAND_SECONDS)
    good, broken = _hosts(machine)
    browser = _browser(machine)
    return Providers(
        cryptopro=present,
        cryptopro_version=_version(machine) if present else "",
        licence=_licence(told.output) if present else "",
        vipnet=machine.path(_VIPNET[system]).exists(),
        plugin_hosts=good,
        broken_plugin_hosts=broken,
        browser=browser or "",
        browser_known=browser is not None,
        browser_sandboxed="snap" in (browser or "") or "flatpak" in (browser or ""),
    )


def _version(machine: Machine) -> str:
    release = (machine.read("/etc/opt/cprocsp/release") or b"").decode("utf-8", "replace")
    found = re.search(r"\d+(\.\d+)+", release)
    return found[0] if found else ""


def _licence(output: str) -> str:
    """Read what cpconfig says in English or Russian; anything else is not guessed at."""
    text = output.casefold()
    if "expired" in text or "истек" in text or "истёк" in text:
        return "expired"
    return "valid" if "expires" in text or "permanent" in text or "постоянная" in text else ""


def _hosts(machine: Machine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    good: set[str] = set()
    broken: set[str] = set()
    for folder in _HOST_FOLDERS:
        for name, title in _HOSTS.items():
            content = machine.read(f"{folder}/{name}.json")
            if content is None:
                continue
            (good if _host_file_exists(machine, content) else broken).add(title)
    return tuple(sorted(good)), tuple(sorted(broken - good))


def _host_file_exists(machine: Machine, manifest: bytes) -> bool:
    try:
        path = json.loads(manifest)["path"]
    except (ValueError, KeyError, TypeError):
        return False
    return machine.path(str(path)).exists()


def _browser(machine: Machine) -> str | None:
    """Return the default browser's desktop file; None where the system has no such setting."""
    if machine.system != "linux":
        return None
    told = machine.run(["xdg-settings", "get", "default-web-browser"], _COMMAND_SECONDS)
    return None if told.exit_code in (NOT_FOUND, 1, 2, 3, 4) else told.output.strip()
