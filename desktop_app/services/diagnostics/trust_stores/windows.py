"""The stores of Windows, asked through PowerShell; never run on a real Windows yet."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator

from desktop_app.services.diagnostics.facts.trust import Store, StoreKind
from desktop_app.services.diagnostics.machine import NOT_FOUND, Machine
from desktop_app.services.diagnostics.trust_stores.stored import stored

_KINDS = {
    "LocalMachine\\Root": StoreKind.SYSTEM,
    "CurrentUser\\Root": StoreKind.USER,
    "LocalMachine\\CA": StoreKind.BETWEEN,
    "CurrentUser\\CA": StoreKind.BETWEEN,
    "LocalMachine\\Disallowed": StoreKind.DISTRUSTED,
    "CurrentUser\\Disallowed": StoreKind.DISTRUSTED,
}
_SCRIPT = (
    "$found = foreach ($name in {names}) {{ Get-ChildItem -Path ('Cert:\\' + $name) | "
    "ForEach-Object {{ [pscustomobject]@{{ store = $name; "
    "raw = [Convert]::ToBase64String($_.RawData) }} }} }}; "
    "ConvertTo-Json -Compress -InputObject @($found)"
)
LIMIT_SECONDS = 20.0


def command() -> list[str]:
    """Return the command line that lists every store as JSON."""
    names = ",".join(f"'{name}'" for name in _KINDS)
    script = _SCRIPT.format(names=names)
    return ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]


def read_stores(machine: Machine) -> tuple[Store, ...]:
    """Return the stores of machine and user; the user's shows what it has beside the machine's."""
    done = machine.run(command(), LIMIT_SECONDS)
    raw = _by_store(done.output) if not done.exit_code else None
    if raw is None:
        problem = "tool-missing" if done.exit_code == NOT_FOUND else "unreadable"
        return (Store(StoreKind.SYSTEM, "LocalMachine\\Root", "", problem),)
    machine_roots = set(raw["LocalMachine\\Root"])
    raw["CurrentUser\\Root"] = [d for d in raw["CurrentUser\\Root"] if d not in machine_roots]
    return tuple(_stores(raw))


def _stores(raw: dict[str, list[bytes]]) -> Iterator[Store]:
    for name, kind in _KINDS.items():
        found = stored(raw[name], distrusted=kind is StoreKind.DISTRUSTED)
        if found or kind is StoreKind.SYSTEM:
            yield Store(kind, name, certificates=found)


def _by_store(output: str) -> dict[str, list[bytes]] | None:
    found: dict[str, list[bytes]] = {name: [] for name in _KINDS}
    try:
        for each in json.loads(output):
            if each["store"] in found:
                found[each["store"]].append(base64.b64decode(each["raw"]))
    except (ValueError, KeyError, TypeError, binascii.Error):
        return None
    return found
