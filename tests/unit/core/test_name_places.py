"""Is a name recognised in other spellings, and a changed surname told from another person?"""

from __future__ import annotations

import pytest

from desktop_app.core.name_places import (
    NamePlace,
    NameRelation,
    PlacedName,
    SpellingTrait,
    compare_names,
    name_case,
)

IVANOVA = "Иванова Мария Петровна"


@pytest.mark.parametrize(
    ("one", "other", "traits"),
    [
        ("Соловьёва Анна Дмитриевна", "Соловьева Анна Дмитриевна", ["yo"]),
        (IVANOVA, "ИВАНОВА МАРИЯ ПЕТРОВНА", ["case"]),
        (IVANOVA, "Иванова  Мария Петровна ", ["space"]),
        ("Петрова-Водкина Анна Ильинична", "Петрова Водкина Анна Ильинична", ["hyphen"]),
        ("Петрова-Водкина Анна Ильинична", "Петрова – Водкина Анна Ильинична", ["hyphen"]),
        ("Кузнецова Ольга Викторовна", "Kузнецова Ольга Викторовна", ["look-alikes"]),
        ("Ёлкина Софья", "ЕЛКИНА Софья", ["case", "yo"]),
    ],
)
def test_another_spelling_is_the_same_name(one: str, other: str, traits: list[str]) -> None:
    relation, found = compare_names(one, other)
    assert relation is NameRelation.SPELLING
    assert set(found) == {SpellingTrait(trait) for trait in traits}
    assert compare_names(other, one) == (relation, found)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (IVANOVA, IVANOVA, NameRelation.SAME),
        (IVANOVA, "Кравченко Мария Петровна", NameRelation.SURNAME),
        (IVANOVA, "Петрова-Водкина МАРИЯ Петровна", NameRelation.SURNAME),
        (IVANOVA, "Петрова Водкина Мария Петровна", NameRelation.SURNAME),
        ("Ли Анна", "Ким Анна", NameRelation.SURNAME),
        (IVANOVA, "Иванова Марина Петровна", NameRelation.OTHER),
        (IVANOVA, "Сидоров Пётр Ильич", NameRelation.OTHER),
    ],
)
def test_a_changed_surname_is_no_other_person(one: str, other: str, relation: NameRelation) -> None:
    assert compare_names(one, other) == (relation, ())


def placed(account: str, register: str, certificate: str = "") -> list[PlacedName]:
    return [
        PlacedName(NamePlace.ACCOUNT, account),
        PlacedName(NamePlace.REGISTER, register),
        PlacedName(NamePlace.CERTIFICATE, certificate),
    ]


def test_the_place_that_is_behind_is_named() -> None:
    case = name_case(placed("Кравченко Мария Петровна", "Кравченко Мария Петровна", IVANOVA))
    assert case.relation is NameRelation.SURNAME
    assert case.differing == (NamePlace.CERTIFICATE,)
    assert not case.is_account_alone


def test_where_all_others_agree_the_account_may_be_behind() -> None:
    case = name_case(placed("Кравченко Мария Петровна", IVANOVA, IVANOVA.upper()))
    assert case.differing == (NamePlace.REGISTER, NamePlace.CERTIFICATE)
    assert case.is_account_alone


def test_a_place_without_a_name_is_left_out() -> None:
    case = name_case(placed(IVANOVA, "", ""))
    assert (case.relation, case.differing, len(case.names)) == (NameRelation.SAME, (), 1)


def test_the_serious_difference_counts_beside_a_spelling() -> None:
    case = name_case(placed(IVANOVA, IVANOVA.upper(), "Кравченко Мария Петровна"))
    assert case.relation is NameRelation.SURNAME
    assert case.differing == (NamePlace.CERTIFICATE,)
