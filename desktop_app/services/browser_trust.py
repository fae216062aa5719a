"""Putting a root into the NSS database of a browser, and the database back as it was."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors.diagnosis import FixFailedError
from desktop_app.services.diagnostics.machine import Completed, Machine
from desktop_app.services.diagnostics.trust_stores.nss import NssDatabase, read_store
from desktop_app.services.system_trust import said

INSTALL_BROWSER = "trust.install-browser"
FILES = ("cert9.db", "key4.db", "pkcs11.txt")
"""Adding a certificate also touches the database of keys: NSS seals its trust there."""
_SERVERS_ONLY = "C,,"


@dataclass(frozen=True, slots=True)
class Installed:
    """One database that was changed, with what is needed to put it back."""

    folder: str
    name: str
    nickname: str
    kept: str
    """Folder of the copies."""
    after: Mapping[str, str]
    """SHA-256 of each file once the root was in."""


class BrowserTrust:
    """Changes databases with NSS's own ``certutil``; copies go to a private folder."""

    def __init__(
        self,
        machine: Machine,
        folder: Path,
        in_use: Callable[[Path], bool] | None = None,
    ) -> None:
        self._machine = machine
        self._folder = folder
        self._in_use = in_use or is_open

    def has(self, database: NssDatabase, sha256: str) -> bool:
        """Whether a root is in a database."""
        return read_store(self._machine, database).has(sha256)

    def install(self, database: NssDatabase, file: Path, nickname: str, sha256: str) -> Installed:
        """Add a DER file as a root for servers. Raises ``FixFailedError``: nothing is changed."""
        kept = self._keep(database)
        options = ["-n", nickname, "-t", _SERVERS_ONLY, "-i", str(file)]
        done = self._certutil("-A", database, *options)
        if done.exit_code or not self.has(database, sha256):
            self._restore(database.folder, kept)
            shutil.rmtree(kept, ignore_errors=True)
            raise FixFailedError(fix=INSTALL_BROWSER, detail=said(done))
        return Installed(
            str(database.folder), database.name, nickname, str(kept), digests(database.folder)
        )

    def take_out(self, installed: Installed, sha256: str) -> None:
        """Put the database back byte for byte, or, where the browser has used it since or uses it
        now, take only the root out. Raises ``FixFailedError``.
        """
        folder, kept = Path(installed.folder), Path(installed.kept)
        database = NssDatabase(folder, installed.name)
        untouched = digests(folder) == dict(installed.after) and kept.is_dir()
        if untouched and not self._in_use(folder / FILES[0]):
            self._restore(folder, kept)
        elif folder.is_dir() and self.has(database, sha256):
            done = self._certutil("-D", database, "-n", installed.nickname)
            if done.exit_code or self.has(database, sha256):
                raise FixFailedError(fix=INSTALL_BROWSER, detail=said(done))
        shutil.rmtree(kept, ignore_errors=True)

    def _certutil(self, action: str, database: NssDatabase, *options: str) -> Completed:
        return self._machine.run(
            ["certutil", action, "-d", database.argument, *options], limit_seconds=30.0
        )

    def _keep(self, database: NssDatabase) -> Path:
        kept = self._folder / secrets.token_hex(8)
        try:
            kept.mkdir(mode=0o700, parents=True)
            for name in FILES:
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy2(database.folder / name, kept / name)
        except OSError as error:
            shutil.rmtree(kept, ignore_errors=True)
            raise FixFailedError(fix=INSTALL_BROWSER, detail=type(error).__name__) from error
        return kept

    def _restore(self, folder: Path, kept: Path) -> None:
        """Put every file back in one step each; a file that was not there goes."""
        try:
            for name in FILES:
                if not (kept / name).is_file():
                    (folder / name).unlink(missing_ok=True)
                    continue
                beside = folder / f".nmo-{name}"
                shutil.copy2(kept / name, beside)
                beside.replace(folder / name)
        except OSError as error:
            raise FixFailedError(fix=INSTALL_BROWSER, detail=type(error).__name__) from error


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a database that is there."""
    found = {}
    for name in FILES:
        with contextlib.suppress(OSError):
            found[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    return found


def is_open(file: Path) -> bool:
    """Whether some process of this user has a file open, as far as Linux tells."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if link.samefile(file):
                return True
    return False
