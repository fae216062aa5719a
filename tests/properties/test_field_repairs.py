"""A repair gives the value back under any noise, and no text whatever breaks a check."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.field_checks.checking import check_field
from desktop_app.core.field_checks.control_digits import (
    LAST_UNCHECKED_SNILS,
    inn_control,
    ogrn_control,
    snils_control,
)
from desktop_app.core.field_checks.field import FieldCheck, FieldKind, FieldState
from desktop_app.core.look_alikes import LATIN_AS_CYRILLIC
from desktop_app.core.resources import resource_path

CATALOGUE = Catalogue.read(resource_path("messages"))
DIGITS = "0123456789"
FULL_WIDTH = str.maketrans(DIGITS, "０１２３４５６７８９")
SPACES = st.sampled_from(
    [" ", "\u00a0", "\u2007", "\u202f", "\u3000", "\u200b", "\ufeff", "\u00ad"]
)
DASHES = st.sampled_from(["-", "–", "—", "−", "‑", "－"])
RUBBISH = st.sampled_from(["№", ".", ",", "«", "Ж", "w", "_", "/"])


def _digits(length: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=length, max_size=length)


def _number(length: int) -> st.SearchStrategy[str]:
    return _digits(length).filter(lambda text: bool(text.strip("0")))


def _snils() -> st.SearchStrategy[str]:
    checked = _number(9).filter(lambda text: int(text) > LAST_UNCHECKED_SNILS)
    return checked.map(lambda text: text + snils_control(text))


VALID = st.one_of(
    st.tuples(st.just(FieldKind.SNILS), _snils()),
    st.tuples(st.just(FieldKind.INN_ORGANISATION), _number(9).map(lambda t: t + inn_control(t))),
    st.tuples(
        st.just(FieldKind.INN_PERSON),
        _number(10).filter(lambda t: not t.startswith("00")).map(lambda t: t + inn_control(t)),
    ),
    st.tuples(st.just(FieldKind.OGRN), _number(12).map(lambda t: t + ogrn_control(t))),
    st.tuples(st.just(FieldKind.OGRNIP), _number(14).map(lambda t: t + ogrn_control(t))),
    st.tuples(st.just(FieldKind.DIVISION_CODE), _number(6)),
    st.tuples(st.just(FieldKind.PASSPORT_NUMBER), _number(6)),
)


@st.composite
def noisy(draw: st.DrawFn, noise: st.SearchStrategy[str]) -> tuple[FieldKind, str, str]:
    """A valid number with signs of ``noise`` between its digits, some of them full-width."""
    kind, value = draw(VALID)
    text = draw(noise) if draw(st.booleans()) else ""
    for digit in value:
        text += digit.translate(FULL_WIDTH) if draw(st.booleans()) else digit
        text += draw(noise) if draw(st.booleans()) else ""
    return kind, value, text


def _settled(kind: FieldKind, check: FieldCheck) -> FieldCheck:
    """Take the repair where one is offered."""
    return check_field(kind, check.repair.text) if check.repair else check


@given(noisy(st.one_of(SPACES, DASHES)))
def test_odd_spaces_dashes_and_digits_are_taken_without_a_question(
    case: tuple[FieldKind, str, str],
) -> None:
    kind, value, text = case
    check = check_field(kind, text)
    assert check.is_acceptable
    assert check.value == value
    assert _settled(kind, check).value == value


@given(noisy(st.one_of(SPACES, DASHES, RUBBISH)))
def test_the_repair_of_a_valid_number_under_noise_gives_the_number(
    case: tuple[FieldKind, str, str],
) -> None:
    kind, value, text = case
    check = check_field(kind, text)
    assert check.value == value
    settled = _settled(kind, check)
    assert settled.is_acceptable
    assert settled.value == value


@given(noisy(SPACES), st.data())
def test_letters_typed_for_digits_are_repaired_to_the_number(
    case: tuple[FieldKind, str, str], data: st.DataObject
) -> None:
    kind, value, _text = case
    letters = {"0": "ОoO", "1": "lI", "3": "Зз"}
    typed = "".join(
        data.draw(st.sampled_from(letters[digit])) if digit in letters and at else digit
        for at, digit in enumerate(value)
    )
    settled = _settled(kind, check_field(kind, typed))
    assert (settled.is_acceptable, settled.value) == (True, value)


WORD = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=2, max_size=12).map(str.capitalize)
NAMES = st.lists(st.one_of(WORD, st.tuples(WORD, WORD).map("-".join)), min_size=2, max_size=4).map(
    " ".join
)
CYRILLIC = {cyrillic: latin for latin, cyrillic in LATIN_AS_CYRILLIC.items()}


@given(NAMES, st.data())
def test_the_repair_of_a_name_with_latin_letters_gives_the_name(
    name: str, data: st.DataObject
) -> None:
    typed = "".join(
        CYRILLIC[sign] if sign in CYRILLIC and data.draw(st.booleans()) else sign for sign in name
    )
    check = check_field(FieldKind.FULL_NAME, typed)
    if any(sign not in CYRILLIC for sign in name if sign.isalpha()):
        settled = _settled(FieldKind.FULL_NAME, check)
        assert (settled.state, settled.value) == (FieldState.GOOD, name)


@given(NAMES, st.data())
def test_odd_spaces_and_hyphens_leave_a_name_as_it_is(name: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from([" ", "\u00a0", "  ", "\u2009"])) if sign == " "
        else data.draw(st.sampled_from(["-", " – ", "—", "- "])) if sign == "-"
        else sign
        for sign in name
    )  # fmt: skip
    check = check_field(FieldKind.FULL_NAME, typed)
    assert (check.is_acceptable, check.value) == (True, name)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from([".", "/", "-", " "]))
def test_every_date_is_read(day: date, separator: str) -> None:
    typed = f"{day.day}{separator}{day.month}{separator}{day.year}"
    assert check_field(FieldKind.DATE, typed).value == day.isoformat()
    assert check_field(FieldKind.DATE, day.isoformat()).value == day.isoformat()


@given(st.sampled_from(FieldKind), st.text(max_size=60))
def test_no_text_breaks_a_check_and_every_flaw_has_words_and_a_place(
    kind: FieldKind, text: str
) -> None:
    check = check_field(kind, text)
    assert check.is_acceptable or check.state is FieldState.REPAIRABLE or not check.value
    for flaw in check.flaws:
        assert 0 <= flaw.start <= flaw.end <= len(text)
        for language in ("ru", "en"):
            assert CATALOGUE.phrase(flaw.code, language, **flaw.data)
    if check.repair:
        assert CATALOGUE.phrase(check.repair.code, "ru")
        assert check.repair.text != text


@given(st.sampled_from(FieldKind), st.text(max_size=60))
def test_what_was_shown_is_taken_again_unchanged(kind: FieldKind, text: str) -> None:
    check = check_field(kind, text)
    if check.value:
        again = check_field(kind, check.shown)
        assert (again.value, again.shown) == (check.value, check.shown)
