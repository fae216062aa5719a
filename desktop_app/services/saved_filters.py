"""Filters of the table that a person gave a name, shared by window and command."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop_app.core.credentials import CredentialStatus
from desktop_app.core.errors.inputs import FilterUnknownError, FilterUnusableError
from desktop_app.services.storage.settings import Setting, SettingsStore

SAVED_FILTERS: Final = Setting("table.filters", list[str](), lambda _value: True)
"""Each filter as one JSON object."""
_MOST, _LONGEST_NAME, _LONGEST_TEXT = 50, 60, 400


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """What the rows must satisfy, and their order."""

    name: str
    statuses: frozenset[CredentialStatus] = frozenset()
    """Empty: all."""
    search: str = ""
    """Words that must all stand in the row."""
    organisation: str = ""
    """Part of the organisation's name."""
    sort: str = ""
    """``date``, ``status``, ``organisation``, ``name``; empty: as the table stands."""
    reverse: bool = False


class SavedFilters:
    """The filters that settings keep; what cannot be read is passed over and kept."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings

    def all(self) -> tuple[SavedFilter, ...]:
        """Return the filters by name."""
        found = (_read(text) for text in self._settings.get(SAVED_FILTERS))
        return tuple(sorted(filter(None, found), key=lambda each: each.name.casefold()))

    def find(self, name: str) -> SavedFilter:
        """Return the filter of that name, whatever its case. Raises ``FilterUnknownError``."""
        for each in self.all():
            if _same(each.name, name):
                return each
        raise FilterUnknownError(name)

    def save(self, saved: SavedFilter) -> None:
        """Keep a filter in place of the one of that name.

        Raises ``FilterUnusableError``, ``StateError`` when settings cannot be written.
        """
        kept = self._without(saved.name)
        texts = (saved.search, saved.organisation)
        too_long = len(saved.name) > _LONGEST_NAME or any(len(t) > _LONGEST_TEXT for t in texts)
        if not saved.name.strip() or too_long or len(kept) >= _MOST:
            raise FilterUnusableError(most=_MOST)
        self._settings.set(SAVED_FILTERS, [*kept, _written(saved)])

    def drop(self, name: str) -> None:
        """Forget a filter. Raises ``FilterUnknownError``, ``StateError``."""
        self.find(name)
        self._settings.set(SAVED_FILTERS, list(self._without(name)))

    def _without(self, name: str) -> list[str]:
        texts: Iterable[str] = self._settings.get(SAVED_FILTERS)
        return [text for text in texts if not ((each := _read(text)) and _same(each.name, name))]


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _written(saved: SavedFilter) -> str:
    values = {
        "name": saved.name.strip(),
        "statuses": sorted(saved.statuses),
        "search": saved.search,
        "organisation": saved.organisation,
        "sort": saved.sort,
        "reverse": saved.reverse,
    }
    return json.dumps(values, ensure_ascii=False)


def _read(text: object) -> SavedFilter | None:
    """Return a filter, or None for one that a newer or a broken program wrote."""
    try:
        values = json.loads(str(text))
        return SavedFilter(
            name=str(values["name"]),
            statuses=frozenset(CredentialStatus(each) for each in values.get("statuses", ())),
            search=str(values.get("search", "")),
            organisation=str(values.get("organisation", "")),
            sort=str(values.get("sort", "")),
            reverse=values.get("reverse") is True,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
