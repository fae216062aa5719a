"""Are tables aligned, also with wide and combining characters?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.cli.table_text import shortened, table_text, text_width


def test_columns_begin_at_the_same_place() -> None:
    table = table_text(("Имя", "Срок"), [("Ёлкина", "до 2027"), ("Ан", "до 2030")])
    assert table.splitlines() == [
        "Имя     Срок",
        "──────  ───────",
        "Ёлкина  до 2027",
        "Ан      до 2030",
    ]


def test_wide_and_combining_characters_count_as_they_show() -> None:
    assert text_width("漢字") == 4
    assert text_width("й") == 1


def test_the_widest_columns_are_shortened_to_fit() -> None:
    table = table_text(("A", "B"), [("a" * 40, "b")], width=20)
    assert all(text_width(line) <= 20 for line in table.splitlines())
    assert "…" in table


def test_line_ends_inside_a_cell_do_not_break_the_table() -> None:
    assert len(table_text(("A",), [("one\ntwo\r\nthree",)]).splitlines()) == 3


@given(st.text(max_size=40), st.integers(min_value=1, max_value=30))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert text_width(shortened(text, width)) <= max(width, 1)
