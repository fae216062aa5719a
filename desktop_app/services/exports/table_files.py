"""Writing a table to a file of the wanted kind, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from desktop_app.core.data_table import DataTable
from desktop_app.core.errors.inputs import FormatUnavailableError
from desktop_app.services.exports.csv_file import write_csv
from desktop_app.services.exports.steps import Steps
from desktop_app.services.storage.private_file import (
    mode_over,
    place_new,
    sync_folder,
    write_beside,
    write_failure,
)


class TableFormat(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    """With a byte order mark, as Excel wants it."""
    PLAIN_CSV = "plain-csv"
    """Without a byte order mark, as programs want it."""
    XLSX = "xlsx"
    PDF = "pdf"


def format_of(path: Path, *, byte_order_mark: bool = True) -> TableFormat:
    """Return the kind that the name's ending stands for. Raises ``FormatUnavailableError``."""
    ending = path.suffix.lower().removeprefix(".")
    if ending == TableFormat.CSV:
        return TableFormat.CSV if byte_order_mark else TableFormat.PLAIN_CSV
    if ending in (TableFormat.XLSX, TableFormat.PDF):
        return TableFormat(ending)
    raise FormatUnavailableError(ending)


def write_table(
    table: DataTable,
    path: Path,
    kind: TableFormat,
    steps: Steps | None = None,
    *,
    replace: bool = False,
) -> None:
    """Write the table; a file of that name is replaced only when ``replace`` says so.

    Raises ``OutputExistsError``, ``OutputNotWritableError``, ``DiskFullError``,
    ``ExportTooLongError``, ``Cancelled``; then the folder is as it was.
    """
    temporary: Path | None = None
    try:
        temporary = write_beside(path, b"", mode_over(path))
        if not replace and path.exists():
            raise FileExistsError
        _WRITERS[kind](table, temporary, steps or Steps())
        _sync(temporary)
        if replace:
            temporary.replace(path)
        else:
            place_new(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise write_failure(error, path) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _csv(table: DataTable, target: Path, steps: Steps) -> None:
    write_csv(table, target, steps, byte_order_mark=True)


def _plain_csv(table: DataTable, target: Path, steps: Steps) -> None:
    write_csv(table, target, steps, byte_order_mark=False)


def _xlsx(table: DataTable, target: Path, steps: Steps) -> None:
    from desktop_app.services.exports.xlsx_file import write_xlsx  # noqa: PLC0415 - slow to import

    write_xlsx(table, target, steps)


def _pdf(table: DataTable, target: Path, steps: Steps) -> None:
    from desktop_app.services.exports.pdf_file import write_pdf  # noqa: PLC0415 - slow to import

    write_pdf(table, target, steps)


_WRITERS: dict[TableFormat, Callable[[DataTable, Path, Steps], None]] = {
    TableFormat.CSV: _csv,
    TableFormat.PLAIN_CSV: _plain_csv,
    TableFormat.XLSX: _xlsx,
    TableFormat.PDF: _pdf,
}
