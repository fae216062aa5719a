"""Rows of the table made ready for ordering and search; safe to build outside the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import merge
from typing import Any

from PySide6.QtCore import QCollator, QLocale

from desktop_app.core.credentials import Credential, CredentialStatus
from desktop_app.ui.credentials_columns import (
    SORT_VALUES,
    TEXT_COLUMNS,
    Column,
    CredentialWords,
    day_text,
)

_BLOCK = 1_024
"""Values that are sorted in one go."""


def folded(text: str) -> str:
    """Return ``text`` in the form that search compares: without case, ё as е."""
    return text.casefold().replace("ё", "е")


class CredentialRows:
    """The credentials with what ordering and search need, each part computed once."""

    def __init__(self, credentials: Iterable[Credential], words: CredentialWords) -> None:
        self._words = words
        self.credentials: list[Credential] = list(credentials)
        self.texts: list[str] = [self._search_text(row) for row in self.credentials]
        """Folded text of all columns, one line each, so that no match spans two columns."""
        self._ranks: dict[Column, list[int]] = {}
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.credentials)

    def place(self, credential_id: str) -> int | None:
        """Return where a credential stands in the source, None when it does not."""
        if not self._places:
            self._places = {row.id: place for place, row in enumerate(self.credentials)}
        return self._places.get(credential_id)

    def ranks(self, column: Column) -> Sequence[int]:
        """Return each row's rank in the order of ``column``; equal values share a rank."""
        ranks = self._ranks.get(column)
        if ranks is None:
            ranks = self._ranks[column] = self._ranked(column)
        return ranks

    def warm(self) -> None:
        """Compute the orders of all columns now, for a worker to do before they are asked for."""
        for column in SORT_VALUES:
            self.ranks(column)

    def put(self, place: int, credential: Credential) -> None:
        """Put a newer state of the same credential in its place."""
        self.credentials[place] = credential
        self.texts[place] = self._search_text(credential)
        self._ranks.pop(Column.CHECK, None)

    def _ranked(self, column: Column) -> list[int]:
        value_of = SORT_VALUES[column]
        values = [value_of(row) for row in self.credentials]
        rank_of = {value: rank for rank, value in enumerate(_ordered(set(values), column))}
        return [rank_of[value] for value in values]

    def _search_text(self, row: Credential) -> str:
        words = self._words
        parts = (
            row.name,
            row.holder,
            day_text(row.issued_on),
            day_text(row.valid_from),
            words.until(row),
            words.statuses[row.status],
            row.number,
            row.organisation,
            words.verdicts[row.check.verdict] if row.check else words.unchecked,
        )
        return folded("\n".join(parts))


def _ordered(values: set[Any], column: Column) -> list[Any]:
    """Order distinct values; text by the Russian alphabet, where Ё follows Е (ICU collation)."""
    if column not in TEXT_COLUMNS:
        return sort_in_blocks(values)
    collator = QCollator(QLocale(QLocale.Language.Russian))
    collator.setNumericMode(True)
    # Code points settle what collation holds equal, so that the order never depends on hashing.
    keys = {value: collator.sortKey(value) for value in values}
    return sort_in_blocks(sort_in_blocks(values), keys.__getitem__)


def sort_in_blocks(values: Iterable[Any], key: Callable[[Any], Any] | None = None) -> list[Any]:
    """Sort as ``sorted`` does, letting other threads run between two of its steps.

    One call for 100,000 texts would keep the UI thread from the interpreter for half a second.
    """
    waiting = list(values)
    runs = [
        sorted(waiting[start : start + _BLOCK], key=key) for start in range(0, len(waiting), _BLOCK)
    ]
    return list(merge(*runs, key=key))


RENEWAL = frozenset({CredentialStatus.RENEWAL})
"""Statuses behind the chip «Требуют продления»."""

IN_FORCE = frozenset({CredentialStatus.VALID, CredentialStatus.RENEWAL})
"""Statuses behind the chip «Действительные»: a document to renew is still in force."""
