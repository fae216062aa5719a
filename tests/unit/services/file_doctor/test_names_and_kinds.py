"""Are files known by their content, names judged and mended, folders walked within limits?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors.papers import TooManyFilesError
from desktop_app.core.file_examinations import FileKind, FileMend
from desktop_app.core.resources import resource_path
from desktop_app.services.file_doctor.file_kinds import kind_of
from desktop_app.services.file_doctor.file_names import mended_name, name_flaws
from desktop_app.services.file_doctor.rules import read_rules
from desktop_app.services.file_doctor.walking import files_of
from tests.unit.services.pdf import made_pdfs as made

RULES = read_rules(resource_path("upload-rules.toml"))
CATALOGUE = Catalogue.read(resource_path("messages"))


@pytest.mark.parametrize(
    ("name", "flaws", "mended"),
    [
        ("Диплом.pdf", (), "Диплом.pdf"),
        ("Диплом.PDF", ("extension-case",), "Диплом.pdf"),
        ("Диплом.рdf", ("extension-letters",), "Диплом.pdf"),
        ("Диплом", ("no-extension",), "Диплом.pdf"),
        ("Диплом.doc", ("extension-other",), "Диплом.pdf"),
        ("а/б: «в»?.pdf", ("forbidden-signs",), "а_б_ «в»_.pdf"),
        ("Дип\u200bлом.pdf", ("unseen-signs",), "Диплом.pdf"),
        ("\u202eДиплом.pdf", ("unseen-signs",), "Диплом.pdf"),
        ("Счи\u0306т.pdf", ("decomposed",), "Счйт.pdf"),
        ("  Диплом  мой .pdf", ("spaces",), "Диплом мой.pdf"),
        ("con.pdf", ("reserved",), "con_.pdf"),
        ("я" * 200 + ".pdf", ("long",), "я" * 96 + ".pdf"),
        ("...", ("no-extension", "spaces"), "document.pdf"),
    ],
)
def test_a_name_is_judged_and_mended(name: str, flaws: tuple[str, ...], mended: str) -> None:
    assert name_flaws(name, RULES, "pdf") == flaws
    assert mended_name(name, RULES, "pdf") == mended


def test_any_extension_will_do_for_a_file_that_is_no_pdf() -> None:
    assert name_flaws("Письмо.docx", RULES) == ()
    assert mended_name("Письмо.DOCX", RULES) == "Письмо.docx"


@given(st.text(min_size=1, max_size=150), st.sampled_from(["", "pdf"]))
def test_a_mended_name_has_no_flaw_left_and_is_mended_no_further(name: str, extension: str) -> None:
    mended = mended_name(name, RULES, extension)
    assert set(name_flaws(mended, RULES, extension)) <= {"no-extension"}
    assert mended_name(mended, RULES, extension) == mended
    assert Path(mended).name == mended


def test_every_flaw_kind_and_mend_has_words() -> None:
    flaws = {
        flaw
        for name in ("x", "x.рdf", "x.PDF", "x.doc", "?.pdf", "\u200b.pdf", "и\u0306.pdf", " .pdf")
        for flaw in name_flaws(name, RULES, "pdf")
    }
    flaws |= {"reserved", "long"}
    codes = [f"name-flaw.{flaw}" for flaw in flaws]
    codes += [f"file-kind.{kind}" for kind in FileKind]
    codes += [f"file-mend.{mend}" for mend in FileMend]
    assert len(flaws) == 10
    for code in codes:
        assert CATALOGUE.phrase(code, "ru")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (made.text_pdf()[:100], FileKind.PDF),
        (b"rubbish\n%PDF-1.7", FileKind.PDF),
        (b"\xff\xd8\xff\xe1", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"II*\x00", FileKind.TIFF),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", FileKind.OFFICE),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", FileKind.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLD_OFFICE),
        (b"{\\rtf1", FileKind.RTF),
        (b"\xef\xbb\xbf <!DOCTYPE html>", FileKind.HTML),
        (b"<?xml version='1.0'?><a/>", FileKind.XML),
        (b"MZ\x90", FileKind.PROGRAM),
        (b"Hello", FileKind.OTHER),
        (b"", FileKind.OTHER),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: FileKind) -> None:
    assert kind_of(head) is kind


def test_folders_are_walked_in_order_and_hidden_things_and_signatures_left_out(
    tmp_path: Path,
) -> None:
    for name in ("b.pdf", "a.pdf", "a.pdf.sig", "alone.sig", ".hidden", "in/c.pdf", ".git/d.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = files_of([tmp_path / "b.pdf", tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b.pdf",
        "a.pdf",
        "alone.sig",
        "in/c.pdf",
    ]


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    assert files_of([tmp_path]) == (tmp_path / "a.pdf",)


def test_a_deep_folder_ends(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 30)
    deep.mkdir(parents=True)
    (deep / "a.pdf").write_bytes(b"x")
    assert files_of([tmp_path]) == ()


def test_more_files_than_the_limit_are_refused(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(b"x")
    with pytest.raises(TooManyFilesError):
        files_of([tmp_path], most=3)


def test_what_is_not_there_is_returned_as_named(tmp_path: Path) -> None:
    assert files_of([tmp_path / "none.pdf"]) == (tmp_path / "none.pdf",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_may_not_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert files_of([tmp_path]) == ()
