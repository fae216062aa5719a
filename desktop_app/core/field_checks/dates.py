"""Dates as people write them, and their order."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FlawWeight, empty, judged
from desktop_app.core.field_checks.signs import Digits, read_digits

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SEPARATORS = ".-/ "
_DIGITS = 8
TODAY = "today"
"""Stands for the day of writing in the order of dates."""


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Two dates of which one is not before the other."""

    earlier: str
    """Name of a field, or ``TODAY``."""
    later: str
    code: str = "field.date-order"
    """The flaw where it is otherwise."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the parts of a date stand among its digits."""

    day: slice
    month: slice
    year: slice


_RUSSIAN = _Layout(slice(0, 2), slice(2, 4), slice(4, 8))
_ISO = _Layout(slice(6, 8), slice(4, 6), slice(0, 4))


def check_date(entered: str) -> FieldCheck:
    """Check a date ``ДД.ММ.ГГГГ`` or ISO 8601; the value is ISO 8601."""
    digits = read_digits(entered, _SEPARATORS)
    if not digits.text and not digits.flaws:
        return empty(entered)
    padded, layout = _padded(digits)
    flaws = [*digits.flaws]
    missing = _DIGITS - len(padded.text)
    if missing > 0:
        flaws.append(FieldFlaw("field.date-unfinished", FlawWeight.UNFINISHED, *_end(entered)))
    elif missing < 0:
        flaws.append(FieldFlaw("field.date-form", FlawWeight.ERROR, *padded.span(_DIGITS)))
    flaws += _part_flaws(padded, layout, is_whole=missing == 0)
    day, month, year = (padded.text[part] for part in (layout.day, layout.month, layout.year))
    return judged(entered, f"{year}-{month}-{day}", f"{day}.{month}.{year}", flaws, digits.tidy)


def order_flaws(
    order: Sequence[DateOrder], values: Mapping[str, str], today: date
) -> tuple[DateOrder, ...]:
    """Return which pairs of dates stand the wrong way round.

    ``values`` are ISO 8601 by the field's name; a date that is not there breaks nothing.
    """
    known = {**values, TODAY: today.isoformat()}
    return tuple(
        pair
        for pair in order
        if known.get(pair.earlier) and known.get(pair.later)
        if known[pair.earlier] > known[pair.later]
    )


def _padded(digits: Digits) -> tuple[Digits, _Layout]:
    """Give day and month their leading zero: ``1.3.2026`` has all of its digits."""
    groups = re.findall(r"\d+", digits.tidy)
    if _begins_with_year(groups):
        return digits, _ISO
    text = ""
    places: list[int] = []
    taken = 0
    for number, group in enumerate(groups):
        if number < min(2, len(groups) - 1) and len(group) == 1:
            text += "0"
            places.append(digits.places[taken])
        text += group
        places += digits.places[taken : taken + len(group)]
        taken += len(group)
    return Digits(text, tuple(places), digits.flaws, digits.tidy), _RUSSIAN


def _begins_with_year(groups: Sequence[str]) -> bool:
    """Whether this is ISO 8601, or its beginning that cannot be day and month."""
    first = groups[0] if groups else ""
    if len(groups) > 1:
        return len(first) == 4
    return first[:2] in ("19", "20") and int(first[2:4] or 0) > 12


def _part_flaws(digits: Digits, layout: _Layout, *, is_whole: bool) -> Iterator[FieldFlaw]:
    """Yield what is wrong with day, month and year as soon as all their digits are there."""
    day, month, year = (
        int(digits.text[part]) if len(digits.text) >= part.stop else None
        for part in (layout.day, layout.month, layout.year)
    )
    if month is not None and not 1 <= month <= 12:
        yield _flaw("field.date-month", digits, layout.month)
        return
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        yield _flaw("field.date-year", digits, layout.year)
        return
    if day is None:
        return
    longest = 31 if month is None else calendar.monthrange(year or 2000, month)[1]
    if not 1 <= day <= longest:
        code = "field.date-day" if 1 <= day <= 31 and is_whole else "field.date-no-day"
        yield _flaw(code, digits, layout.day)


def _flaw(code: str, digits: Digits, part: slice) -> FieldFlaw:
    return FieldFlaw(code, FlawWeight.ERROR, *digits.span(part.start, part.stop))


def _end(entered: str) -> tuple[int, int]:
    return len(entered), len(entered)
