"""Is the order that of a Russian index, and does search forgive?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.cli.russian_order import folded, order_key


def test_yo_stands_with_ye_not_before_the_alphabet() -> None:
    names = ["Жуков", "Ёлкин", "Елагин", "Емелин", "Дронов"]
    assert sorted(names, key=order_key) == ["Дронов", "Елагин", "Ёлкин", "Емелин", "Жуков"]


def test_yo_follows_ye_when_all_else_agrees() -> None:
    assert sorted(["Берёза", "Береза"], key=order_key) == ["Береза", "Берёза"]


def test_quotes_and_case_do_not_count() -> None:
    names = ["ООО «Ясень»", "академия", "«Берег»"]
    assert sorted(names, key=order_key) == ["академия", "«Берег»", "ООО «Ясень»"]


def test_numbers_sort_by_value_and_cyrillic_before_latin() -> None:
    names = ["Zeta", "Школа 10", "Школа 9", "Арка", "5 дней"]
    assert sorted(names, key=order_key) == ["5 дней", "Арка", "Школа 9", "Школа 10", "Zeta"]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_texts_can_be_ordered(texts: list[str]) -> None:
    keys = [order_key(text) for text in sorted(texts, key=order_key)]
    assert keys == sorted(map(order_key, reversed(texts)))


def test_search_folds_yo_case_and_spaces() -> None:
    assert folded(" СОЛОВЬЁВА \u00a0Анна ") == "соловьева анна"
