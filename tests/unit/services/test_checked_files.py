"""Files that are looked at before the outbox takes them, and the copies that stand for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled, ignore_progress
from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.file_examinations import FileExamination, FileKind, FileMend, MendedFile
from desktop_app.services.checked_files import CheckedFile, check_files, mend_files
from desktop_app.services.file_doctor_service import FileDoctor


class Doctor:
    """Finds a bad name in every file whose name has a space, and mends it by an underscore."""

    def examine(self, places: Sequence[Path], **_more: object) -> tuple[FileExamination, ...]:
        return tuple(examination(each) for each in places)

    def mend(self, found: FileExamination, folder: Path, **_more: object) -> MendedFile:
        copy = folder / found.path.name.replace(" ", "_")
        copy.write_bytes(found.path.read_bytes())
        return MendedFile(found.path, copy, (FileMend.RENAME,), examination(copy))


def examination(path: Path) -> FileExamination:
    flaw = Finding(CheckStatus.FAIL, "file.name", fix=FileMend.RENAME.value)
    found = (flaw,) if " " in path.name else ()
    return FileExamination(path, path.stat().st_size, "ab" * 32, FileKind.PDF, 1, found)


def checked(*places: Path) -> tuple[CheckedFile, ...]:
    return check_files(cast("FileDoctor", Doctor()), places, ignore_progress, Cancellation())


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    names = ("one.pdf", "two words.pdf", "sub/two words.pdf", "signed one.pdf")
    paths = [tmp_path / "given" / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(path))
    (tmp_path / "given" / "signed one.pdf.sig").write_text("signature")
    return paths


def test_each_file_says_whether_it_fits_and_whether_it_can_be_mended(files: list[Path]) -> None:
    good, bad, deeper, signed = checked(*files)
    assert (good.fits, good.can_be_mended) == (True, False)
    assert (bad.fits, bad.can_be_mended, deeper.can_be_mended) == (False, True, True)
    assert (signed.fits, signed.is_signed, signed.can_be_mended) == (False, True, False)


def test_a_signed_file_is_not_told_that_it_was_signed_here_before(tmp_path: Path) -> None:
    names = ("again.pdf", "signed.pdf")
    for name in (*names, "signed.pdf.sig"):
        (tmp_path / name).touch()

    class Remembering:
        def examine(self, places: Sequence[Path], **_more: object) -> tuple[FileExamination, ...]:
            before = Finding(CheckStatus.WARN, "file.duplicate", {"action": "signed"})
            return tuple(
                FileExamination(each, 0, "", FileKind.PDF, 1, (before,)) for each in places
            )

    doctor = cast("FileDoctor", Remembering())
    places = [tmp_path / name for name in names]
    again, signed = check_files(doctor, places, ignore_progress, Cancellation())
    assert again.examination.status is CheckStatus.WARN
    assert signed.examination.status is CheckStatus.OK


def test_copies_stand_for_the_files_which_stay_as_they_are(
    files: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    before = [file.read_bytes() for file in files]
    doctor = cast("FileDoctor", Doctor())
    after = mend_files(doctor, checked(*files), folder, ignore_progress, Cancellation())
    assert [each.source for each in after] == files
    assert [each.path.name for each in after[1:3]] == ["two_words.pdf", "two_words.pdf"]
    assert len({each.path for each in after}) == len(files)
    assert [each.fits for each in after] == [True, True, True, False]
    assert not any(each.can_be_mended for each in after)
    assert [file.read_bytes() for file in files] == before


def test_mending_stops_when_it_is_cancelled(files: list[Path], tmp_path: Path) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(Cancelled):
        mend_files(cast("FileDoctor", Doctor()), checked(*files), tmp_path, ignore_progress, cancel)
