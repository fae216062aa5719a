"""Putting a root into the system's trust store, and taking it out again, by the system's tools."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors.diagnosis import FixFailedError, FixUnavailableError
from desktop_app.services.diagnostics.machine import NOT_FOUND, Completed, Machine

INSTALL_SYSTEM = "trust.install-system"
ASKING_SECONDS = 300.0
"""A person may have to type the administrator's password."""
_DEBIAN = "/usr/local/share/ca-certificates"
_RED_HAT = "/etc/pki/ca-trust/source/anchors"
_TAKE_OVER = ("update-ca-trust", "extract")
_INSTALL = (
    'install -m 0644 -T -- "$1" "$2" && '
    '[ "$(sha256sum < "$2" | cut -c1-64)" = "$3" ] || { rm -f -- "$2"; exit 9; }; shift 3; "$@"'
)
"""Run as the administrator: what was installed must be what was agreed to."""
_REMOVE = 'rm -f -- "$1"; shift; "$@"'


@dataclass(frozen=True, slots=True)
class SystemFolder:
    """Where Linux takes certificates over from, and the command that does it."""

    folder: str
    """As the system names it."""
    command: tuple[str, ...]
    undoing: tuple[str, ...]
    """The command once a certificate is gone: Debian's leaves its links behind otherwise."""

    def file(self, sha256: str) -> str:
        """Return the file of a certificate, as the system names it."""
        return f"{self.folder}/nmo-{sha256[:16]}.crt"


def system_folder(machine: Machine) -> SystemFolder:
    """Return the folder that this Linux has. Raises ``FixUnavailableError``."""
    if machine.system == "linux" and machine.path(_DEBIAN).is_dir():
        command = ("update-ca-certificates", *_elsewhere(machine))
        return SystemFolder(_DEBIAN, command, (*command, "--fresh"))
    if machine.system == "linux" and machine.path(_RED_HAT).is_dir():
        return SystemFolder(_RED_HAT, _TAKE_OVER, _TAKE_OVER)
    raise FixUnavailableError(fix=INSTALL_SYSTEM)


def may_write(folder: Path) -> bool:
    """Whether this process may write there without the administrator."""
    return os.access(folder, os.W_OK)


@dataclass(frozen=True, slots=True)
class SystemTrust:
    """The store of this Linux; asks for the administrator where it must."""

    machine: Machine
    may_write: Callable[[Path], bool] = may_write

    def target(self, sha256: str) -> Path:
        """Return the file of a certificate. Raises ``FixUnavailableError``."""
        return self.machine.path(system_folder(self.machine).file(sha256))

    def needs_admin(self) -> bool:
        """Whether the administrator must agree."""
        return not self.may_write(self.machine.path(system_folder(self.machine).folder))

    def install(self, source: Path, digest: str, sha256: str) -> Path:
        """Install a PEM file of the given digest. Raises ``FixFailedError``: nothing is left."""
        folder, target = system_folder(self.machine), self.target(sha256)
        done = self._run(_INSTALL, (str(source), str(target), digest), folder.command)
        if done.exit_code:
            if target.exists():
                self._run(_REMOVE, (str(target),), folder.undoing)
            raise FixFailedError(fix=INSTALL_SYSTEM, detail=said(done))
        return target

    def remove(self, target: Path) -> None:
        """Take a certificate out and renew the store. Raises ``FixFailedError``."""
        done = self._run(_REMOVE, (str(target),), system_folder(self.machine).undoing)
        if done.exit_code or target.exists():
            raise FixFailedError(fix=INSTALL_SYSTEM, detail=said(done))

    def _run(self, script: str, arguments: Sequence[str], renew: Sequence[str]) -> Completed:
        command = ["/bin/sh", "-c", script, "nmo", *arguments, *renew]
        elevated = ["pkexec", *command] if self.needs_admin() else command
        return self.machine.run(elevated, ASKING_SECONDS)


def said(done: Completed) -> str:
    """Return the last words of a command that failed."""
    if done.exit_code == NOT_FOUND and not done.errors:
        return "not found"
    lines = (done.errors or done.output).strip().splitlines()
    return lines[-1][:200] if lines else str(done.exit_code)


def _elsewhere(machine: Machine) -> tuple[str, ...]:
    """Name every folder where the machine's root is not the system's own."""
    if machine.path("/etc") == Path("/etc"):
        return ()
    options = (
        ("--certsconf", "/etc/ca-certificates.conf"),
        ("--certsdir", "/usr/share/ca-certificates"),
        ("--localcertsdir", _DEBIAN),
        ("--etccertsdir", "/etc/ssl/certs"),
        ("--hooksdir", "/etc/ca-certificates/update.d"),
    )
    return tuple(word for name, place in options for word in (name, str(machine.path(place))))
