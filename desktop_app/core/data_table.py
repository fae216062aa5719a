"""A table as people read it, before it becomes a file or a printed page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | date | datetime | None
"""Text, a number, a day, an aware moment, or nothing."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the file."""

    title: str
    width: int
    """In letters, as far as it goes."""
    on_paper: bool = True
    """False for what only programs need: it stays out of PDF and print."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """What is exported: exactly these rows in exactly this order."""

    title: str
    about: tuple[str, ...]
    """Lines that say what the rows are: how many of how many, filter, freshness."""
    columns: tuple[TableColumn, ...]
    rows: Sequence[Sequence[Cell]]
    language: str = "ru"
    """``ru`` or ``en``: how dates are written where the file has only text."""
