"""Is every vector of the control numbers told with its place and the repair that it allows?"""

from __future__ import annotations

import pytest

from desktop_app.core.field_checks.checking import check_field
from desktop_app.core.field_checks.field import FieldKind, FieldState

SPELLINGS = {
    "non-breaking space": "112\u00a0233\u00a0445\u00a095",
    "narrow space": "112\u202f233\u202f445\u202f95",
    "dash": "112\u2013233\u2014445 95",
    "minus": "112\u2212233\u2010445 95",
    "no-break hyphen": "112\u2011233\u2011445 95",
    "full-width": "\uff11\uff11\uff12-233-445 95",
    "digits only": "11223344595",
}


@pytest.mark.parametrize(
    ("kind", "text", "code", "start", "end"),
    [
        (FieldKind.SNILS, "112-233-445 96", "field.snils-control", 0, 14),
        (FieldKind.SNILS, "123-456-789 00", "field.snils-control", 0, 14),
        (FieldKind.SNILS, "001-001-999 00", "field.snils-control", 0, 14),
        (FieldKind.SNILS, "  000-000-000 00", "field.zeros", 2, 16),
        (FieldKind.INN, "ИНН 7707083894", "field.inn-control", 4, 14),
        (FieldKind.INN, "500100732258", "field.inn-control", 0, 12),
        (FieldKind.INN, "0000000000", "field.zeros", 0, 10),
        (FieldKind.INN, "000000000000", "field.zeros", 0, 12),
        (FieldKind.OGRN, "1027700132196", "field.ogrn-control", 0, 13),
        (FieldKind.OGRNIP, "304500116000158", "field.ogrn-control", 0, 15),
        (FieldKind.PASSPORT, "00 00 123456", "field.zeros", 0, 5),
        (FieldKind.PASSPORT, "45 08 000000", "field.zeros", 6, 12),
        (FieldKind.INN_PERSON, "7707083893", "field.digits-missing", 10, 10),
        (FieldKind.INN_ORGANISATION, "77070838931", "field.digits-extra", 10, 11),
    ],
)
def test_a_number_that_cannot_be_says_where_it_stands(
    kind: FieldKind, text: str, code: str, start: int, end: int
) -> None:
    check = check_field(kind, text)
    found = {flaw.code: (flaw.start, flaw.end) for flaw in check.flaws}
    assert found[code] == (start, end)
    assert check.value == ""


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_another_spelling_of_a_right_number_is_taken_and_never_refused(spelling: str) -> None:
    check = check_field(FieldKind.SNILS, SPELLINGS[spelling])
    assert check.state is FieldState.GOOD
    assert (check.value, check.shown) == ("11223344595", "112-233-445 95")
    offered = None if check.repair is None else check.repair.text
    assert offered in (None, "112-233-445 95")
    assert (offered is None) == (spelling == "digits only")


def test_digits_of_other_scripts_are_read_and_mended_not_passed_on() -> None:
    check = check_field(FieldKind.INN, "77\u0660708\u0663893")
    assert check.value in ("", "7707083893")
    assert check.repair is None or check.repair.text == "7707083893"
    assert check.value.isascii()
