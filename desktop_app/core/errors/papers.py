"""Errors of papers written from templates and of files looked at before they are signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import ChoiceError, InputError


@dataclass(eq=False)
class TemplateUnknownError(ChoiceError):
    """There is no template of this name."""

    code: ClassVar[str] = "paper.template-unknown"
    template: str = ""
    """The name as given."""
    known: list[str] | None = None
    """The names that there are."""


@dataclass(eq=False)
class PaperFieldUnknownError(ChoiceError):
    """The template has no field of this name."""

    code: ClassVar[str] = "paper.field-unknown"
    field: str = ""
    """The name as given."""
    known: list[str] | None = None
    """The names that there are."""


@dataclass(eq=False)
class PaperIncompleteError(ChoiceError):
    """Fields are empty or hold something that cannot be."""

    code: ClassVar[str] = "paper.incomplete"
    fields: list[str] | None = None
    """Names of the fields."""
    flaws: dict[str, str] | None = None
    """Code of the heaviest flaw by the field's name."""


@dataclass(eq=False)
class PdfUnreadableError(InputError):
    """The file is no PDF, or too broken to be shown."""

    code: ClassVar[str] = "pdf.unreadable"
    detail: str = ""
    """Where reading stopped."""


@dataclass(eq=False)
class PdfPasswordError(InputError):
    """The PDF opens with a password only."""

    code: ClassVar[str] = "pdf.password"


@dataclass(eq=False)
class MendRefusedError(InputError):
    """The file is not mended, since that would harm it or not help."""

    code: ClassVar[str] = "file.not-mended"
    reason: str = ""
    """``signed``, ``restricted``, ``look``, ``size`` or ``dynamic``."""


@dataclass(eq=False)
class FileChangedError(InputError):
    """A file is not the one any more that was looked at."""

    code: ClassVar[str] = "file.changed-meanwhile"
    path: str = ""
    """The file."""


@dataclass(eq=False)
class PrintRefusedError(InputError):
    """The printer, or the system that prints, did not take the pages (exit code 8)."""

    code: ClassVar[str] = "print.refused"
    printer: str = ""
    """As the system calls it."""


@dataclass(eq=False)
class TooManyFilesError(ChoiceError):
    """More files were named, or lie in the folders, than are taken at once."""

    code: ClassVar[str] = "file.too-many"
    limit: int = 0
    """Most files at once."""
