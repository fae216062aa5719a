"""Which columns the table shows, in which order and how wide: as settings keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop_app.services.storage.settings import (
    TABLE_COLUMNS,
    TABLE_WIDTHS,
    Setting,
    SettingsStore,
)
from desktop_app.ui.credentials_columns import SORT_VALUES, Column

TABLE_ORDER: Setting[list[str]] = Setting("table.order", [], lambda _value: True)
"""Column that the table is ordered by; a descending one begins with ``-``."""

MINIMUM_WIDTH = 60
MAXIMUM_WIDTH = 2000

DEFAULT_WIDTHS: Mapping[Column, int] = {
    Column.NAME: 332,
    Column.ISSUED: 96,
    Column.VALID_FROM: 124,
    Column.VALID_UNTIL: 124,
    Column.STATUS: 176,
    Column.NUMBER: 130,
    Column.ORGANISATION: 320,
    Column.CHECK: 206,
    Column.ACTION: 104,
    Column.HOLDER: 240,
}
DEFAULT_ORDER = (
    Column.NAME,
    Column.HOLDER,
    Column.VALID_UNTIL,
    Column.STATUS,
    Column.CHECK,
    Column.ACTION,
    Column.NUMBER,
    Column.ISSUED,
    Column.VALID_FROM,
    Column.ORGANISATION,
)
"""What needs the person, and what they can do, is in view without scrolling."""

_NAMES = {column.name.lower().replace("_", "-"): column for column in Column}
_NAME_OF = {column: name for name, column in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Order, visibility and widths of the columns, and the order of the rows."""

    order: tuple[Column, ...] = DEFAULT_ORDER
    hidden: frozenset[Column] = frozenset({Column.HOLDER})
    widths: Mapping[Column, int] = field(default_factory=lambda: dict(DEFAULT_WIDTHS))
    sort_column: Column = Column.NAME
    descending: bool = False


def read_layout(settings: SettingsStore) -> TableLayout:
    """Return the kept layout; what is unknown or missing is as by default."""
    kept = settings.get(TABLE_COLUMNS)
    default = TableLayout()
    order = _known(name.removeprefix("-") for name in kept)
    hidden = frozenset(_known(name[1:] for name in kept if name.startswith("-")))
    missing = tuple(column for column in DEFAULT_ORDER if column not in order)
    sorts = settings.get(TABLE_ORDER)
    sort_column, descending = _sort_of(sorts[0] if sorts else "")
    return TableLayout(
        order=order + missing,
        hidden=(hidden if kept else default.hidden) - {Column.NAME} | {Column.HOLDER},
        widths={**DEFAULT_WIDTHS, **_widths(settings.get(TABLE_WIDTHS))},
        sort_column=sort_column,
        descending=descending,
    )


def keep_layout(settings: SettingsStore, layout: TableLayout) -> None:
    """Write the layout. Raises ``StateError`` when settings cannot be written."""
    names = [("-" if each in layout.hidden else "") + _NAME_OF[each] for each in layout.order]
    settings.set(TABLE_COLUMNS, names)
    settings.set(TABLE_WIDTHS, [f"{_NAME_OF[c]}={width}" for c, width in layout.widths.items()])
    sign = "-" if layout.descending else ""
    settings.set(TABLE_ORDER, [sign + _NAME_OF[layout.sort_column]])


def _known(names: Iterable[object]) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(_NAMES[name] for name in names if name in _NAMES))


def _widths(kept: Iterable[str]) -> dict[Column, int]:
    widths = {}
    for entry in kept:
        name, _, width = entry.partition("=")
        if name in _NAMES and width.isdecimal():
            widths[_NAMES[name]] = min(max(int(width), MINIMUM_WIDTH), MAXIMUM_WIDTH)
    return widths


def _sort_of(kept: str) -> tuple[Column, bool]:
    column = _NAMES.get(kept.removeprefix("-"), Column.NAME)
    if column not in SORT_VALUES:
        return Column.NAME, False
    return column, kept.startswith("-")
