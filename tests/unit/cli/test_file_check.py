"""Does `nmo documents check` say what is wrong with files, and mend copies only where told to?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.resources import resource_path
from desktop_app.services.file_doctor.examiner import FileExaminer
from desktop_app.services.file_doctor.rules import read_rules
from desktop_app.services.pdf.workshop import PdfWorkshop
from tests.unit.cli.conftest import Ran
from tests.unit.services.pdf import made_pdfs as made

Nmo = Callable[..., Ran]
TEXT = made.text_pdf(1)


@pytest.fixture(autouse=True)
def doctor(services: SimpleNamespace) -> Iterator[None]:
    workshop = PdfWorkshop()
    rules = read_rules(resource_path("upload-rules.toml"))
    services.file_doctor = FileExaminer(workshop, rules, lambda: rules.largest_bytes, dict)
    yield
    workshop.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "docs"
    place.mkdir()
    return place


def test_a_sound_file_is_in_order(nmo: Nmo, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(TEXT)
    ran = nmo("--json", "documents", "check", str(folder / "a.pdf"))
    assert ran.exit_code == ExitCode.DONE
    (form,) = ran.document["files"]
    assert (form["status"], form["kind"], form["pages"], form["findings"]) == ("ok", "pdf", 1, [])
    assert ran.document["mended"] == []


def test_a_remark_does_not_change_the_exit_code_but_a_bar_does(nmo: Nmo, folder: Path) -> None:
    (folder / "a.PDF").write_bytes(TEXT)
    assert nmo("documents", "check", str(folder)).exit_code == ExitCode.DONE
    (folder / "b.pdf").write_bytes(b"")
    ran = nmo("--json", "documents", "check", str(folder))
    assert ran.exit_code == ExitCode.BAD
    by_name = {Path(form["file"]).name: form for form in ran.document["files"]}
    finding = by_name["a.PDF"]["findings"][0]
    assert (finding["code"], finding["status"], finding["fix"]) == (
        "file.name",
        "warn",
        "file.rename",
    )
    assert finding["data"]["suggestion"] == "a.pdf"
    assert finding["remedy"]
    assert by_name["b.pdf"]["findings"][0]["code"] == "file.empty"


def test_the_text_says_what_happened_and_what_to_do(nmo: Nmo, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(made.with_javascript(TEXT))
    ran = nmo("documents", "check", str(folder))
    assert "a.pdf: есть замечания" in ran.out
    assert "Внутри: сценарий JavaScript" in ran.out
    assert "Просмотрено файлов: 1, отправлять нельзя: 0" in ran.out


def test_copies_are_mended_into_the_folder_and_looked_at_again(nmo: Nmo, folder: Path) -> None:
    picture = made.picture(made.scan_image(160), "JPEG")
    (folder / "a.pdf").write_bytes(picture)
    (folder / "b.pdf").write_bytes(made.with_javascript(TEXT))
    out = folder.parent / "out"
    out.mkdir()
    ran = nmo("--json", "documents", "check", str(folder), "--mend", "--out", str(out))
    assert ran.exit_code == ExitCode.DONE
    assert [Path(each["copy"]).name for each in ran.document["mended"]] == ["a.pdf", "b.pdf"]
    assert [each["done"] for each in ran.document["mended"]] == [["file.make-pdf"], ["file.strip"]]
    assert all(each["examination"]["status"] == "ok" for each in ran.document["mended"])
    assert (folder / "a.pdf").read_bytes() == picture


def test_what_cannot_be_mended_stays_bad_and_says_why(nmo: Nmo, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(made.encrypted(TEXT, user="u"))
    (folder / "b.pdf").write_bytes(made.with_javascript(TEXT))
    out = folder.parent / "nowhere"
    ran = nmo("documents", "check", str(folder), "--mend", "--out", str(out))
    assert ran.exit_code == ExitCode.BAD
    assert "b.pdf: копия не сделана. Результат не записан" in ran.out


def test_a_sideways_scan_is_turned_as_told(nmo: Nmo, folder: Path) -> None:
    scan = made.scan_image(160).rotate(90, expand=True)
    (folder / "a.pdf").write_bytes(made.scan_pdf(scan, 160))
    out = folder.parent / "out"
    out.mkdir()
    ran = nmo("--json", "documents", "check", str(folder), "--turn", "90", "--out", str(out))
    (mended,) = ran.document["mended"]
    assert mended["done"] == ["file.turn"]
    assert mended["examination"]["findings"] == []


@pytest.mark.parametrize("arguments", [("--mend",), ("--turn", "90")])
def test_a_copy_needs_a_folder(nmo: Nmo, folder: Path, arguments: tuple[str, ...]) -> None:
    ran = nmo("documents", "check", str(folder), *arguments)
    assert ran.exit_code == ExitCode.USAGE


def test_a_missing_file_is_named_and_bad(nmo: Nmo, folder: Path) -> None:
    ran = nmo("--json", "documents", "check", str(folder / "none.pdf"))
    assert ran.exit_code == ExitCode.BAD
    assert ran.document["files"][0]["findings"][0]["code"] == "input.unreadable"
    assert ran.document["files"][0]["sha256"] is None


def test_english_is_english(nmo: Nmo, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(made.with_layers(TEXT, hidden=True))
    assert (
        "The document has hidden layers"
        in nmo("--lang", "en", "documents", "check", str(folder)).out
    )
