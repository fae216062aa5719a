"""A file doctor for tests of the window: what it finds is said beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.file_examinations import FileExamination, FileKind, FileMend, MendedFile

BAD_NAME = Finding(
    CheckStatus.WARN,
    "file.name",
    {"flaws": ["name-flaw.sign"], "suggestion": "two.pdf"},
    fix=FileMend.RENAME.value,
)
EMPTY = Finding(CheckStatus.FAIL, "file.empty")
PASSWORD = Finding(CheckStatus.FAIL, "file.pdf-password")


@dataclass
class FakeDoctor:
    """Finds what ``flaws`` says of a file's name; a copy is in order."""

    flaws: dict[str, Finding] = field(default_factory=dict)

    def examine(self, places: Sequence[Path], **_more: object) -> tuple[FileExamination, ...]:
        return tuple(self._found(each) for each in places)

    def mend(self, found: FileExamination, folder: Path, **_more: object) -> MendedFile:
        copy = folder / f"mended-{found.path.name}"
        copy.write_bytes(b"mended " + found.path.read_bytes())
        return MendedFile(found.path, copy, found.mends, self._found(copy))

    def _found(self, path: Path) -> FileExamination:
        flaw = self.flaws.get(path.name)
        size = path.stat().st_size
        return FileExamination(path, size, "ab" * 32, FileKind.PDF, 1, (flaw,) if flaw else ())
