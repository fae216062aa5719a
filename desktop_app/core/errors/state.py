"""Errors of this computer: files, database, training mode, and our own faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.base import NmoError


@dataclass(eq=False)
class StateError(NmoError):
    """The program's own state on this computer failed (exit code 1 of the command)."""


@dataclass(eq=False)
class FolderNotWritableError(StateError):
    """The state folder cannot be made or written."""

    code: ClassVar[str] = "state.not-writable"
    path: str = ""
    """The folder."""


@dataclass(eq=False)
class DiskFullError(StateError):
    """No space is left where the program keeps its state."""

    code: ClassVar[str] = "state.disk-full"
    path: str = ""
    """The file that could not grow."""


@dataclass(eq=False)
class DatabaseNewerError(StateError):
    """The database was written by a newer version of the program; it is left as it is."""

    code: ClassVar[str] = "state.database-newer"
    path: str = ""
    """The database file."""


@dataclass(eq=False)
class SettingsSetAsideError(StateError):
    """The settings file was unreadable; it was kept under another name, defaults apply."""

    code: ClassVar[str] = "state.settings-set-aside"
    path: str = ""
    """The settings file."""
    kept_as: str = ""
    """Where the unreadable file lies now."""


@dataclass(eq=False)
class DatabaseSetAsideError(StateError):
    """The database was corrupt; it was kept under another name and a new one begun."""

    code: ClassVar[str] = "state.database-set-aside"
    path: str = ""
    """The database file."""
    kept_as: str = ""
    """Where the corrupt file lies now."""


@dataclass(eq=False)
class SettingInvalidError(StateError):
    """A setting does not take this value."""

    code: ClassVar[str] = "settings.invalid"
    name: str = ""
    """The setting, for example ``portal.url``."""


@dataclass(eq=False)
class WorkerFailedError(StateError):
    """A worker process of the program died or ran over its time limit."""

    code: ClassVar[str] = "worker.failed"
    worker: str = ""
    """Which worker, for example ``path``."""
    detail: str = ""
    """How it ended."""


@dataclass(eq=False)
class TrainingNotRunningError(StateError):
    """The training portal is not running."""

    code: ClassVar[str] = "training.not-running"


@dataclass(eq=False)
class TrainingFailedError(StateError):
    """The training portal or its tokens could not be made."""

    code: ClassVar[str] = "training.failed"
    detail: str = ""
    """What failed, in the words of the program that failed."""


@dataclass(eq=False)
class UnexpectedError(NmoError):
    """A fault of the program itself; the details stand in its log."""

    code: ClassVar[str] = "internal.unexpected"
    detail: str = ""
    """Class of the exception."""
