"""The words of a cell where a file has only text, harmless in a spreadsheet."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from desktop_app.core.data_table import Cell
from desktop_app.core.message_format import date_text, time_text

_FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
"""What begins a formula in Excel, LibreOffice or Google Sheets, wide forms too."""
_SKIPPED = " \t\r\n\v\f\0\ufeff\u00a0"
"""What a spreadsheet may drop before it looks at the first sign."""


def cell_text(cell: Cell, language: str) -> str:
    """Return the words of a cell; a moment in local time."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return time_text(cell, language)
    return _day_text(cell, language) if isinstance(cell, date) else str(cell)


@lru_cache(maxsize=20_000)
def _day_text(day: date, language: str) -> str:
    return date_text(day, language)


def harmless(text: str) -> str:
    """Return ``text`` with an apostrophe before it where a spreadsheet would compute it."""
    if text[:1].isalnum():
        return text
    begins_hidden = text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if begins_hidden or text.lstrip(_SKIPPED)[:1] in _FORMULA_SIGNS else text
