"""Which files are taken up into the outbox, which are not, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled, Progress, ignore_progress
from desktop_app.core.errors.outbox import OutboxDuplicateError
from desktop_app.core.errors.papers import TooManyFilesError
from desktop_app.services.outbox_intake import (
    MOST_FILES,
    Intake,
    documents_of,
    signature_beside,
    take_up,
)
from desktop_app.services.outbox_service import OutboxService


class Taking:
    """An outbox that notes what it is given; the same content is refused the second time."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    def add_signed(self, file: Path, signature: Path | None, *, to_sign: bool) -> str:
        beside = f" + {signature.name}" if signature else " signed"
        return self._take(f"{file.name}{beside}{' to sign' * to_sign}", file.read_bytes())

    def add_unsigned(self, content: Callable[[], BinaryIO], file_name: str) -> str:
        with content() as stream:
            return self._take(file_name, stream.read())

    def _take(self, name: str, content: bytes) -> str:
        if content in [known for _, known in self.taken]:
            raise OutboxDuplicateError
        self.taken.append((name, content))
        return name


@pytest.fixture
def outbox() -> Taking:
    return Taking()


def taken(outbox: Taking, *places: Path) -> Intake:
    return take_up(cast("OutboxService", outbox), places, ignore_progress, Cancellation())


def written(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return [folder / name for name in names]


def test_a_folder_is_walked_by_name_and_hidden_files_stay_out(tmp_path: Path) -> None:
    written(tmp_path, "b.pdf", "a/c.pdf", ".hidden", "a.pdf")
    names = [each.relative_to(tmp_path).as_posix() for each in documents_of([tmp_path])]
    assert sorted(names) == ["a.pdf", "a/c.pdf", "b.pdf"]


def test_a_signature_stands_for_the_document_beside_it(tmp_path: Path) -> None:
    letter, signature, alone = written(tmp_path, "letter.pdf", "letter.pdf.sig", "alone.sig")
    assert documents_of([tmp_path]) == (alone, letter)
    assert documents_of([signature, letter]) == (letter,)
    assert signature_beside(letter) == signature
    assert signature_beside(alone) is None


def test_a_signed_file_goes_with_its_signature_and_another_without(
    outbox: Taking, tmp_path: Path
) -> None:
    written(tmp_path, "letter.pdf", "letter.pdf.sig", "note.pdf")
    intake = taken(outbox, tmp_path)
    assert [name for name, _ in outbox.taken] == ["letter.pdf + letter.pdf.sig", "note.pdf"]
    assert not intake.failed


@pytest.mark.parametrize("name", ["letter.pdf.p7m", "letter.pdf.sig", "signed.pdf"])
def test_a_file_that_carries_its_signatures_goes_signed(
    outbox: Taking, tmp_path: Path, name: str
) -> None:
    written(tmp_path, name)
    if name == "signed.pdf":  # The place of a signature may lie anywhere in a large file.
        (tmp_path / name).write_bytes(b"%PDF" + bytes((1 << 20) - 7) + b"/ByteRange [0 1 2 3]")
    taken(outbox, tmp_path)
    take_up(
        cast("OutboxService", outbox),
        written(tmp_path, "b.pdf", "b.pdf.p7s")[:1],
        ignore_progress,
        Cancellation(),
        to_sign=True,
    )
    assert [each for each, _ in outbox.taken] == [f"{name} signed", "b.pdf + b.pdf.p7s to sign"]


def test_one_that_is_not_taken_does_not_stop_the_others(outbox: Taking, tmp_path: Path) -> None:
    first, second, third = written(tmp_path, "1.pdf", "2.pdf", "3.pdf")
    second.write_text(first.read_text())
    intake = taken(outbox, first, second, third)
    assert [name for name, _ in outbox.taken] == ["1.pdf", "3.pdf"]
    assert [(each.file, type(each.error)) for each in intake.failed] == [
        (second, OutboxDuplicateError)
    ]


def test_too_many_files_are_refused_before_any_is_taken(outbox: Taking, tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.pdf").touch()
    with pytest.raises(TooManyFilesError) as caught:
        taken(outbox, tmp_path)
    assert caught.value.limit == MOST_FILES
    assert not outbox.taken


def test_what_was_taken_before_a_cancel_stays(outbox: Taking, tmp_path: Path) -> None:
    files = written(tmp_path, "1.pdf", "2.pdf", "3.pdf")
    cancel = Cancellation()

    def stop(progress: Progress) -> None:
        if progress.item == "2.pdf":
            cancel.cancel()

    with pytest.raises(Cancelled):
        take_up(cast("OutboxService", outbox), files, stop, cancel)
    assert [name for name, _ in outbox.taken] == ["1.pdf", "2.pdf"]
