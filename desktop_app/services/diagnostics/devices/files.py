"""Small reads of a machine's files."""

from __future__ import annotations

from pathlib import Path

from desktop_app.services.diagnostics.machine import Machine


def names_in(machine: Machine, folder: str) -> tuple[str, ...]:
    """Return the names in a folder, sorted; nothing where it cannot be listed."""
    try:
        return tuple(sorted(each.name for each in machine.path(folder).iterdir()))
    except OSError:
        return ()


def text_of(machine: Machine, name: str) -> str:
    """Return a file's text without the spaces around it; empty where it cannot be read."""
    content = machine.read(name)
    return "" if content is None else content.decode("utf-8", "replace").strip()


def exists(machine: Machine, name: str) -> bool:
    """Whether something is at a path."""
    try:
        return machine.path(name).exists()
    except OSError:
        return False


def link_of(machine: Machine, name: str) -> str:
    """Return where a link points; empty where it cannot be read."""
    try:
        return str(Path(machine.path(name)).readlink())
    except OSError:
        return ""
