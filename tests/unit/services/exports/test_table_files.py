"""Do files hold exactly the rows that were given, safely and whole?"""

from __future__ import annotations

import csv
import io
import stat
from datetime import UTC, date, datetime, time
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled, Progress
from desktop_app.core.data_table import Cell, DataTable, TableColumn
from desktop_app.core.errors.inputs import (
    ExportTooLongError,
    FormatUnavailableError,
    OutputExistsError,
    OutputNotWritableError,
)
from desktop_app.services.exports import pdf_file, xlsx_file
from desktop_app.services.exports.cell_text import harmless
from desktop_app.services.exports.steps import Steps
from desktop_app.services.exports.table_files import TableFormat, format_of, write_table

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
COLUMNS = (
    TableColumn("Название", 40),
    TableColumn("Дата", 14),
    TableColumn("Когда", 18),
    TableColumn("Часы", 8),
    TableColumn("ID", 12, on_paper=False),
)
ROWS: list[tuple[Cell, ...]] = [
    ("Ёлка; «кавычки» и\nстрока", date(2024, 3, 1), AT, 144, "id-1"),
    ("=HYPERLINK(1)", None, None, None, "id-2"),
    ("http://portal.example", date(1899, 1, 1), None, 0, "id-3"),
]


def table(rows: list[tuple[Cell, ...]] | None = None, language: str = "ru") -> DataTable:
    return DataTable("Свидетельства", ("Иванова М. П.",), COLUMNS, rows or ROWS, language)


def csv_rows(path: Path, encoding: str) -> list[list[str]]:
    text = path.read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("kind", "mark"), [(TableFormat.CSV, b"\xef\xbb\xbf"), (TableFormat.PLAIN_CSV, b"")]
)
def test_csv_has_the_mark_only_when_wanted(tmp_path: Path, kind: TableFormat, mark: bytes) -> None:
    path = tmp_path / "table.csv"
    write_table(table(), path, kind)
    assert path.read_bytes().startswith(mark + "Название;".encode())
    rows = csv_rows(path, "utf-8-sig")
    assert rows[1] == [
        ROWS[0][0],
        "01.03.2024",
        f"23.11.2026 {AT.astimezone():%H:%M}",
        "144",
        "id-1",
    ]
    assert rows[2] == ["'=HYPERLINK(1)", "", "", "", "id-2"]


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@A1", "＝1", " =1", "\t=1", "\tx", "\r1", "\n1", "\ufeff=1", "\u00a0-1"],
)
def test_what_a_spreadsheet_would_compute_is_made_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "7722 000001", "«=»", "'=1", " x"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_workbook_holds_real_dates_text_and_a_filter(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(table(), path, TableFormat.XLSX)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    values = list(sheet.iter_rows(values_only=True))
    assert values[0] == ("Название", "Дата", "Когда", "Часы", "ID")
    local = AT.astimezone().replace(tzinfo=None)
    assert values[1] == (ROWS[0][0], datetime.combine(date(2024, 3, 1), time()), local, 144, "id-1")
    assert values[2] == ("=HYPERLINK(1)", None, None, None, "id-2")
    assert values[3] == ("http://portal.example", "1899-01-01", None, 0, "id-3")
    assert sheet["A3"].data_type == "s"
    assert sheet["A4"].hyperlink is None
    assert sheet.auto_filter.ref == "A1:E4"
    assert sheet.freeze_panes == "A2"
    assert sheet["B2"].number_format == "dd.mm.yyyy"
    assert sheet.title == "Свидетельства"
    book.close()


@pytest.mark.parametrize(
    ("kind", "most"),
    [(TableFormat.PDF, pdf_file.MOST_ROWS), (TableFormat.XLSX, xlsx_file.MOST_ROWS)],
)
def test_too_many_rows_are_refused_before_writing(
    kind: TableFormat, most: int, tmp_path: Path
) -> None:
    rows = [ROWS[0]] * (most + 1)
    with pytest.raises(ExportTooLongError) as caught:
        write_table(table(rows), tmp_path / f"table.{kind.value}", kind)
    assert (caught.value.rows, caught.value.most) == (most + 1, most)
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_repeats_its_header_and_leaves_out_what_only_programs_need(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [(f"Строка {n}", None, None, n, f"id-{n}") for n in range(60)]
    path = tmp_path / "table.pdf"
    write_table(table([*rows, ("очень" * 200, None, None, None, "")]), path, TableFormat.PDF)
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert len(pages) > 1
    assert all("Название" in page for page in pages)
    assert "Иванова М. П." in pages[0]
    text = "\n".join(pages)
    assert [f"Строка {n}" in text for n in range(60)] == [True] * 60
    assert "id-1" not in text
    assert "…" in text
    assert f"Страница 1 из {len(pages)}" in pages[0]


@pytest.mark.parametrize("kind", sorted(TableFormat))
def test_a_cancelled_export_leaves_nothing_behind(tmp_path: Path, kind: TableFormat) -> None:
    cancel = Cancellation()
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if progress.done:
            cancel.cancel()

    path = tmp_path / "table"
    path.write_text("mine")
    with pytest.raises(Cancelled):
        write_table(table(ROWS * 400), path, kind, Steps(watch, cancel), replace=True)
    assert [each.name for each in tmp_path.iterdir()] == ["table"]
    assert path.read_text() == "mine"
    assert seen[-1].total == 1200


def test_an_existing_file_is_replaced_only_on_a_word(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("mine")
    path.chmod(0o640)
    with pytest.raises(OutputExistsError):
        write_table(table(), path, TableFormat.CSV)
    assert path.read_text() == "mine"
    write_table(table(), path, TableFormat.CSV, replace=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", sorted(TableFormat))
def test_a_table_is_as_readable_as_other_new_files(tmp_path: Path, kind: TableFormat) -> None:
    (tmp_path / "other").touch()
    write_table(table(), tmp_path / "table", kind)
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("table", "other")}
    assert len(modes) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritableError):
        write_table(table(), tmp_path / "none" / "table.csv", TableFormat.CSV)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.CSV", TableFormat.CSV), ("a.xlsx", TableFormat.XLSX), ("a.b.pdf", TableFormat.PDF)],
)
def test_the_ending_chooses_the_kind(name: str, kind: TableFormat) -> None:
    assert format_of(Path(name)) is kind


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(FormatUnavailableError):
        format_of(Path("table.docx"))
