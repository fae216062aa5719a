"""Are telephone numbers and e-mail addresses read as people write them?"""

from __future__ import annotations

import pytest

from desktop_app.core.field_checks.contacts import check_email, check_phone
from desktop_app.core.field_checks.field import FieldState


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("8 (495) 111-22-33", "+74951112233", "+7 495 111-22-33"),
        ("+7 495 111 22 33", "+74951112233", "+7 495 111-22-33"),
        ("74951112233", "+74951112233", "+7 495 111-22-33"),
        ("9161234567", "+79161234567", "+7 916 123-45-67"),
        ("8 800 100-70-10", "+78001007010", "+7 800 100-70-10"),
        ("84951112233 доб. 45", "+74951112233;ext=45", "+7 495 111-22-33, доб. 45"),
        ("+375 29 123-45-67", "+375291234567", "+375291234567"),
    ],
)
def test_a_phone_is_brought_to_one_form(text: str, value: str, shown: str) -> None:
    check = check_phone(text)
    assert (check.state, check.value, check.shown) == (FieldState.GOOD, value, shown)


@pytest.mark.parametrize(
    ("text", "state", "code"),
    [
        ("+7 495 111-22", FieldState.UNFINISHED, "field.digits-missing"),
        ("495 111", FieldState.UNFINISHED, "field.digits-missing"),
        ("+375 29", FieldState.UNFINISHED, "field.digits-missing"),
        ("8 495 111-22-33-44", FieldState.WRONG, "field.digits-extra"),
        ("+1234567890123456", FieldState.WRONG, "field.digits-extra"),
        ("+7 000 000-00-00", FieldState.WRONG, "field.zeros"),
        ("тел. 8 495 111-22-33", FieldState.REPAIRABLE, "field.extra-signs"),
    ],
)
def test_what_is_wrong_with_a_phone_is_named(text: str, state: FieldState, code: str) -> None:
    check = check_phone(text)
    assert (check.state, check.flaws[0].code) == (state, code)


@pytest.mark.parametrize(
    "text",
    ["maria@mail.ru", "m.p.ivanova+nmo@clinic-7.med.ru", "info@почта.рф", "a@xn--80a1acn.xn--p1ai"],
)
def test_a_right_address_is_good(text: str) -> None:
    check = check_email(text)
    assert (check.state, check.value, check.repair) == (FieldState.GOOD, text, None)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("ivanоva@mail.ru", "ivanova@mail.ru"),
        ("ivanova@mail,ru", "ivanova@mail.ru"),
        ("ivanova @ mail.ru", "ivanova@mail.ru"),
        ("ivanova@mаil.ru", "ivanova@mail.ru"),
    ],
)
def test_slips_in_an_address_are_repaired_on_the_person_s_word(text: str, repaired: str) -> None:
    check = check_email(text)
    assert check.state is FieldState.REPAIRABLE
    assert check.repair is not None
    assert check.repair.text == repaired


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("иванов@mail.ru", "field.email-name", 0),
        ("ivanov@@mail.ru", "field.email-two-ats", 7),
        (".ivanov@mail.ru", "field.email-name", 0),
        ("ivanov@mail..ru", "field.email-domain", 7),
        ("ivanov@-mail.ru", "field.email-domain", 7),
        ("ivanov@mail.r2", "field.email-domain", 7),
        ("ivanov@майл.ru", "field.email-domain", 7),
        ("@mail.ru", "field.email-name", 0),
    ],
)
def test_what_is_wrong_with_an_address_is_pointed_at(text: str, code: str, start: int) -> None:
    check = check_email(text)
    assert check.state is FieldState.WRONG
    assert (check.flaws[0].code, check.flaws[0].start) == (code, start)


@pytest.mark.parametrize(
    "text", ["ivanov", "ivanov@", "ivanov@mail", "ivanov@mail.", "ivanov@mail.r"]
)
def test_half_an_address_is_no_fault_yet(text: str) -> None:
    check = check_email(text)
    assert (check.state, check.flaws[0].code) == (FieldState.UNFINISHED, "field.email-unfinished")


def test_spaces_around_an_address_are_taken_off_without_asking() -> None:
    check = check_email(" ivanov@mail.ru ")
    assert (check.state, check.value) == (FieldState.GOOD, "ivanov@mail.ru")
