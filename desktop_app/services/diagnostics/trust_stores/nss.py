"""The stores of browsers that use NSS, read with its own tool ``certutil``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.services.diagnostics.facts.trust import Store, StoredCertificate, StoreKind
from desktop_app.services.diagnostics.machine import NOT_FOUND, Machine
from desktop_app.services.diagnostics.trust_stores.stored import stored
from desktop_app.services.trust_folder import certificates_in

_LINE = re.compile(r"^(?P<name>.+?)\s+(?P<server>[a-zA-Z]*),(?P<mail>[a-zA-Z]*),[a-zA-Z]*\s*$")
_FAMILIES = (
    (".pki/nssdb", "Chromium"),
    ("snap/chromium/current/.pki/nssdb", "Chromium (snap)"),
    (".var/app/org.chromium.Chromium/data/pki/nssdb", "Chromium (flatpak)"),
)
_PROFILES = (
    (".mozilla/firefox", "Firefox"),
    ("snap/firefox/common/.mozilla/firefox", "Firefox (snap)"),
    (".var/app/org.mozilla.firefox/.mozilla/firefox", "Firefox (flatpak)"),
)
_MOST = 100
"""Certificates of one database that are looked at: people's own are few."""


@dataclass(frozen=True, slots=True)
class NssDatabase:
    """A folder with ``cert9.db``."""

    folder: Path
    name: str
    """For people."""

    @property
    def argument(self) -> str:
        """The folder as NSS's tools want it named."""
        return f"sql:{self.folder}"


def databases(machine: Machine) -> tuple[NssDatabase, ...]:
    """Return the databases of this user's browsers."""
    home = machine.environment.get("HOME", "")
    if machine.system != "linux" or not home:
        return ()
    return tuple(_databases(machine.path(home)))


def read_store(machine: Machine, database: NssDatabase) -> Store:
    """Return what a database trusts for servers, or forbids, by itself.

    Built-in roots are not in it; the intermediates that browsers gather there have no trust.
    """
    listed = machine.run(["certutil", "-L", "-d", database.argument])
    if listed.exit_code:
        problem = "tool-missing" if listed.exit_code == NOT_FOUND else "unreadable"
        return Store(StoreKind.BROWSER, database.name, str(database.folder), problem)
    found: dict[str, StoredCertificate] = {}
    for name, server in list(_names(listed.output))[:_MOST]:
        shown = machine.run(["certutil", "-L", "-d", database.argument, "-n", name, "-a"])
        pem = certificates_in(shown.output.encode() if not shown.exit_code else b"")
        for each in stored(pem, distrusted="p" in server):
            found[each.sha256] = each
    return Store(StoreKind.BROWSER, database.name, str(database.folder), "", tuple(found.values()))


def _databases(home: Path) -> Iterator[NssDatabase]:
    for place, name in _FAMILIES:
        if (home / place / "cert9.db").is_file():
            yield NssDatabase(home / place, name)
    for place, name in _PROFILES:
        for file in sorted((home / place).glob("*/cert9.db")):
            profile = file.parent.name.partition(".")[2] or file.parent.name
            yield NssDatabase(file.parent, f"{name}: {profile}")


def _names(output: str) -> Iterator[tuple[str, str]]:
    """Return the nicknames that have some trust for servers, with it; not the table's head."""
    for line in output.splitlines():
        found = _LINE.match(line)
        if found and found["name"].strip() and found["server"] and "S/MIME" not in line:
            yield found["name"].strip(), found["server"]
