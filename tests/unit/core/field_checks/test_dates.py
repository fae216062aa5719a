"""Are dates read, impossible ones pointed at, and their order judged?"""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.core.field_checks.dates import TODAY, DateOrder, check_date, order_flaws
from desktop_app.core.field_checks.field import FieldState


@pytest.mark.parametrize(
    "text",
    [
        "01.03.2026",
        "1.3.2026",
        "01/03/2026",
        "1 3 2026",
        "01-03-2026",
        "2026-03-01",
        "01032026",
        "20260301",
    ],
)
def test_a_date_is_read_in_each_of_its_forms(text: str) -> None:
    check = check_date(text)
    assert (check.state, check.value, check.shown) == (FieldState.GOOD, "2026-03-01", "01.03.2026")


def test_a_leap_day_exists_in_leap_years_only() -> None:
    assert check_date("29.02.2024").state is FieldState.GOOD
    check = check_date("29.02.2023")
    assert (check.state, check.flaws[0].code) == (FieldState.WRONG, "field.date-day")


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        ("31.04.2026", "field.date-day", (0, 2)),
        ("32.01.2026", "field.date-no-day", (0, 2)),
        ("00.01.2026", "field.date-no-day", (0, 2)),
        ("01.13.2026", "field.date-month", (3, 5)),
        ("01.01.1026", "field.date-year", (6, 10)),
        ("2026-13-01", "field.date-month", (5, 7)),
        ("01.03.20261", "field.date-form", (10, 11)),
    ],
)
def test_a_part_that_cannot_be_is_pointed_at(text: str, code: str, span: tuple[int, int]) -> None:
    check = check_date(text)
    assert check.state is FieldState.WRONG
    assert (check.flaws[0].code, (check.flaws[0].start, check.flaws[0].end)) == (code, span)


def test_an_impossible_month_is_wrong_before_the_date_is_whole() -> None:
    assert check_date("01.13").state is FieldState.WRONG


@pytest.mark.parametrize(
    "text", ["0", "01", "01.", "01.0", "01.03.", "01.03.26", "2026", "2026-", "2026-03-", "29.02"]
)
def test_half_a_date_is_no_fault_yet(text: str) -> None:
    assert check_date(text).state is FieldState.UNFINISHED


def test_the_word_after_a_date_is_removed_on_the_person_s_word() -> None:
    check = check_date("01.03.2026 г.")
    assert check.state is FieldState.REPAIRABLE
    assert check.repair is not None
    assert check.repair.text == "01.03.2026"


COURSE = (
    DateOrder("begins", "ends", "field.date-course"),
    DateOrder("ends", "issued"),
    DateOrder("issued", "valid_until", "field.date-term"),
    DateOrder("issued", TODAY, "field.date-future"),
)


def test_dates_in_order_break_nothing() -> None:
    values = {"begins": "2026-01-10", "ends": "2026-02-10", "issued": "2026-02-10"}
    assert order_flaws(COURSE, values, date(2026, 3, 1)) == ()


def test_each_pair_in_the_wrong_order_is_named() -> None:
    values = {
        "begins": "2026-03-10",
        "ends": "2026-02-10",
        "issued": "2026-03-02",
        "valid_until": "2026-03-01",
    }
    found = order_flaws(COURSE, values, date(2026, 3, 1))
    assert [pair.code for pair in found] == [
        "field.date-course",
        "field.date-term",
        "field.date-future",
    ]
