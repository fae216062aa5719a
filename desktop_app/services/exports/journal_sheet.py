"""The journal as a table for files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.data_table import Cell, DataTable, TableColumn
from desktop_app.services.portal.contract import JournalEntry
from desktop_app.services.storage.audit_log import AuditEntry

_COLUMNS = {"when": 20, "who": 34, "action": 34, "outcome": 26, "subject": 34}


def journal_sheet(
    entries: Sequence[JournalEntry], filters: str, catalogue: Catalogue, language: str
) -> DataTable:
    """Return exactly these lines of the portal's journal in their order."""
    word = partial(catalogue.word, language=language)
    rows = [
        (
            each.happened_at,
            each.actor,
            word("action", each.action),
            word("outcome", each.outcome),
            each.subject,
        )
        for each in entries
    ]
    return _sheet("sheet.journal", tuple(_COLUMNS), rows, filters, catalogue, language)


def audit_sheet(entries: Sequence[AuditEntry], catalogue: Catalogue, language: str) -> DataTable:
    """Return exactly these lines of this computer's log in their order."""
    word = partial(catalogue.word, language=language)
    rows = [
        (each.at, word("action", each.action), word("outcome", each.outcome), each.subject)
        for each in entries
    ]
    names = tuple(name for name in _COLUMNS if name != "who")
    return _sheet("sheet.audit", names, rows, "", catalogue, language)


def _sheet(
    title: str,
    names: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    filters: str,
    catalogue: Catalogue,
    language: str,
) -> DataTable:
    say = partial(catalogue.phrase, language=language)
    columns = tuple(TableColumn(say(f"sheet.{name}"), _COLUMNS[name]) for name in names)
    about = [say("sheet.lines", count=len(rows))]
    if filters:
        about.append(say("sheet.filter", filter=filters))
    return DataTable(say(title), tuple(about), columns, rows, language)
