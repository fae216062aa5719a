"""Mended copies: made beside nothing that is there, from the very file that was looked at."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.inputs import OutputExistsError
from desktop_app.core.errors.papers import FileChangedError
from desktop_app.core.file_examinations import FileExamination, FileKind, FileMend
from desktop_app.services.file_doctor.file_names import mended_name
from desktop_app.services.file_doctor.rules import UploadRules
from desktop_app.services.file_signing import file_digest
from desktop_app.services.pdf.messages import LARGEST_FILE, MendFile, PdfSource
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.services.storage.private_file import write_failure, write_new
from desktop_app.services.trust_folder import read_limited

_MOST_NAMES = 100


def mended_copy(
    workshop: PdfWorkshop,
    rules: UploadRules,
    examination: FileExamination,
    folder: Path,
    *,
    largest: int,
    turns: dict[int, int],
    cancel: Cancellation | None,
) -> tuple[Path | None, tuple[FileMend, ...]]:
    """Return the copy and what was done to it; None where there is nothing to mend.

    Raises ``MendRefusedError``, ``FileChangedError``, ``OutputNotWritableError``, ``InputError``,
    ``WorkerFailedError``, ``Cancelled``.
    """
    mends = set(examination.mends)
    turns = {**_seen_turns(examination), **turns}
    if turns and examination.kind is FileKind.PDF:
        mends.add(FileMend.TURN)
    if not mends:
        return None, ()
    path = examination.path
    if file_digest(path, "sha256", cancel).hex() != examination.sha256:
        raise FileChangedError(str(path))
    if mends == {FileMend.RENAME}:
        content = read_limited(path, LARGEST_FILE)
    else:
        asked = _asked(path, mends, largest, turns)
        content = _mended(workshop, asked, folder, cancel)
    is_pdf = examination.kind is FileKind.PDF or FileMend.MAKE_PDF in mends
    name = mended_name(path.name, rules, "pdf" if is_pdf else "")
    copy = _placed(folder, name, content, path)
    return copy, tuple(mend for mend in FileMend if mend in mends)


def _seen_turns(examination: FileExamination) -> dict[int, int]:
    """Return the turns that the text of pages asks for, where they may be made."""
    for finding in examination.findings:
        turns = finding.evidence.get("turns")
        if finding.fix == FileMend.TURN.value and isinstance(turns, dict):
            return {int(number): degrees for number, degrees in turns.items()}
    return {}


def _asked(path: Path, mends: set[FileMend], largest: int, turns: dict[int, int]) -> MendFile:
    return MendFile(
        source=PdfSource(path=str(path.absolute())),
        target="",
        strip=FileMend.STRIP in mends,
        flatten=FileMend.FLATTEN in mends,
        largest=largest,
        turns=turns,
        from_picture=FileMend.MAKE_PDF in mends,
    )


def _mended(
    workshop: PdfWorkshop, asked: MendFile, folder: Path, cancel: Cancellation | None
) -> bytes:
    with _temporary(folder) as target:
        workshop.mend(replace(asked, target=str(target.absolute())), cancel)
        return read_limited(target, LARGEST_FILE)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Make an empty file in ``folder`` and remove it afterwards.

    Raises ``DiskFullError``, ``OutputNotWritableError``.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".nmo-", dir=folder)
    except OSError as error:
        raise write_failure(error, folder) from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()


def _placed(folder: Path, name: str, content: bytes, source: Path) -> Path:
    """Write the copy under ``name``, or with a number where that is taken.

    Who may read the file may read its copy, nobody else.

    Raises ``OutputExistsError``, ``DiskFullError``, ``OutputNotWritableError``.
    """
    plain = folder / name
    for number in range(1, _MOST_NAMES):
        target = plain if number == 1 else plain.with_stem(f"{plain.stem}-{number}")
        with contextlib.suppress(OutputExistsError):
            write_new(target, content, source)
            return target
    raise OutputExistsError(str(plain))
