"""Files looked at before they are taken up into the outbox, and mended on copies."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.file_examinations import FileExamination, MendedFile
from desktop_app.services.file_doctor_service import FileDoctor
from desktop_app.services.outbox_intake import documents_of, is_signed


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file that a person gave, and the copy that stands for it once it is mended."""

    source: Path
    examination: FileExamination
    """Of the copy, where one was made."""
    is_signed: bool = False
    """Signatures lie beside it or are in it: a changed copy would be another document."""
    mended: MendedFile | None = None

    @property
    def path(self) -> Path:
        """The file to take up."""
        return self.examination.path

    @property
    def fits(self) -> bool:
        """Nothing stands in the way of signing and sending it."""
        return self.examination.status is not CheckStatus.FAIL

    @property
    def can_be_mended(self) -> bool:
        """The program can mend something on a copy, and has not tried yet."""
        return bool(self.examination.mends) and not self.is_signed and self.mended is None


def check_files(
    doctor: FileDoctor, places: Sequence[Path], progress: ProgressListener, cancel: Cancellation
) -> tuple[CheckedFile, ...]:
    """Look at files and at what lies in folders. Raises ``TooManyFilesError``, ``Cancelled``."""
    files = documents_of(places)
    signed = {file for file in files if is_signed(file)}
    found = doctor.examine(files, progress=progress, cancel=cancel)
    return tuple(
        CheckedFile(each.path, _without_own_signing(each), is_signed=True)
        if each.path in signed
        else CheckedFile(each.path, each)
        for each in found
    )


def mend_files(
    doctor: FileDoctor,
    files: Sequence[CheckedFile],
    folder: Path,
    progress: ProgressListener,
    cancel: Cancellation,
) -> tuple[CheckedFile, ...]:
    """Mend copies in ``folder`` where something can be mended. Raises ``Cancelled``.

    Each copy lies in a folder of its own, so that two files of one name both keep it.
    """
    outcomes = []
    for number, file in enumerate(files):
        cancel.checkpoint()
        progress(Progress(number, len(files), file.source.name))
        outcomes.append(_mended(doctor, file, folder, cancel))
    return tuple(outcomes)


def _without_own_signing(found: FileExamination) -> FileExamination:
    """Leave out that the file was signed here before: its signature comes along."""
    findings = tuple(
        each
        for each in found.findings
        if each.cause != "file.duplicate" or each.evidence.get("action") != "signed"
    )
    return replace(found, findings=findings)


def _mended(
    doctor: FileDoctor, file: CheckedFile, folder: Path, cancel: Cancellation
) -> CheckedFile:
    if not file.can_be_mended:
        return file
    own = Path(tempfile.mkdtemp(dir=folder))
    mended = doctor.mend(file.examination, own, cancel=cancel)
    return replace(file, examination=mended.examination or file.examination, mended=mended)
