from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.tokens import TokenRemovedError
from desktop_app.services.document_signer import ID_DATA, OpenSigner
from desktop_app.services.signing_batch import SigningBatch
from desktop_app.services.signing_report import SigningReport


@dataclass(frozen=True)
class Algorithm:
    name: str = "TEST"
    digest: str = "sha256"


@dataclass(frozen=True)
class ShortLivedSigner(OpenSigner):
    """Signs so many files, then the token is gone."""

    session: Any = None
    writer: Any = None
    algorithm: Any = Algorithm()
    left: list[int] | None = None

    def sign(
        self, digest: bytes, *, content: bytes | None = None, content_type: str = ID_DATA
    ) -> bytes:
        assert self.left is not None
        if not self.left:
            raise TokenRemovedError(token="t")
        self.left.pop()
        return b"signature " + digest + (content or b"")


def files_in(folder: Path, count: int) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(count)]
    for file in files:
        file.write_bytes(b"content")
    return files


def run(batch: SigningBatch, signer: OpenSigner, files: list[Path]) -> SigningReport:
    for file in files:
        batch.sign(signer, file)
    return batch.report()


def codes(report: SigningReport) -> list[str]:
    return [each.error.code for each in report.failed]


def test_a_token_that_is_taken_out_stops_the_rest_untried(tmp_path: Path) -> None:
    files = files_in(tmp_path, 4)
    batch = SigningBatch(None, attached=False, cancel=None)
    report = run(batch, ShortLivedSigner(left=[1, 1]), files)
    assert [each.file for each in report.signed] == files[:2]
    assert codes(report) == ["token.removed", "token.removed"]
    assert not (tmp_path / "2.txt.sig").exists()


def test_the_audit_log_gets_a_line_per_file(tmp_path: Path) -> None:
    batch = SigningBatch(None, attached=False, cancel=None)
    run(batch, ShortLivedSigner(left=[1]), files_in(tmp_path, 2))
    assert [(line[0], line[1]) for line in batch.audit_lines()] == [
        ("file.sign", "ok"),
        ("file.sign", "token.removed"),
    ]


def test_signatures_may_go_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    batch = SigningBatch(tmp_path / "out", attached=False, cancel=None)
    report = run(batch, ShortLivedSigner(left=[1]), files_in(tmp_path, 1))
    assert report.signed[0].signature == tmp_path / "out" / "0.txt.sig"


def test_a_folder_that_is_not_there_fails_each_file_by_itself(tmp_path: Path) -> None:
    batch = SigningBatch(tmp_path / "missing", attached=False, cancel=None)
    report = run(batch, ShortLivedSigner(left=[1, 1]), files_in(tmp_path, 2))
    assert codes(report) == ["output.not-writable", "output.not-writable"]


def test_an_attached_signature_carries_the_content(tmp_path: Path) -> None:
    batch = SigningBatch(None, attached=True, cancel=None)
    report = run(batch, ShortLivedSigner(left=[1]), files_in(tmp_path, 1))
    assert report.signed[0].signature.read_bytes().endswith(b"content")


def test_cancelling_keeps_what_is_signed_and_leaves_no_half_file(tmp_path: Path) -> None:
    cancel = Cancellation()
    files = files_in(tmp_path, 2)
    batch = SigningBatch(None, attached=False, cancel=cancel)
    signer = ShortLivedSigner(left=[1, 1])
    batch.sign(signer, files[0])
    cancel.cancel()
    with pytest.raises(Cancelled):
        batch.sign(signer, files[1])
    assert sorted(each.name for each in tmp_path.glob("*.sig")) == ["0.txt.sig"]
