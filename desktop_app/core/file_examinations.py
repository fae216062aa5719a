"""What a look at a file before signing and upload found, and what can be mended on a copy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.errors import NmoError


class FileKind(StrEnum):
    """What a file is by its first bytes."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    GIF = "gif"
    BMP = "bmp"
    WEBP = "webp"
    OFFICE = "office"
    """A document of an office program: DOCX, XLSX, ODT."""
    OLD_OFFICE = "old-office"
    """DOC, XLS."""
    RTF = "rtf"
    ZIP = "zip"
    HTML = "html"
    XML = "xml"
    PROGRAM = "program"
    OTHER = "other"


class FileMend(StrEnum):
    """What can be done to a copy of a file."""

    RENAME = "file.rename"
    REWRITE = "file.rewrite"
    """Write the PDF anew, with a sound table."""
    STRIP = "file.strip"
    """Take out what acts."""
    FLATTEN = "file.flatten"
    """Draw forms and layers into the pages."""
    TURN = "file.turn"
    SHRINK = "file.shrink"
    """Make pictures smaller until the file fits."""
    MAKE_PDF = "file.make-pdf"
    """Make a page of a PDF of a picture."""


@dataclass(frozen=True, slots=True)
class FileExamination:
    """One file that was looked at."""

    path: Path
    size: int
    """Bytes."""
    sha256: str
    """Lower-case hexadecimal; empty for a file that could not be read."""
    kind: FileKind
    pages: int
    """Of a PDF that opens; 0 otherwise."""
    findings: tuple[Finding, ...] = ()
    """Worst first; ``fix`` is a ``FileMend``."""

    @property
    def status(self) -> CheckStatus:
        """OK, WARN, or FAIL when something stands in the way."""
        statuses = {finding.status for finding in self.findings}
        for status in (CheckStatus.FAIL, CheckStatus.WARN):
            if status in statuses:
                return status
        return CheckStatus.OK

    @property
    def mends(self) -> tuple[FileMend, ...]:
        """What the program can mend on a copy."""
        offered = {finding.fix for finding in self.findings}
        return tuple(mend for mend in FileMend if mend.value in offered)


@dataclass(frozen=True, slots=True)
class MendedFile:
    """What became of mending one file; the file itself is never touched."""

    source: Path
    copy: Path | None
    """None when no copy was made."""
    done: tuple[FileMend, ...] = ()
    examination: FileExamination | None = None
    """Of the copy: it was looked at again."""
    error: NmoError | None = None
    """Why no copy was made."""
