"""One login's work on a batch: order, failures, pause, cancelling, passes."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled, Pause, Progress
from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.services.batch_login import BatchLogin, Control
from desktop_app.services.file_signing import FileDocument, file_batch, file_report
from desktop_app.services.signing_batch import (
    DocumentState,
    Reading,
    Signed,
    SigningBatch,
    SigningKey,
)
from desktop_app.services.signing_report import SigningReport
from tests.unit.services.prepared_signer import Life, PreparedSigner


def files_in(folder: Path, count: int) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(count)]
    for file in files:
        file.write_bytes(file.name.encode())
    return files


def run(
    batch: SigningBatch[FileDocument], life: Life | None = None, control: Control | None = None
) -> SigningReport:
    batch.begin_pass()
    BatchLogin(batch, PreparedSigner(life=life or Life()), control or Control()).run()
    return file_report(batch)


def codes(report: SigningReport) -> list[str]:
    return [each.error.code for each in report.failed]


def signatures_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.glob("*.sig"))


def test_each_signature_stands_beside_its_own_file(tmp_path: Path) -> None:
    files = files_in(tmp_path, 7)
    report = run(file_batch(files))
    assert [each.file for each in report.signed] == files
    for each in report.signed:
        assert each.signature.read_bytes() == b"signature " + bytes.fromhex(each.digest)


@pytest.mark.parametrize("left", range(7))
def test_a_token_that_is_taken_out_stops_the_rest_untried(tmp_path: Path, left: int) -> None:
    files = files_in(tmp_path, 7)
    batch = file_batch(files)
    report = run(batch, Life(left))
    assert [each.file for each in report.signed] == files[:left]
    assert codes(report) == ["token.removed"] * (7 - left)
    assert [each.state for each in batch.outcomes[left:]] == [DocumentState.WAITING] * (7 - left)
    assert len(signatures_in(tmp_path)) == left


def test_the_first_refusal_of_a_pin_stops_the_batch(tmp_path: Path) -> None:
    batch = file_batch(files_in(tmp_path, 4))
    report = run(batch, Life(1, end=PinIncorrectError()))
    assert codes(report) == ["pin.incorrect"] * 3
    assert batch.count(DocumentState.WAITING) == 3


def test_a_file_that_cannot_be_read_or_written_fails_alone(tmp_path: Path) -> None:
    files = files_in(tmp_path, 5)
    files[1].unlink()
    (tmp_path / "3.txt.sig").write_bytes(b"older")
    report = run(file_batch(files))
    assert [each.file for each in report.signed] == [files[0], files[2], files[4]]
    assert [(each.file, each.error.code) for each in report.failed] == [
        (files[1], "input.unreadable"),
        (files[3], "output.exists"),
    ]
    assert (tmp_path / "3.txt.sig").read_bytes() == b"older"


def test_a_file_named_twice_is_signed_once(tmp_path: Path) -> None:
    (file,) = files_in(tmp_path, 1)
    report = run(file_batch([file, file]))
    assert (len(report.signed), codes(report)) == (1, ["output.exists"])


def test_signatures_may_go_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    report = run(file_batch(files_in(tmp_path, 1), tmp_path / "out"))
    assert report.signed[0].signature == tmp_path / "out" / "0.txt.sig"


def test_a_folder_that_is_not_there_fails_each_file_by_itself(tmp_path: Path) -> None:
    report = run(file_batch(files_in(tmp_path, 2), tmp_path / "missing"))
    assert codes(report) == ["output.not-writable", "output.not-writable"]


def test_an_attached_signature_carries_the_content(tmp_path: Path) -> None:
    report = run(file_batch(files_in(tmp_path, 3), attached=True))
    assert [each.signature.read_bytes()[-5:] for each in report.signed] == [
        b"0.txt",
        b"1.txt",
        b"2.txt",
    ]


def test_progress_tells_of_each_file_as_it_is_finished(tmp_path: Path) -> None:
    files = files_in(tmp_path, 3)
    files[1].unlink()
    told: list[Progress] = []
    run(file_batch(files), control=Control(progress=told.append))
    assert [(each.done, each.total) for each in told] == [(1, 3), (2, 3), (3, 3)]
    assert {each.item for each in told} == {"0.txt", "1.txt", "2.txt"}


def test_cancelling_keeps_what_is_signed_and_the_rest_waits(tmp_path: Path) -> None:
    cancel = Cancellation()

    def stop_at_the_second(progress: Progress) -> None:
        if progress.done == 2:
            cancel.cancel()

    batch = file_batch(files_in(tmp_path, 9))
    with pytest.raises(Cancelled):
        run(batch, control=Control(stop_at_the_second, cancel=cancel))
    signed = batch.count(DocumentState.SIGNED)
    assert 2 <= signed <= 8
    assert batch.count(DocumentState.WAITING) == 9 - signed
    assert len(signatures_in(tmp_path)) == signed
    assert len(run(batch).signed) == 9


@dataclass
class Gate(Pause):
    """A pause in which somebody looks at the batch and goes on, or cancels."""

    batch: SigningBatch[FileDocument]
    cancel: Cancellation | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self.seen: list[list[DocumentState]] = []

    def wait(self, cancel: Cancellation | None) -> None:
        if self.requested:
            self.seen.append([each.state for each in self.batch.outcomes])
            if self.cancel is None:
                self.resume()
            else:
                self.cancel.cancel()
        super().wait(cancel)


def test_a_pause_finishes_what_is_under_way_and_goes_on_where_it_was(tmp_path: Path) -> None:
    batch = file_batch(files_in(tmp_path, 10))
    gate = Gate(batch)

    def pause_at_the_third(progress: Progress) -> None:
        if progress.done == 3:
            gate.pause()

    report = run(batch, control=Control(pause_at_the_third, gate))
    assert len(report.signed) == 10
    (seen,) = gate.seen
    signed = seen.count(DocumentState.SIGNED)
    assert 3 <= signed <= 8
    assert seen == [DocumentState.SIGNED] * signed + [DocumentState.WAITING] * (10 - signed)


def test_a_paused_batch_can_be_cancelled(tmp_path: Path) -> None:
    batch = file_batch(files_in(tmp_path, 4))
    cancel = Cancellation()
    gate = Gate(batch, cancel)
    gate.pause()
    with pytest.raises(Cancelled):
        run(batch, control=Control(pause=gate, cancel=cancel))
    assert batch.count(DocumentState.WAITING) == 4


def test_the_next_pass_signs_only_what_has_no_signature(tmp_path: Path) -> None:
    files = files_in(tmp_path, 5)
    files[1].unlink()
    batch = file_batch(files)
    assert codes(run(batch, Life(2))) == ["input.unreadable", "token.removed", "token.removed"]
    before = [(tmp_path / f"{number}.txt.sig").stat().st_mtime_ns for number in (0, 2)]
    files[1].write_bytes(b"there again")
    told: list[Progress] = []
    assert len(run(batch, control=Control(progress=told.append)).signed) == 5
    assert [(each.done, each.total) for each in told] == [(3, 5), (4, 5), (5, 5)]
    after = [(tmp_path / f"{number}.txt.sig").stat().st_mtime_ns for number in (0, 2)]
    assert after == before


@dataclass(frozen=True)
class Large:
    """A document of twenty megabytes for an attached signature."""

    name: str = "large"

    def read(self, key: SigningKey, cancel: Cancellation | None) -> Reading:
        return Reading(b"digest", bytes(20 << 20))


def test_few_large_documents_are_held_in_memory_at_once() -> None:
    kept: list[Signed[Large]] = []

    def keep(made: object) -> list[None]:
        assert isinstance(made, list)
        kept.extend(made)
        return [None] * len(made)

    batch = SigningBatch([Large()] * 8, keep)
    life = Life(at_once=8)
    BatchLogin(batch, PreparedSigner(life=life), Control()).run()
    assert len(kept) == 8
    assert life.most_under_way <= 40 << 20


@pytest.mark.parametrize(("attached", "mode"), [(False, 0o644), (True, 0o600)])
def test_who_may_not_read_a_document_may_not_read_a_signature_that_carries_it(
    tmp_path: Path, attached: bool, mode: int
) -> None:
    (file,) = files_in(tmp_path, 1)
    file.chmod(0o600)
    before = os.umask(0o022)
    try:
        (signed,) = run(file_batch([file], attached=attached)).signed
    finally:
        os.umask(before)
    assert stat.S_IMODE(signed.signature.stat().st_mode) == mode
