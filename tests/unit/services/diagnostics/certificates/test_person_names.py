"""Names as different offices write them."""

from __future__ import annotations

import pytest

from desktop_app.services.diagnostics.person_names import Likeness, compare, digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Соловьёва Анна", "СОЛОВЬЕВА  АННА"),
        ("Петрова-Водкина Ольга", "Петрова – Водкина Ольга"),
        (" Иванов Пётр ", "иванов петр"),
    ],
)
def test_spelling_makes_no_difference(one: str, other: str) -> None:
    assert compare(one, other) is Likeness.SAME


def test_latin_letters_that_look_cyrillic_are_noticed() -> None:
    assert compare("Мороз Анна", "Mopoз Анна") is Likeness.LOOK_ALIKE


@pytest.mark.parametrize("other", ["Иванова Анна", "Сидорова-Петрова  АННА"])
def test_another_surname_alone_is_told_apart(other: str) -> None:
    assert compare("Петрова Анна", other) is Likeness.OTHER_SURNAME


@pytest.mark.parametrize("other", ["Петрова Ольга", "Иванова Ольга", "Петрова", ""])
def test_another_name_is_another(other: str) -> None:
    assert compare("Петрова Анна", other) is Likeness.OTHER


def test_numbers_are_compared_by_their_digits() -> None:
    assert digits("112-233-445 95") == "11223344595"
