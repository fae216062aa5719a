"""The state folder of the program and what lies where in it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.services.storage.private_file import sync_folder

ENVIRONMENT_VARIABLE = "NMO_HOME"
_FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """The state folder; only its owner may enter it (mode 0700)."""

    root: Path
    data: Path
    """Where this profile's data lies: ``root``, or a folder of its own in training."""

    @staticmethod
    def open(path: Path | None = None) -> Home:
        """Make the folder where missing: ``path``, else ``NMO_HOME``, else the system's place.

        Raises ``FolderNotWritableError``.
        """
        root = (path or _default_root()).expanduser().absolute()
        return _made(Home(root=root, data=root))

    def for_training(self) -> Home:
        """Return the same home with the training profile's own data folder."""
        return _made(Home(root=self.root, data=self.root / "training-data"))

    @property
    def settings_file(self) -> Path:
        """Settings, shared by both profiles."""
        return self.root / "settings.json"

    @property
    def training(self) -> Path:
        """State of the training portal, its CA and its tokens."""
        return self.root / "training"

    @property
    def database(self) -> Path:
        """Cache and audit log."""
        return self.data / "cabinet.sqlite3"

    @property
    def secrets_file(self) -> Path:
        """Secrets where there is no keyring and the person allowed a file."""
        return self.data / "secrets.json"

    @property
    def outbox_database(self) -> Path:
        """Documents on their way to the portal; their contents lie in the folder ``outbox``."""
        return self.data / "outbox.sqlite3"

    @property
    def trust(self) -> Path:
        """Certificates that were added on this computer; made when the first one is."""
        return self.data / "trust"

    @property
    def accreditation(self) -> Path:
        """The saved list of accredited authorities; made when the first one is."""
        return self.data / "accreditation"

    def folder(self, name: str) -> Path:
        """Return a folder of this profile (``consents``, ``documents``), made where missing.

        Raises ``FolderNotWritableError``.
        """
        folder = self.data / name
        _make(folder)
        return folder


def _made(home: Home) -> Home:
    _make(home.root)
    _make(home.data)
    return home


def _default_root() -> Path:
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed with --home

    return user_data_path("nmo-cabinet", appauthor=False)


def _make(folder: Path) -> None:
    try:
        if not folder.is_dir():
            folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            sync_folder(folder.parent)
        _close_to_others(folder)
    except OSError as error:
        raise FolderNotWritableError(path=str(folder)) from error


def _close_to_others(folder: Path) -> None:
    """Narrow a folder of our own; one that many share (sticky, such as /tmp) is left alone."""
    state = folder.stat()
    shared = bool(state.st_mode & stat.S_ISVTX)
    if os.name == "posix" and state.st_mode & 0o077 and state.st_uid == os.geteuid() and not shared:
        folder.chmod(_FOLDER_MODE)
