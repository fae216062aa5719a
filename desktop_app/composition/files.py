"""Putting together what looks at files; its parts are imported when somebody asks for it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.file_doctor_service import FileDoctor
    from desktop_app.services.pdf.workshop import PdfWorkshop
    from desktop_app.services.storage.audit_log import AuditLog
    from desktop_app.services.storage.settings import SettingsStore


def make_file_doctor(
    settings: SettingsStore, audit: AuditLog, workshop: Callable[[], PdfWorkshop]
) -> FileDoctor:
    """Return what looks at files, with the limits of the settings."""
    from desktop_app.core.resources import resource_path  # noqa: PLC0415
    from desktop_app.services.file_doctor.examiner import FileExaminer  # noqa: PLC0415
    from desktop_app.services.file_doctor.history import earlier_files  # noqa: PLC0415
    from desktop_app.services.file_doctor.rules import read_rules  # noqa: PLC0415
    from desktop_app.services.storage.settings import LARGEST_UPLOAD  # noqa: PLC0415

    rules = read_rules(resource_path("upload-rules.toml"))

    def largest() -> int:
        return settings.get(LARGEST_UPLOAD) or rules.largest_bytes

    return FileExaminer(workshop(), rules, largest, functools.partial(earlier_files, audit))
