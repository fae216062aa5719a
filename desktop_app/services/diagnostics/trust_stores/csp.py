"""The root stores of КриптоПро CSP, asked through its ``certmgr``; only listing, no keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from desktop_app.services.diagnostics.facts.trust import Store, StoredCertificate, StoreKind
from desktop_app.services.diagnostics.machine import Machine

_FOLDERS = ("/opt/cprocsp/bin/amd64", "/opt/cprocsp/bin/aarch64", "/opt/cprocsp/bin/ia32")
_STORES = ("uRoot", "mRoot")
_BEGINNING = re.compile(r"^\d+-{3,}")
_FIELD = re.compile(r"^\s*(?P<key>[^:]+?)\s*:\s*(?P<value>.+?)\s*$")
_COMMON_NAME = re.compile(r"CN=(?:\"([^\"]+)\"|([^,]+))")
LIMIT_SECONDS = 10.0


def read_stores(machine: Machine) -> tuple[Store, ...]:
    """Return the provider's root stores; none where it is not installed."""
    for folder in _FOLDERS:
        tool = machine.path(f"{folder}/certmgr")
        if tool.is_file():
            return tuple(_read(machine, str(tool), store) for store in _STORES)
    return ()


def _read(machine: Machine, tool: str, name: str) -> Store:
    done = machine.run([tool, "-list", "-store", name], LIMIT_SECONDS)
    found = tuple(_certificates(done.output))
    # An empty store is an error to this tool: 0x8010002c.
    empty = "0x8010002c" in done.output.lower()
    problem = "unreadable" if done.exit_code and not found and not empty else ""
    return Store(StoreKind.CSP, f"КриптоПро CSP: {name}", certificates=found, problem=problem)


def _certificates(output: str) -> Iterator[StoredCertificate]:
    fields: dict[str, str] = {}
    for line in [*output.splitlines(), "1-----"]:
        if _BEGINNING.match(line):
            if fields.get("sha1"):
                yield _certificate(fields)
            fields = {}
        found = _FIELD.match(line)
        if found:
            fields.setdefault(_key(found["key"]), found["value"])


def _key(name: str) -> str:
    """Versions of the tool differ: «SHA1 Hash», «SHA1 Thumbprint», «SHA1 отпечаток»."""
    lower = name.lower()
    if lower.startswith("sha1"):
        return "sha1"
    names = {"субъект": "subject", "издатель": "issuer", "истекает": "not valid after"}
    return names.get(lower, lower)


def _certificate(fields: dict[str, str]) -> StoredCertificate:
    subject, issuer = fields.get("subject", ""), fields.get("issuer", "")
    return StoredCertificate(
        subject=_name(subject),
        issuer=_name(issuer),
        sha1=fields["sha1"].lower().replace("0x", "").replace(" ", ""),
        key_id=fields.get("subjkeyid", "").lower(),
        self_issued=subject == issuer,
        not_after=_moment(fields.get("not valid after", "")),
    )


def _name(distinguished: str) -> str:
    found = _COMMON_NAME.search(distinguished)
    return (found[1] or found[2]).strip() if found else distinguished


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.removesuffix("UTC").strip(), "%d/%m/%Y %H:%M:%S").replace(
            tzinfo=UTC
        )
    except ValueError:
        return None
