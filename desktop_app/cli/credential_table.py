"""The table of credentials: filters, order, columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.cli.russian_order import folded, order_key
from desktop_app.cli.words import Words
from desktop_app.core.credentials import Credential, CredentialStatus

_COLUMNS = ("id", "name", "issued", "from", "until", "status", "number", "organisation", "verdict")
# What needs the person stands first, as in the window.
_STATUS_ORDER = {
    CredentialStatus.RENEWAL: 0,
    CredentialStatus.EXPIRED: 1,
    CredentialStatus.REVOKED: 2,
    CredentialStatus.IN_CONFIRMATION: 3,
    CredentialStatus.VALID: 4,
}

SORT_KEYS: dict[str, Callable[[Credential], tuple[object, ...]]] = {
    "date": lambda row: (row.issued_on, *order_key(row.name)),
    "status": lambda row: (_STATUS_ORDER[row.status], row.valid_until or date.max),
    "organisation": lambda row: order_key(row.organisation),
    "name": lambda row: order_key(row.name),
}
"""Orders by name; each key sorts ascending."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which credentials a person wants to see, and in which order."""

    statuses: frozenset[CredentialStatus] = frozenset()
    """Empty: all."""
    renewal: bool = False
    """Only those that ask for renewal."""
    organisation: str = ""
    """Part of the organisation's name."""
    search: str = ""
    """Words that all stand somewhere in holder, name, number or organisation."""
    sort: str | None = None
    """A name of ``SORT_KEYS``; None: newest first."""
    reverse: bool = False


def selected(credentials: Iterable[Credential], selection: Selection) -> list[Credential]:
    """Return the credentials that pass every filter, in order."""
    rows = [row for row in credentials if _passes(row, selection)]
    newest_first = selection.sort is None
    key = SORT_KEYS[selection.sort or "date"]
    return sorted(rows, key=key, reverse=newest_first != selection.reverse)


def table_of(rows: Sequence[Credential], words: Words) -> tuple[list[str], list[list[str]]]:
    """Return headings and cells as people read them."""
    headings = [words(f"column.{name}") for name in _COLUMNS]
    if not any(row.holder for row in rows):
        return headings, [_cells(row, words) for row in rows]
    cells = [[row.id, row.holder, *_cells(row, words)[1:]] for row in rows]
    return [headings[0], words("column.holder"), *headings[1:]], cells


def filter_words(selection: Selection, words: Words) -> str:
    """Return the filter as people read it; empty when everything passes."""
    statuses = sorted(
        selection.statuses | ({CredentialStatus.RENEWAL} if selection.renewal else set())
    )
    named = ", ".join(words.state("credential", status) for status in statuses)
    parts = [words("filter.status", value=named)] if named else []
    if selection.organisation:
        parts.append(words("filter.organisation", value=selection.organisation))
    if selection.search:
        parts.append(words("filter.search", value=selection.search))
    return "; ".join(parts)


def _passes(row: Credential, selection: Selection) -> bool:
    if selection.statuses and row.status not in selection.statuses:
        return False
    if selection.renewal and row.status is not CredentialStatus.RENEWAL:
        return False
    if folded(selection.organisation) not in folded(row.organisation):
        return False
    haystack = folded(f"{row.holder} {row.name} {row.number} {row.organisation}")
    return all(word in haystack for word in folded(selection.search).split())


def _cells(row: Credential, words: Words) -> list[str]:
    organisation = row.organisation
    if not row.organisation_accredited:
        organisation = words("credentials.not-accredited", name=organisation)
    return [
        row.id,
        row.name,
        words.date(row.issued_on),
        words.date(row.valid_from),
        words.date(row.valid_until) or words("credentials.no-term"),
        words.state("credential", row.status),
        row.number,
        organisation,
        "" if row.check is None else words.state("check", row.check.verdict),
    ]
