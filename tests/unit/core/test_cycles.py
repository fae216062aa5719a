"""Is what a five-year cycle still takes counted as the norm says?"""

from __future__ import annotations

import re
from datetime import date

import pytest

from desktop_app.core.cycles import Cycle, CycleWay, rests, way_of

WAYS = (CycleWay(144, 0), CycleWay(74, 70))


def cycle(hours: int, modules: int, events: int = 0) -> Cycle:
    return Cycle(date(2024, 3, 1), date(2029, 3, 1), hours, modules, events)


@pytest.mark.parametrize(
    ("hours", "units", "expected"),
    [
        (0, 0, [(144, 0), (74, 70)]),
        (144, 0, [(0, 0), (0, 0)]),
        (74, 70, [(0, 0), (70, 0)]),
        (80, 60, [(0, 4), (64, 0)]),
        (200, 0, [(0, 0), (0, 0)]),
        (0, 500, [(74, 0), (144, 0)]),
    ],
)
def test_each_way_tells_what_is_missing_the_shortest_first(
    hours: int, units: int, expected: list[tuple[int, int]]
) -> None:
    found = rests(cycle(hours, units), WAYS)
    assert [(each.programme_hours, each.units) for each in found] == expected
    assert [each.fulfilled for each in found] == [each == (0, 0) for each in expected]


def test_modules_and_events_count_together() -> None:
    assert cycle(0, 30, 40).units == 70


def test_a_way_is_written_as_hours_plus_units() -> None:
    assert way_of(" 74 + 70") == CycleWay(74, 70)


@pytest.mark.parametrize("text", ["74", "+", "74+x", "-1+0", "٧+٠"])
def test_other_words_are_no_way(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        way_of(text)
