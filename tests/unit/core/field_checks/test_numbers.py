"""Are СНИЛС, ИНН, ОГРН and passports judged by their own rules?"""

from __future__ import annotations

import pytest

from desktop_app.core.field_checks.checking import check_field
from desktop_app.core.field_checks.field import FieldCheck, FieldKind, FieldState


def codes(check: FieldCheck) -> list[str]:
    return [flaw.code for flaw in check.flaws]


@pytest.mark.parametrize(
    "text",
    [
        "112-233-445 95",
        "116-973-385 89",
        "123-456-789 64",
        "100-009-999 99",
        "100-018-999 00",
        "100-019-899 00",
        "100-019-989 01",
        "087-654-302 00",
        "087-654-303 00",
    ],
)
def test_a_right_snils_is_good(text: str) -> None:
    check = check_field(FieldKind.SNILS, text)
    assert check.state is FieldState.GOOD
    assert check.shown == text
    assert check.value == "".join(filter(str.isdigit, text))
    assert check.repair is None


@pytest.mark.parametrize("text", ["112-233-445 96", "123-456-789 00", "001-001-999 00"])
def test_a_snils_with_other_control_digits_is_wrong_over_all_of_its_digits(text: str) -> None:
    check = check_field(FieldKind.SNILS, text)
    assert check.state is FieldState.WRONG
    assert [(flaw.code, flaw.start, flaw.end) for flaw in check.flaws] == [
        ("field.snils-control", 0, 14)
    ]
    assert check.value == ""


def test_the_first_snils_with_control_digits_is_checked() -> None:
    assert check_field(FieldKind.SNILS, "001-001-999 65").state is FieldState.GOOD


def test_an_older_snils_is_taken_without_being_called_right() -> None:
    check = check_field(FieldKind.SNILS, "001-001-998 00")
    assert check.state is FieldState.UNPROVEN
    assert check.is_acceptable
    assert codes(check) == ["field.snils-unchecked"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.SNILS, "000-000-000 00"),
        (FieldKind.INN, "0000000000"),
        (FieldKind.INN, "000000000000"),
        (FieldKind.INN_PERSON, "000000000000"),
        (FieldKind.OGRN, "0000000000000"),
        (FieldKind.OGRNIP, "000000000000000"),
        (FieldKind.PASSPORT_SERIES, "0000"),
        (FieldKind.PASSPORT_NUMBER, "000000"),
        (FieldKind.DIVISION_CODE, "000-000"),
    ],
)
def test_zeros_are_refused_although_their_control_digits_fit(kind: FieldKind, text: str) -> None:
    check = check_field(kind, text)
    assert check.state is FieldState.WRONG
    assert codes(check) == ["field.zeros"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.INN, "7707083893"),
        (FieldKind.INN_ORGANISATION, "7710474375"),
        (FieldKind.INN_ORGANISATION, "7707329152"),
        (FieldKind.INN, "500100732259"),
        (FieldKind.INN_PERSON, "773173084809"),
        (FieldKind.INN_PERSON, "123456789047"),
        (FieldKind.OGRN, "1027700132195"),
        (FieldKind.OGRN, "1047702026701"),
        (FieldKind.OGRN, "1047707030513"),
        (FieldKind.OGRNIP, "304500116000157"),
        (FieldKind.OGRNIP, "304463210700212"),
    ],
)
def test_a_right_number_is_good(kind: FieldKind, text: str) -> None:
    check = check_field(kind, text)
    assert (check.state, check.value, check.flaws) == (FieldState.GOOD, text, ())


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (FieldKind.INN, "7707083894", "field.inn-control"),
        (FieldKind.INN, "500100732258", "field.inn-control"),
        (FieldKind.INN_PERSON, "500100732258", "field.inn-control"),
        (FieldKind.INN_PERSON, "007710474375", "field.inn-of-organisation"),
        (FieldKind.INN_ORGANISATION, "500100732259", "field.inn-of-person"),
        (FieldKind.OGRN, "1027700132196", "field.ogrn-control"),
        (FieldKind.OGRNIP, "304500116000158", "field.ogrn-control"),
    ],
)
def test_a_wrong_number_says_which_rule_it_breaks(kind: FieldKind, text: str, code: str) -> None:
    check = check_field(kind, text)
    assert check.state is FieldState.WRONG
    assert codes(check) == [code]


@pytest.mark.parametrize("kind", [FieldKind.INN, FieldKind.INN_ORGANISATION])
def test_two_zeros_before_the_inn_of_an_organisation_are_taken_off(kind: FieldKind) -> None:
    check = check_field(kind, "007710474375")
    assert check.state is FieldState.REPAIRABLE
    assert check.repair is not None
    assert (check.repair.code, check.repair.text) == ("field.inn-padded.repair", "7710474375")


def test_a_region_that_is_hardly_used_is_pointed_at() -> None:
    check = check_field(FieldKind.INN, "0012345678")
    assert (check.state, codes(check)) == (FieldState.WRONG, ["field.inn-control"])
    check = check_field(FieldKind.INN, "0012345673")
    assert (check.state, codes(check)) == (FieldState.UNPROVEN, ["field.inn-region"])
    assert (check.flaws[0].start, check.flaws[0].end) == (0, 2)


@pytest.mark.parametrize(
    ("kind", "text", "value", "shown"),
    [
        (FieldKind.PASSPORT, "4508 123456", "4508123456", "45 08 123456"),
        (FieldKind.PASSPORT, "45 08 № 123456", "4508123456", "45 08 123456"),
        (FieldKind.PASSPORT_SERIES, "4508", "4508", "45 08"),
        (FieldKind.PASSPORT_NUMBER, "№ 123456", "123456", "123456"),
        (FieldKind.DIVISION_CODE, "770001", "770001", "770-001"),
    ],
)
def test_the_numbers_of_a_passport_are_written_as_in_it(
    kind: FieldKind, text: str, value: str, shown: str
) -> None:
    check = check_field(kind, text)
    assert (check.state, check.value, check.shown) == (FieldState.GOOD, value, shown)


def test_half_a_number_is_no_fault_yet() -> None:
    check = check_field(FieldKind.SNILS, "112-233-")
    assert check.state is FieldState.UNFINISHED
    assert check.flaws[0].data == {"missing": 5, "length": 11}
    assert (check.flaws[0].start, check.flaws[0].end) == (8, 8)
    assert not check.is_acceptable


def test_digits_too_many_are_pointed_at() -> None:
    check = check_field(FieldKind.SNILS, "112-233-445 9512")
    assert check.state is FieldState.WRONG
    assert (check.flaws[0].code, check.flaws[0].start, check.flaws[0].end) == (
        "field.digits-extra",
        14,
        16,
    )


def test_other_spaces_hyphens_and_digits_are_taken_and_their_repair_is_offered() -> None:
    check = check_field(FieldKind.SNILS, "１12–233\u00a0445 9٥\u200b")
    assert check.state is FieldState.GOOD
    assert check.value == "11223344595"
    assert [(flaw.start, flaw.end) for flaw in check.flaws] == [(0, 1), (3, 4), (7, 8), (13, 15)]
    assert check.repair is not None
    assert (check.repair.code, check.repair.text) == ("field.odd-signs.repair", "112-233-445 95")


def test_words_beside_the_number_are_removed_on_the_person_s_word() -> None:
    check = check_field(FieldKind.SNILS, "СНИЛС: 112-233-445 95.")
    assert check.state is FieldState.REPAIRABLE
    assert not check.is_acceptable
    assert [(flaw.code, flaw.start, flaw.end) for flaw in check.flaws] == [
        ("field.extra-signs", 0, 6),
        ("field.extra-signs", 21, 22),
    ]
    assert check.repair is not None
    assert check.repair.text == "112-233-445 95"


def test_letters_among_digits_are_read_as_the_digits_they_look_like() -> None:
    check = check_field(FieldKind.INN, "77О7О83893")
    assert check.state is FieldState.REPAIRABLE
    assert codes(check) == ["field.letters-for-digits"] * 2
    assert check.repair is not None
    assert check.repair.text == "7707083893"


def test_a_letter_of_a_word_is_no_digit() -> None:
    check = check_field(FieldKind.OGRN, "ОГРН 1027700132195")
    assert codes(check) == ["field.extra-signs"]
    assert check.value == "1027700132195"


def test_a_repair_is_offered_before_the_number_is_whole() -> None:
    check = check_field(FieldKind.SNILS, "112-23x3")
    assert check.state is FieldState.UNFINISHED
    assert check.repair is not None
    assert check.repair.text == "112-233"


@pytest.mark.parametrize("kind", list(FieldKind))
@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_typed_is_empty(kind: FieldKind, text: str) -> None:
    check = check_field(kind, text)
    assert (check.state, check.flaws, check.repair) == (FieldState.EMPTY, (), None)
