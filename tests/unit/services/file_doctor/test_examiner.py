"""Does the doctor say what is wrong with a file, and mend a copy without touching the file?"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled, Progress
from desktop_app.core.catalogue import LANGUAGES, Catalogue
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.errors.papers import FileChangedError, MendRefusedError
from desktop_app.core.file_examinations import FileExamination, FileKind, FileMend
from desktop_app.core.resources import resource_path
from desktop_app.services.file_doctor.examiner import FileExaminer
from desktop_app.services.file_doctor.history import Earlier, earlier_files
from desktop_app.services.file_doctor.rules import read_rules
from desktop_app.services.papers.filling import check_values, printed_blocks
from desktop_app.services.papers.sheet import paper_pdf
from desktop_app.services.papers.template_reader import read_templates
from desktop_app.services.pdf.workshop import PdfLimits, PdfWorkshop
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from tests.unit.services.papers.paper_values import whole
from tests.unit.services.pdf import made_pdfs as made

RULES = read_rules(resource_path("upload-rules.toml"))
CATALOGUE = Catalogue.read(resource_path("messages"))
TEXT = made.text_pdf(2)
FAIL, WARN, OK = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK


@pytest.fixture(scope="module")
def workshop() -> Iterator[PdfWorkshop]:
    made_one = PdfWorkshop()
    yield made_one
    made_one.close()


class Place:
    """A folder with a doctor."""

    def __init__(self, folder: Path, workshop: PdfWorkshop) -> None:
        self.folder = folder
        self.out = folder / "copies"
        self.out.mkdir()
        self.limit = RULES.largest_bytes
        self.history: dict[str, Earlier] = {}
        self.doctor = FileExaminer(workshop, RULES, lambda: self.limit, lambda: self.history)

    def file(self, content: bytes, name: str = "a.pdf") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def examined(self, content: bytes, name: str = "a.pdf") -> FileExamination:
        (examination,) = self.doctor.examine([self.file(content, name)])
        return examination


@pytest.fixture
def place(tmp_path: Path, workshop: PdfWorkshop) -> Place:
    return Place(tmp_path, workshop)


def said(examination: FileExamination) -> list[tuple[str, CheckStatus, str | None]]:
    """Return the findings, and see that each has words in both languages."""
    for finding in examination.findings:
        for language in LANGUAGES:
            message = CATALOGUE.message(finding.cause, finding.evidence, language)
            assert message.title
            assert message.text
            assert message.remedy
            assert "{" not in message.text
            assert "[[" not in message.text
    return [(each.cause, each.status, each.fix) for each in examination.findings]


JPEG = io.BytesIO()
made.scan_image(160).save(JPEG, "JPEG")
CASES: list[tuple[str, bytes, str, list[tuple[str, CheckStatus, str | None]]]] = [
    ("plain", TEXT, "a.pdf", []),
    ("empty", b"", "a.pdf", [("file.empty", FAIL, None)]),
    ("text", b"Hello", "a.txt", []),
    ("not-pdf", b"Hello", "a.pdf", [("file.type-other", FAIL, None)]),
    ("picture", JPEG.getvalue(), "a.pdf", [("file.type-other", FAIL, "file.make-pdf")]),
    ("broken", b"%PDF-1.7 half", "a.pdf", [("file.pdf-broken", FAIL, None)]),
    (
        "damaged",
        made.with_broken_table(TEXT),
        "a.pdf",
        [("file.pdf-damaged", WARN, "file.rewrite")],
    ),
    ("late header", b"\n\n" + TEXT, "a.pdf", [("file.pdf-damaged", WARN, "file.rewrite")]),
    (
        "password",
        made.encrypted(TEXT, user="u"),
        "a.pdf",
        [("file.pdf-password", FAIL, None)],
    ),
    ("restricted", made.encrypted(TEXT), "a.pdf", [("file.pdf-restricted", WARN, None)]),
    (
        "restricted script",
        made.encrypted(made.with_javascript(TEXT)),
        "a.pdf",
        [("file.pdf-restricted", WARN, None), ("file.active-content", WARN, None)],
    ),
    (
        "script",
        made.with_javascript(TEXT),
        "a.pdf",
        [("file.active-content", WARN, "file.strip")],
    ),
    ("form", made.with_form(TEXT), "a.pdf", [("file.form", WARN, "file.flatten")]),
    (
        "layers",
        made.with_layers(TEXT, hidden=False),
        "a.pdf",
        [("file.layers", WARN, "file.flatten")],
    ),
    (
        "hidden layers",
        made.with_layers(made.with_form(TEXT), hidden=True),
        "a.pdf",
        [("file.hidden-layers", WARN, None), ("file.form", WARN, None)],
    ),
    (
        "signed",
        made.with_signature_field(made.with_javascript(TEXT)),
        "a.pdf",
        [("file.active-content", WARN, None), ("file.signed", OK, None)],
    ),
    (
        "added after signing",
        made.with_signature_field(TEXT, whole=False),
        "a.pdf",
        [("file.added-after-signing", WARN, None), ("file.signed", OK, None)],
    ),
    (
        "blank",
        made.text_pdf(2, blank=(2,)),
        "a.pdf",
        [("file.blank-pages", WARN, None)],
    ),
    (
        "black",
        made.scan_pdf(made.scan_image(160).point(lambda level: level // 8), 160),
        "a.pdf",
        [("file.black-pages", WARN, None)],
    ),
    (
        "coarse",
        made.scan_pdf(made.scan_image(75), 75),
        "a.pdf",
        [("file.coarse-scan", WARN, None)],
    ),
    (
        "turned",
        made.changed(TEXT, lambda pdf: pdf.pages[1].rotate(180, relative=True)),
        "a.pdf",
        [("file.turned-pages", WARN, "file.turn")],
    ),
    (
        "sideways",
        made.scan_pdf(made.scan_image(160).rotate(90, expand=True), 160),
        "a.pdf",
        [("file.sideways-scan", WARN, None)],
    ),
    ("name", TEXT, "А  Б.PDF", [("file.name", WARN, "file.rename")]),
    ("pdf without extension", TEXT, "a", [("file.name", WARN, "file.rename")]),
]


@pytest.mark.parametrize(
    ("content", "name", "findings"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_wrong_with_a_file_is_said(
    place: Place,
    content: bytes,
    name: str,
    findings: list[tuple[str, CheckStatus, str | None]],
) -> None:
    examination = place.examined(content, name)
    assert said(examination) == findings
    assert examination.sha256 == hashlib.sha256(content).hexdigest()
    assert examination.size == len(content)
    worst = {status for _code, status, _fix in findings}
    assert examination.status is (FAIL if FAIL in worst else WARN if WARN in worst else OK)


def test_the_program_s_own_papers_pass(place: Place) -> None:
    templates = read_templates(resource_path("templates"))
    for name, template in templates.items():
        check = check_values(template, whole(template), date(2026, 3, 1), lambda _sign: True)
        content, pages = paper_pdf(
            template.title.ru,
            "Иванова Мария",
            template.version,
            printed_blocks(template, check),
            datetime(2026, 3, 1, tzinfo=UTC),
        )
        examination = place.examined(content, f"{name}.pdf")
        assert (examination.findings, examination.pages) == ((), pages)


def test_a_file_over_the_limit_is_shrunk_on_a_copy(place: Place) -> None:
    content = made.scan_pdf(made.scan_image(300), 300, quality=98)
    place.limit = len(content) // 3
    examination = place.examined(content)
    assert said(examination) == [("file.too-large", FAIL, "file.shrink")]
    mended = place.doctor.mend(examination, place.out)
    assert mended.error is None
    assert mended.copy == place.out / "a.pdf"
    assert mended.done == (FileMend.SHRINK,)
    assert mended.examination is not None
    assert mended.examination.findings == ()
    assert mended.examination.size <= place.limit
    assert examination.path.read_bytes() == content


def test_any_other_file_over_the_limit_is_only_named(place: Place) -> None:
    place.limit = 10
    assert said(place.examined(b"x" * 11, "a.bin")) == [("file.too-large", FAIL, None)]
    assert said(place.examined(made.encrypted(TEXT))) == [
        ("file.too-large", FAIL, None),
        ("file.pdf-restricted", WARN, None),
    ]


def test_everything_is_mended_at_once_and_the_file_stays(place: Place) -> None:
    content = made.with_broken_table(made.with_javascript(made.with_form(TEXT)))
    examination = place.examined(content, "А  Б.PDF")
    assert examination.mends == (
        FileMend.RENAME,
        FileMend.REWRITE,
        FileMend.STRIP,
        FileMend.FLATTEN,
    )
    mended = place.doctor.mend(examination, place.out)
    assert mended.copy == place.out / "А Б.pdf"
    assert mended.done == examination.mends
    assert mended.examination is not None
    assert mended.examination.findings == ()
    assert examination.path.read_bytes() == content
    assert list(place.out.iterdir()) == [mended.copy]


def test_a_picture_called_pdf_becomes_one(place: Place) -> None:
    mended = place.doctor.mend(place.examined(JPEG.getvalue(), "фото.pdf"), place.out)
    assert mended.examination is not None
    assert (mended.examination.kind, mended.examination.findings) == (FileKind.PDF, ())


def test_pages_are_turned_upright(place: Place) -> None:
    content = made.changed(TEXT, lambda pdf: pdf.pages[1].rotate(90, relative=True))
    mended = place.doctor.mend(place.examined(content), place.out)
    assert mended.done == (FileMend.TURN,)
    assert mended.examination is not None
    assert mended.examination.findings == ()


def test_a_scan_is_turned_as_the_person_says(place: Place) -> None:
    content = made.scan_pdf(made.scan_image(160).rotate(90, expand=True), 160)
    examination = place.examined(content)
    assert place.doctor.mend(examination, place.out).copy is None
    mended = place.doctor.mend(examination, place.out, turns={1: 90})
    assert mended.examination is not None
    assert mended.examination.findings == ()


def test_a_signed_file_is_renamed_byte_for_byte_and_never_changed(place: Place) -> None:
    content = made.with_signature_field(TEXT)
    examination = place.examined(content, "a.PDF")
    mended = place.doctor.mend(examination, place.out)
    assert mended.copy is not None
    assert mended.copy.read_bytes() == content
    turned = place.doctor.mend(examination, place.out, turns={1: 90})
    assert isinstance(turned.error, MendRefusedError)
    assert turned.copy is None
    assert len(list(place.out.iterdir())) == 1


def test_a_copy_never_takes_the_place_of_a_file(place: Place) -> None:
    first = place.examined(made.with_javascript(TEXT))
    (place.out / "a.pdf").write_bytes(b"mine")
    mended = place.doctor.mend(first, place.out)
    assert mended.copy == place.out / "a-2.pdf"
    assert (place.out / "a.pdf").read_bytes() == b"mine"
    beside = place.doctor.mend(first, first.path.parent)
    assert beside.copy == first.path.parent / "a-2.pdf"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_copy_is_for_those_who_may_read_the_file(place: Place) -> None:
    file = place.file(TEXT, "a .pdf")
    file.chmod(0o640)
    mended = place.doctor.mend(place.doctor.examine([file])[0], place.out)
    assert mended.copy is not None
    assert stat.S_IMODE(mended.copy.stat().st_mode) == 0o640


def test_a_file_that_changed_meanwhile_is_not_mended(place: Place) -> None:
    examination = place.examined(made.with_javascript(TEXT))
    place.file(TEXT)
    mended = place.doctor.mend(examination, place.out)
    assert isinstance(mended.error, FileChangedError)
    assert list(place.out.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_an_outcome(place: Place, tmp_path: Path) -> None:
    examination = place.examined(made.with_javascript(TEXT))
    mended = place.doctor.mend(examination, tmp_path / "nowhere")
    assert mended.error is not None
    assert mended.error.code == "output.not-writable"


def test_hidden_layers_stop_the_mending_of_nothing_else(place: Place) -> None:
    content = made.with_layers(made.with_javascript(TEXT), hidden=True)
    mended = place.doctor.mend(place.examined(content), place.out)
    assert mended.done == (FileMend.STRIP,)
    assert mended.examination is not None
    assert [each.cause for each in mended.examination.findings] == ["file.hidden-layers"]


def test_what_was_signed_or_sent_before_is_said(place: Place, tmp_path: Path) -> None:
    audit = AuditLog(Database(tmp_path / "nmo.db"), lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
    digest = hashlib.sha256(TEXT).hexdigest()
    other = hashlib.sha256(b"other").hexdigest()
    audit.record("file.sign", "ok", f"a.pdf {digest}")
    audit.record("file.sign", "token.removed", f"b.pdf {other}")
    audit.record("outbox.send", "delivered", f"11223344 {digest}")
    audit.record("outbox.send", "waiting", f"11223344 {other}")
    place.history = dict(earlier_files(audit))
    assert set(place.history) == {digest}
    examination = place.examined(TEXT)
    assert said(examination) == [("file.duplicate", WARN, None)]
    assert examination.findings[0].evidence["action"] == "sent"


def test_two_files_of_one_content_are_pointed_out(place: Place) -> None:
    files = [place.file(TEXT, "a.pdf"), place.file(TEXT, "b.pdf"), place.file(b"", "c.txt")]
    first, second, _empty = place.doctor.examine(files)
    assert said(first) == []
    assert said(second) == [("file.same-content", WARN, None)]
    assert second.findings[0].evidence["other"] == "a.pdf"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(place: Place) -> None:
    told: list[Progress] = []
    missing, good = place.doctor.examine(
        [place.folder / "none.pdf", place.file(TEXT)], progress=told.append
    )
    assert said(missing) == [("input.unreadable", FAIL, None)]
    assert said(good) == []
    assert [(each.done, each.total) for each in told] == [(0, 2), (1, 2), (2, 2)]


def test_a_folder_with_the_name_of_a_file_is_walked(place: Place) -> None:
    inner = place.folder / "inner.pdf"
    inner.mkdir()
    (inner / "a.pdf").write_bytes(TEXT)
    assert [each.path.name for each in place.doctor.examine([inner])] == ["a.pdf"]


def test_a_worker_that_is_killed_is_a_finding(place: Place) -> None:
    impatient = PdfWorkshop(PdfLimits(look=0.0001))
    doctor = FileExaminer(impatient, RULES, lambda: RULES.largest_bytes, dict)
    (examination,) = doctor.examine([place.file(TEXT)])
    assert said(examination) == [("file.not-looked", FAIL, None)]
    impatient.close()


def test_looking_can_be_cancelled(place: Place) -> None:
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(Cancelled):
        place.doctor.examine([place.file(TEXT)], cancel=cancel)
