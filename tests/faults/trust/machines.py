"""A Linux below a folder: its trust stores are real, and real tools work on them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from desktop_app.services.diagnostics.machine import ThisMachine

HOME = "/home/anna"


def linux(folder: Path, **environment: str) -> ThisMachine:
    """Return a machine whose root is a folder; commands are those of this computer."""
    variables = {"PATH": os.environ["PATH"], "HOME": HOME, **environment}
    return ThisMachine(folder, variables, "linux")


def nss_database(machine: ThisMachine, place: str = ".pki/nssdb", password: str = "") -> Path:
    """Make an empty database with NSS's own tool, as a browser does."""
    folder = machine.path(f"{HOME}/{place}")
    folder.mkdir(parents=True)
    options = ["--empty-password"]
    if password:
        (folder / "password").write_text(password)
        options = ["-f", str(folder / "password")]
    certutil("-N", "-d", f"sql:{folder}", *options)
    (folder / "password").unlink(missing_ok=True)
    return folder


def certutil(*arguments: str) -> str:
    """Run NSS's certutil."""
    done = subprocess.run(
        ["certutil", *arguments], capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder; of a link where it leads."""
    return {
        str(path.relative_to(folder)): str(path.readlink()).encode()
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
