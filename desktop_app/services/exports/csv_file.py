"""The table as CSV that spreadsheets open as it is."""

from __future__ import annotations

import csv
from pathlib import Path

from desktop_app.core.data_table import DataTable
from desktop_app.services.exports.cell_text import cell_text, harmless
from desktop_app.services.exports.steps import Steps


def write_csv(table: DataTable, target: Path, steps: Steps, *, byte_order_mark: bool) -> None:
    """Write semicolons, CRLF and UTF-8; with the mark, by which Excel knows UTF-8, or without.

    Cells that a spreadsheet would take for a formula get an apostrophe in front. Raises
    ``OSError``, ``Cancelled``.
    """
    encoding = "utf-8-sig" if byte_order_mark else "utf-8"
    with target.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow([harmless(column.title) for column in table.columns])
        for row in steps.over(table.rows):
            writer.writerow([harmless(cell_text(cell, table.language)) for cell in row])
