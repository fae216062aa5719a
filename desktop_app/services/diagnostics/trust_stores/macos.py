"""The keychains of macOS, asked through ``security``; never run on a real macOS yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.services.diagnostics.facts.trust import Store, StoredCertificate, StoreKind
from desktop_app.services.diagnostics.machine import NOT_FOUND, Machine
from desktop_app.services.diagnostics.trust_stores.stored import stored
from desktop_app.services.trust_folder import certificates_in

_KEYCHAINS = (
    ("/System/Library/Keychains/SystemRootCertificates.keychain", StoreKind.SYSTEM),
    ("/Library/Keychains/System.keychain", StoreKind.LOCAL),
    ("~/Library/Keychains/login.keychain-db", StoreKind.USER),
)
_NAME = re.compile(r"^Cert \d+: (?P<name>.+)$")
_DENY = "kSecTrustSettingsResultDeny"
LIMIT_SECONDS = 10.0


def read_stores(machine: Machine) -> tuple[Store, ...]:
    """Return the keychains, and what somebody set to «never trust»."""
    return tuple(_stores(machine))


def _stores(machine: Machine) -> Iterator[Store]:
    home = machine.environment.get("HOME", "")
    for keychain, kind in _KEYCHAINS:
        path = keychain.replace("~", home)
        done = machine.run(["security", "find-certificate", "-a", "-p", path], LIMIT_SECONDS)
        if done.exit_code:
            problem = "tool-missing" if done.exit_code == NOT_FOUND else "unreadable"
            yield Store(kind, path.rpartition("/")[2], path, problem)
        else:
            pem = done.output.strip().encode()
            found = stored(certificates_in(pem))
            yield Store(kind, path.rpartition("/")[2], path, certificates=found)
    refused = tuple(_refused(machine))
    if refused:
        yield Store(StoreKind.DISTRUSTED, "trust settings", certificates=refused)


def _refused(machine: Machine) -> Iterator[StoredCertificate]:
    """Only names are told here, by user (no option) and by administrator (``-d``)."""
    for options in ((), ("-d",)):
        done = machine.run(["security", "dump-trust-settings", *options], LIMIT_SECONDS)
        name = ""
        for line in done.output.splitlines() if not done.exit_code else ():
            found = _NAME.match(line.strip())
            name = found["name"].strip() if found else name
            if name and _DENY in line:
                yield StoredCertificate(name, distrusted=True)
