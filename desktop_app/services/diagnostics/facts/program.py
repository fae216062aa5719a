"""The program's own installation and state."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """Settings, secrets, database, journal, files."""

    version: str = ""
    settings_set_aside: str = ""
    """Name of the file that the broken settings were kept under; empty when all is well."""
    database_set_aside: str = ""
    database_problem: str = ""
    """What PRAGMA integrity_check says; empty for ``ok``."""
    audit_broken_at: int | None = None
    """Number of the first entry whose chain does not hold."""
    audit_broken_on: str = ""
    """Its time, ISO 8601."""
    keyring: str = "ok"
    """``ok``, ``absent`` or ``failed`` (it is there and refuses)."""
    keyring_name: str = ""
    kept_in_file: bool = False
    """Secrets lie in a file by the person's own choice, or in training."""
    changed_files: tuple[str, ...] = ()
    """Own files that are not as they were installed."""
    own_files_checked: bool = False
    """False where no list of files came with the installation (a source checkout)."""
    others_can_read: tuple[str, ...] = ()
    """Own folders and files that other users may enter or read."""
    waiting: int = 0
    """Signed documents that have not reached the portal."""
    leftover_processes: tuple[int, ...] = ()
    """Processes of this program whose parent is gone."""
    vendor_data_dated: str = ""
    """Day on which the driver catalogue was last looked through, ISO 8601."""
    crashes: int = 0
    """Unexpected faults in the program's log."""
    foreign_variables: tuple[str, ...] = ()
    """Variables by which libraries of other programs get into this one."""
