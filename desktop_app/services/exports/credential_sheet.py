"""The credentials as a table for files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.credentials import Credential
from desktop_app.core.data_table import Cell, DataTable, TableColumn

_COLUMNS = {
    "id": 14,
    "name": 42,
    "issued": 16,
    "from": 16,
    "until": 16,
    "status": 19,
    "number": 22,
    "organisation": 40,
    "verdict": 20,
    "checked": 17,
    "reason": 36,
}
_HOLDER = 28
_NOT_ON_PAPER = frozenset({"id", "reason"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rows are, for the head of the file."""

    total: int
    """Rows of the whole list."""
    as_of: datetime | None = None
    """When the portal gave it."""
    holder: str = ""
    filters: str = ""
    """The filter in words; empty when all rows are shown."""


def credential_sheet(
    rows: Sequence[Credential], shown: Shown, catalogue: Catalogue, language: str
) -> DataTable:
    """Return exactly ``rows`` in their order, in the words of ``language``."""
    say = partial(catalogue.phrase, language=language)
    several = any(row.holder for row in rows)
    named = {"holder": _HOLDER, **_COLUMNS} if several else _COLUMNS
    columns = tuple(
        TableColumn(say(f"sheet.{name}"), width, on_paper=name not in _NOT_ON_PAPER)
        for name, width in named.items()
    )
    count = say("sheet.count", shown=len(rows), total=shown.total, as_of=shown.as_of)
    about = (
        shown.holder,
        count,
        say("sheet.filter", filter=shown.filters) if shown.filters else "",
    )
    words = _RowWords(catalogue, language)
    return DataTable(
        say("sheet.credentials"),
        tuple(filter(None, about)),
        columns,
        [(row.holder, *words.cells(row)) if several else words.cells(row) for row in rows],
        language,
    )


class _RowWords:
    """Words of one language, looked up once."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._word = partial(catalogue.word, language=language)
        self._no_term = catalogue.phrase("sheet.no-term", language)
        self._not_accredited = catalogue.phrase("sheet.not-accredited", language)
        self._known: dict[tuple[str, str], str] = {}

    def cells(self, row: Credential) -> tuple[Cell, ...]:
        """Return the cells of a row in the order of the columns."""
        check = row.check
        organisation = row.organisation
        if not row.organisation_accredited:
            organisation = f"{organisation} ({self._not_accredited})"
        return (
            row.id,
            row.name,
            row.issued_on,
            row.valid_from,
            row.valid_until or self._no_term,
            self._state("credential", row.status),
            row.number,
            organisation,
            self._state("check", check.verdict) if check else None,
            check.checked_at if check else None,
            check.reason if check else None,
        )

    def _state(self, group: str, value: str) -> str:
        if (group, value) not in self._known:
            self._known[group, value] = self._word(group, value)
        return self._known[group, value]
