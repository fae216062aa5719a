"""What becomes of each signed file when stamps are added to many?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors.signatures import (
    PadesUnreadableError,
    TimeStampError,
    TimeStampRefusedError,
    TimeStampUnreachableError,
)
from desktop_app.services.prepared_pdf import PreparedPdf
from desktop_app.services.signature_stamps import SignatureStamps, StampingReport
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import SIGNATURE_TIME_STAMP, cut_message, with_time_stamps
from desktop_app.signing.pdf_questions import PdfCoverage, PdfSignature
from tests.certificates.authority import NOW, Wanted, root
from tests.certificates.time_stamp_service import WANTED, made_token

ANCHOR = root()
SIGNER, SERVICE = ANCHOR.issue(Wanted("Иванова")), ANCHOR.issue(WANTED)


@dataclass
class Service:
    """Stamps until it fails; counts how often it was asked."""

    failures: list[TimeStampError | None] = field(default_factory=list)
    asked: int = 0

    def stamp_message(self, message: bytes, cancel: Cancellation | None = None) -> bytes:
        self.asked += 1
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        return with_time_stamps(
            cut_message(message), lambda signer: made_token(SERVICE, signer.value)
        ).encode()


@dataclass
class Log:
    """Keeps what the audit log would."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def record_all(self, lines: list[tuple[str, str, str]]) -> None:
        self.lines += lines


@dataclass
class Pdfs:
    """Tells of the signatures that it was given."""

    found: tuple[PdfSignature, ...] = ()

    def signatures(self, _path: Path, _cancel: Cancellation | None) -> tuple[PdfSignature, ...]:
        return self.found


def signature() -> bytes:
    algorithm = SIGNER.algorithms[0]
    return sign_cades(
        CadesWriter(SIGNER.der, algorithm),
        lambda attributes: SIGNER.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, b"document").digest(),
        signing_time=NOW,
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"{number}.sig" for number in range(3)]
    for file in made:
        file.write_bytes(signature())
    return made


def run(
    files: list[Path],
    service: Service,
    log: Log | None = None,
    pdfs: Pdfs | None = None,
    **more: Any,
) -> StampingReport:
    stamps = SignatureStamps(
        lambda _address: cast(Any, service), cast(Any, pdfs or Pdfs()), cast(Any, log or Log())
    )
    return stamps.stamp_files(files, **more)


def test_each_file_gets_its_stamp_and_a_line_in_the_log(files: list[Path]) -> None:
    log = Log()
    report = run(files, Service(), log)
    assert [each.signature for each in report.stamped] == files
    assert {each.time for each in report.stamped} == {NOW}
    assert log.lines == [("file.stamp", "ok", f"{n}.sig") for n in range(3)]
    (signer,) = cut_message(files[0].read_bytes()).signers
    assert signer.attribute(SIGNATURE_TIME_STAMP)


def test_a_silent_service_is_not_asked_again_for_each_file(files: list[Path]) -> None:
    service = Service([None, TimeStampUnreachableError("tsa", "slow")])
    before = files[2].read_bytes()
    report = run(files, service)
    assert (len(report.stamped), service.asked) == (1, 2)
    assert [each.error.code for each in report.failed] == ["stamp.unreachable"] * 2
    assert files[2].read_bytes() == before


def test_a_refusal_of_one_file_does_not_stop_the_others(files: list[Path]) -> None:
    service = Service([TimeStampRefusedError("tsa", "bad-algorithm")])
    report = run(files, service)
    assert (len(report.stamped), service.asked) == (2, 3)


def test_another_run_asks_only_for_what_has_no_stamp(files: list[Path]) -> None:
    run(files[:2], Service())
    service = Service()
    assert len(run(files, service).stamped) == 3
    assert service.asked == 1


def test_what_is_no_signature_stands_among_the_failed(tmp_path: Path) -> None:
    file = tmp_path / "letter.sig"
    file.write_bytes(b"text")
    report = run([file, tmp_path / "none.sig"], Service())
    assert [each.error.code for each in report.failed] == [
        "input.not-signature",
        "input.unreadable",
    ]


def test_cancelling_keeps_what_is_stamped(files: list[Path]) -> None:
    cancel, log = Cancellation(), Log()

    class Cancelling(Service):
        def stamp_message(self, message: bytes, cancel: Cancellation | None = None) -> bytes:
            assert cancel is not None
            cancel.checkpoint()
            cancel.cancel()
            return super().stamp_message(message)

    with pytest.raises(Cancelled):
        run(files, Cancelling(), log, cancel=cancel)
    assert log.lines == [("file.stamp", "ok", "0.sig")]


def in_pdf(
    folder: Path, room: int, *, coverage: PdfCoverage = PdfCoverage.FILE
) -> tuple[Path, Pdfs]:
    message = signature()
    hole = b"<" + message.hex().encode().ljust(2 * room, b"0") + b">"
    pdf = b"%PDF-1.7 " + hole + b" %%EOF"
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    begin, end = 9, 9 + len(hole)
    place = PdfSignature(
        "Signature1",
        "ETSI.CAdES.detached",
        is_time_stamp=False,
        contents=message.ljust(room, b"\0"),
        byte_range=(0, begin, end, len(pdf) - end),
        coverage=coverage,
    )
    return file, Pdfs((place,))


def test_the_stamp_of_a_pdf_goes_into_the_room_that_was_left(tmp_path: Path) -> None:
    file, pdfs = in_pdf(tmp_path, 8192)
    before = file.read_bytes()
    assert len(run([file], Service(), pdfs=pdfs).stamped) == 1
    after = file.read_bytes()
    assert len(after) == len(before)
    assert (after[:9], after[-6:]) == (before[:9], before[-6:])


@pytest.mark.parametrize(
    ("room", "coverage", "detail"),
    [(1200, PdfCoverage.FILE, "too-small"), (8192, PdfCoverage.REVISION, "changed-later")],
)
def test_a_pdf_without_room_or_with_something_behind_it_stays(
    tmp_path: Path, room: int, coverage: PdfCoverage, detail: str
) -> None:
    file, pdfs = in_pdf(tmp_path, room, coverage=coverage)
    before = file.read_bytes()
    (failed,) = run([file], Service(), pdfs=pdfs).failed
    assert isinstance(failed.error, PadesUnreadableError)
    assert failed.error.detail == detail
    assert file.read_bytes() == before


def test_contents_fill_their_place_with_zeros_behind() -> None:
    pdf = bytearray(b"..<00000000>..")
    prepared = PreparedPdf(pdf, (2, 12))
    prepared.put(b"\xab\xcd")
    assert pdf == b"..<abcd0000>.."
    with pytest.raises(PadesUnreadableError):
        prepared.put(b"12345")
