"""Looks at the program itself: settings, secrets, database, journal, files, processes."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from functools import partial
from pathlib import Path

import desktop_app
from desktop_app.core.errors.state import DatabaseSetAsideError, SettingsSetAsideError
from desktop_app.core.resources import resource_path
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.program import ProgramFacts
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.storage.secret_boxes import SecretPlace
from desktop_app.services.storage.secrets import system_keyring

_LIMIT_SECONDS = 10.0
_OWN_FILES = "own-files.sha256"
_PRIVATE = (
    *("settings.json", "secrets.json", "cabinet.sqlite3", "outbox.sqlite3"),
    *("consents", "logs", "outbox", "trust"),
)
_HELPERS = (b"--token-helper", b"--path-worker", b"--reader-helper")
_FAULT = ": unexpected"
_FOREIGN = (
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "DYLD_INSERT_LIBRARIES",
    "DYLD_LIBRARY_PATH",
)
"""What other programs set for themselves and leave for everybody."""
_LOG_BYTES = 1024 * 1024


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks at the program itself."""
    return (Collector(ProgramFacts, partial(_program, access), _LIMIT_SECONDS),)


def _program(access: Access, _surroundings: Surroundings) -> ProgramFacts:
    audit = access.audit.verify()
    changed = _changed_files(resource_path(_OWN_FILES), Path(desktop_app.__file__).parent)
    return ProgramFacts(
        version=desktop_app.__version__,
        settings_set_aside=_set_aside(access, SettingsSetAsideError),
        database_set_aside=_set_aside(access, DatabaseSetAsideError),
        database_problem=_database_problem(access),
        audit_broken_at=audit.first_broken,
        audit_broken_on=_audit_time(access, audit.first_broken),
        keyring=_keyring(access),
        keyring_name=type(system_keyring()).__name__,
        kept_in_file=access.secrets.place is SecretPlace.FILE,
        changed_files=changed or (),
        own_files_checked=changed is not None,
        others_can_read=_open_to_others(access.home.root, access.home.data),
        waiting=_waiting(access),
        leftover_processes=_leftovers(access.machine),
        vendor_data_dated=_catalogue_date(),
        crashes=_faults(access.home.root),
        foreign_variables=tuple(name for name in _FOREIGN if access.machine.environment.get(name)),
    )


def _set_aside(
    access: Access, kind: type[SettingsSetAsideError] | type[DatabaseSetAsideError]
) -> str:
    return next((each.kept_as for each in access.findings if isinstance(each, kind)), "")


def _database_problem(access: Access) -> str:
    told = [str(row[0]) for row in access.database.rows("PRAGMA integrity_check(3)")]
    return "" if told == ["ok"] else "; ".join(told)


def _audit_time(access: Access, number: int | None) -> str:
    entries = access.audit.entries() if number is not None else ()
    return next((each.at.isoformat() for each in entries if each.number == number), "")


def _keyring(access: Access) -> str:
    """Ask for a secret: a keyring that is there and refuses is another thing than none."""
    there = system_keyring() is not None
    access.secrets.get("session")
    if access.secrets.place is SecretPlace.KEYRING:
        return "ok"
    return "failed" if there else "absent"


def _changed_files(listing: Path, package: Path) -> tuple[str, ...] | None:
    """Compare own files with the list of an installation; None where none came along."""
    if not listing.is_file():
        return None
    found = []
    for line in listing.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        file = package / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            found.append(name)
    return tuple(found)


def _open_to_others(*folders: Path) -> tuple[str, ...]:
    """Return what other users of this computer may enter or read (POSIX modes)."""
    if os.name != "posix":
        return ()
    places = {folder / name for folder in folders for name in _PRIVATE} | set(folders)
    return tuple(
        sorted(str(place) for place in places if place.exists() and _is_open(place.stat()))
    )


def _is_open(state: os.stat_result) -> bool:
    mine = state.st_uid == os.geteuid()
    shared = bool(state.st_mode & stat.S_ISVTX)
    return mine and not shared and bool(state.st_mode & 0o077)


def _waiting(access: Access) -> int:
    """Count the signed consents whose answer from the portal is awaited."""
    (row,) = access.database.rows("SELECT count(*) FROM pending_grant")
    return int(str(row[0]))


def _leftovers(machine: Machine) -> tuple[int, ...]:
    """Return processes of this very program whose parent is gone (Linux)."""
    folder = machine.path("/proc")
    if machine.system != "linux" or not folder.is_dir():
        return ()
    found = []
    for entry in folder.iterdir():
        if not entry.name.isdigit():
            continue
        command = machine.read(f"/proc/{entry.name}/cmdline") or b""
        status = machine.read(f"/proc/{entry.name}/stat") or b""
        parent = status.rpartition(b")")[2].split()[1:2]
        words = command.split(b"\0")
        ours = b"desktop_app" in command and any(word in _HELPERS for word in words)
        if ours and parent == [b"1"]:
            found.append(int(entry.name))
    return tuple(sorted(found))


def _catalogue_date() -> str:
    document = tomllib.loads(resource_path("drivers.toml").read_text("utf-8"))
    return str(document.get("dated", ""))


def _faults(home: Path) -> int:
    try:
        with (home / "logs" / "nmo.log").open("rb") as stream:
            text = stream.read(_LOG_BYTES).decode("utf-8", "replace")
    except OSError:
        return 0
    return sum(line.endswith(_FAULT) for line in text.splitlines())
