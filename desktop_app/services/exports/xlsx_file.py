"""The table as an Excel workbook: real dates, a header that stays, a filter for each column."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from desktop_app.core.data_table import Cell, DataTable
from desktop_app.core.errors.inputs import ExportTooLongError
from desktop_app.services.exports.steps import Steps

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its header (ECMA-376)."""
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts 29 February 1900, which never was: earlier days stay text."""
_DATES: Final = {"ru": ("dd.mm.yyyy", "dd.mm.yyyy hh:mm"), "en": ("d mmm yyyy", "d mmm yyyy hh:mm")}


def write_xlsx(table: DataTable, target: Path, steps: Steps) -> None:
    """Write one sheet; text is never a formula or a link.

    Raises ``ExportTooLongError``, ``OSError``, ``Cancelled``.
    """
    if len(table.rows) > MOST_ROWS:
        raise ExportTooLongError(rows=len(table.rows), most=MOST_ROWS)
    # The rows wait in files of their own, not in memory; a cancelled export leaves none behind.
    with tempfile.TemporaryDirectory(prefix="nmo-") as folder:
        book = Workbook(str(target), {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"title": table.title, "created": datetime.now(UTC)})
        sheet = book.add_worksheet(_sheet_name(table.title))
        _write_header(book, sheet, table)
        cells = _Cells(book, sheet, table.language)
        try:
            for number, row in enumerate(steps.over(table.rows), start=1):
                for place, cell in enumerate(row):
                    cells.write(number, place, cell)
        except BaseException:
            _drop(sheet)
            raise
        book.close()


def _write_header(book: Workbook, sheet: Worksheet, table: DataTable) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class _Cells:
    """Writes each value as what it is."""

    def __init__(self, book: Workbook, sheet: Worksheet, language: str) -> None:
        self._sheet = sheet
        day, moment = _DATES[language]
        self._day: Any = book.add_format({"num_format": day, "align": "left"})
        self._moment: Any = book.add_format({"num_format": moment, "align": "left"})

    def write(self, row: int, place: int, cell: Cell) -> None:
        """Write a cell; a moment in local time, since a sheet knows no zones."""
        match cell:
            case None | "":
                return
            case datetime():
                local = cell.astimezone().replace(tzinfo=None)
                self._sheet.write_datetime(row, place, local, self._moment)
            case date() if cell >= _FIRST_DAY:
                self._sheet.write_datetime(row, place, cell, self._day)
            case int():
                self._sheet.write_number(row, place, cell)
            case _:
                self._sheet.write_string(row, place, str(cell)[:_LONGEST_TEXT])


def _drop(sheet: Worksheet) -> None:
    """Close the file in which the rows of an abandoned sheet wait."""
    waiting = getattr(sheet, "row_data_fh", None)
    if waiting is not None:
        waiting.close()


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:_LONGEST_NAME]
