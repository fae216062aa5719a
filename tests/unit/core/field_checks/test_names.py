"""Are names taken as they are, and letters of another alphabet found in them?"""

from __future__ import annotations

import pytest

from desktop_app.core.field_checks.field import FieldState
from desktop_app.core.field_checks.names import LONGEST_NAME, check_full_name, check_name


@pytest.mark.parametrize(
    "text",
    [
        "Иванова Мария Петровна",
        "Соловьёва Анна",
        "Петров-Водкин Кузьма Сергеевич",
        "Д'Артаньян Шарль",
        "Алиев Ариф Мамед оглы",
        "ИВАНОВА МАРИЯ",
        "Ю Ирина",
    ],
)
def test_a_right_name_is_good(text: str) -> None:
    check = check_full_name(text)
    assert (check.state, check.value, check.repair) == (FieldState.GOOD, text, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Иванова  Мария", "Иванова Мария"),
        (" Иванова Мария ", "Иванова Мария"),
        ("Петров – Водкин Кузьма", "Петров-Водкин Кузьма"),
        ("Петров--Водкин Кузьма", "Петров-Водкин Кузьма"),
        ("Д’Артаньян Шарль", "Д'Артаньян Шарль"),
        ("Иванова\u00a0Мария", "Иванова Мария"),
        ("Соловье\u0308ва Анна", "Соловьёва Анна"),
        ("Ива\u00adнова Мария", "Иванова Мария"),
    ],
)
def test_odd_spaces_hyphens_and_apostrophes_are_written_as_usual(text: str, value: str) -> None:
    check = check_full_name(text)
    assert (check.state, check.value) == (FieldState.GOOD, value)


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("Ивaнова", [(2, 3)], "Иванова"),
        ("Cоловьёва", [(0, 1)], "Соловьёва"),
        ("Соловьëва", [(6, 7)], "Соловьёва"),
        ("П0пов", [(1, 2)], "Попов"),
        ("3имин", [(0, 1)], "Зимин"),
        ("ПOПОВ", [(1, 2)], "ПОПОВ"),
    ],
)
def test_look_alikes_are_found_and_their_repair_is_offered(
    text: str, places: list[tuple[int, int]], value: str
) -> None:
    check = check_name(text)
    assert check.state is FieldState.REPAIRABLE
    assert [(flaw.start, flaw.end) for flaw in check.flaws] == places
    assert check.repair is not None
    assert (check.repair.code, check.repair.text) == ("field.look-alikes.repair", value)


def test_a_latin_word_among_cyrillic_ones_is_a_slip_when_it_can_be_one() -> None:
    check = check_full_name("Иванова HATA")
    assert check.state is FieldState.REPAIRABLE
    assert check.repair is not None
    assert check.repair.text == "Иванова НАТА"


@pytest.mark.parametrize("text", ["Smith John", "Max Cooper", "O'Neil Mary-Ann"])
def test_a_latin_name_is_taken_without_being_called_right(text: str) -> None:
    check = check_full_name(text)
    assert (check.state, check.value) == (FieldState.UNPROVEN, text)


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        ("Ивановl", "field.name-mixed", (6, 7)),
        ("Smitн", "field.name-mixed", (0, 4)),
        ("Иванов2", "field.name-digits", (6, 7)),
        ("R2D2", "field.name-digits", (1, 2)),
        ("Иванова (Петрова)", "field.name-brackets", (8, 9)),
    ],
)
def test_what_cannot_be_mended_is_pointed_at(text: str, code: str, span: tuple[int, int]) -> None:
    check = check_name(text)
    assert check.state is FieldState.WRONG
    assert (check.flaws[0].code, (check.flaws[0].start, check.flaws[0].end)) == (code, span)


def test_small_letters_are_made_capital_on_the_person_s_word() -> None:
    check = check_full_name("петров-водкин кузьма")
    assert check.state is FieldState.REPAIRABLE
    assert check.repair is not None
    assert check.repair.text == "Петров-Водкин Кузьма"


def test_signs_that_no_name_has_are_removed_on_the_person_s_word() -> None:
    check = check_full_name("«Иванова» Мария,")
    assert check.state is FieldState.REPAIRABLE
    assert check.repair is not None
    assert check.repair.text == "Иванова Мария"


@pytest.mark.parametrize("text", ["Иванова", "Иванова-", "Иванова М-"])
def test_half_a_full_name_is_no_fault_yet(text: str) -> None:
    assert check_full_name(text).state is FieldState.UNFINISHED


def test_only_odd_signs_are_no_name() -> None:
    assert check_name("«»").state is FieldState.UNFINISHED


def test_a_name_too_long_is_refused() -> None:
    assert check_name("Ы" + "ы" * LONGEST_NAME).state is FieldState.WRONG
