"""СНИЛС, ИНН, ОГРН, ОГРНИП and the numbers of a passport."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_app.core.field_checks.control_digits import (
    LAST_UNCHECKED_SNILS,
    inn_control,
    ogrn_control,
    snils_control,
)
from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FlawWeight, empty, judged
from desktop_app.core.field_checks.signs import Digits, read_digits


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a number of a fixed length is judged and written."""

    length: int
    shown: Callable[[str], str]
    flaws: Callable[[Digits], Iterator[FieldFlaw]]


def check_snils(entered: str) -> FieldCheck:
    """Check a СНИЛС; the value is eleven digits."""
    return _check(entered, _Rule(11, shown_snils, _snils_flaws))


def check_inn(entered: str) -> FieldCheck:
    """Check an ИНН of a person or an organisation.

    Twelve digits that begin with 00 are an organisation's ИНН as old certificates carry it.
    """
    digits = read_digits(entered)
    if _is_padded(digits.text):
        return _unpadded(entered, digits)
    length = 10 if len(digits.text) <= 10 else 12
    return _check(entered, _Rule(length, str, _inn_flaws))


def check_inn_of_person(entered: str) -> FieldCheck:
    """Check an ИНН of twelve digits."""
    return _check(entered, _Rule(12, str, _person_inn_flaws))


def check_inn_of_organisation(entered: str) -> FieldCheck:
    """Check an ИНН of ten digits; the twelve of old certificates are mended."""
    digits = read_digits(entered)
    if _is_padded(digits.text):
        return _unpadded(entered, digits)
    if _is_inn(digits.text, 12):
        flaw = FieldFlaw("field.inn-of-person", FlawWeight.ERROR, *digits.span())
        return judged(entered, "", "", (*digits.flaws, flaw), digits.tidy)
    return _check(entered, _Rule(10, str, _inn_flaws))


def check_ogrn(entered: str) -> FieldCheck:
    """Check an ОГРН, thirteen digits."""
    return _check(entered, _Rule(13, str, _ogrn_flaws))


def check_ogrnip(entered: str) -> FieldCheck:
    """Check an ОГРНИП, fifteen digits."""
    return _check(entered, _Rule(15, str, _ogrn_flaws))


def check_passport(entered: str) -> FieldCheck:
    """Check series and number of a Russian passport; there are no control digits."""
    rule = _Rule(10, lambda text: f"{text[:2]} {text[2:4]} {text[4:]}", _passport_flaws)
    return _check(entered, rule, separators=" -№")


def check_passport_series(entered: str) -> FieldCheck:
    """Check the four digits of a passport's series."""
    return _check(entered, _Rule(4, lambda text: f"{text[:2]} {text[2:]}", _zeros))


def check_passport_number(entered: str) -> FieldCheck:
    """Check the six digits of a passport's number."""
    return _check(entered, _Rule(6, str, _zeros), separators=" -№")


def check_division_code(entered: str) -> FieldCheck:
    """Check the code of the division that issued a passport, six digits."""
    return _check(entered, _Rule(6, lambda text: f"{text[:3]}-{text[3:]}", _zeros))


def shown_snils(digits: str) -> str:
    """Return eleven digits as ``112-233-445 95``."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"


def _check(entered: str, rule: _Rule, separators: str = " -") -> FieldCheck:
    digits = read_digits(entered, separators)
    if not digits.text and not digits.flaws:
        return empty(entered)
    flaws = [*digits.flaws]
    missing = rule.length - len(digits.text)
    if missing > 0:
        end = len(entered)
        data = {"missing": missing, "length": rule.length}
        flaws.append(FieldFlaw("field.digits-missing", FlawWeight.UNFINISHED, end, end, data))
    elif missing < 0:
        span = digits.span(rule.length)
        data = {"extra": -missing, "length": rule.length}
        flaws.append(FieldFlaw("field.digits-extra", FlawWeight.ERROR, *span, data))
    else:
        flaws += rule.flaws(digits)
    return judged(entered, digits.text, rule.shown(digits.text), flaws, digits.tidy)


def _zeros(digits: Digits) -> Iterator[FieldFlaw]:
    if not digits.text.strip("0"):
        yield FieldFlaw("field.zeros", FlawWeight.ERROR, *digits.span())


def _snils_flaws(digits: Digits) -> Iterator[FieldFlaw]:
    number, control = digits.text[:9], digits.text[9:]
    if int(number) == 0:
        yield FieldFlaw("field.zeros", FlawWeight.ERROR, *digits.span())
    elif int(number) <= LAST_UNCHECKED_SNILS:
        yield FieldFlaw("field.snils-unchecked", FlawWeight.UNPROVEN, *digits.span())
    elif snils_control(number) != control:
        yield FieldFlaw("field.snils-control", FlawWeight.ERROR, *digits.span())


def _inn_flaws(digits: Digits) -> Iterator[FieldFlaw]:
    text = digits.text
    body = text[:9] if len(text) == 10 else text[:10]
    if not text.strip("0"):
        yield FieldFlaw("field.zeros", FlawWeight.ERROR, *digits.span())
    elif body + inn_control(body) != text:
        data = {"length": len(text)}
        yield FieldFlaw("field.inn-control", FlawWeight.ERROR, *digits.span(), data)
    elif text.startswith("00"):
        yield FieldFlaw("field.inn-region", FlawWeight.UNPROVEN, *digits.span(0, 2))


def _person_inn_flaws(digits: Digits) -> Iterator[FieldFlaw]:
    if _is_padded(digits.text):
        yield FieldFlaw("field.inn-of-organisation", FlawWeight.ERROR, *digits.span())
    else:
        yield from _inn_flaws(digits)


def _ogrn_flaws(digits: Digits) -> Iterator[FieldFlaw]:
    if not digits.text.strip("0"):
        yield FieldFlaw("field.zeros", FlawWeight.ERROR, *digits.span())
    elif ogrn_control(digits.text[:-1]) != digits.text[-1]:
        yield FieldFlaw("field.ogrn-control", FlawWeight.ERROR, *digits.span())


def _passport_flaws(digits: Digits) -> Iterator[FieldFlaw]:
    for begin, end in ((0, 4), (4, 10)):
        if not digits.text[begin:end].strip("0"):
            yield FieldFlaw("field.zeros", FlawWeight.ERROR, *digits.span(begin, end))


def _is_inn(text: str, length: int) -> bool:
    body = text[:9] if length == 10 else text[:10]
    return len(text) == length and bool(text.strip("0")) and body + inn_control(body) == text


def _is_padded(text: str) -> bool:
    return len(text) == 12 and text.startswith("00") and _is_inn(text[2:], 10)


def _unpadded(entered: str, digits: Digits) -> FieldCheck:
    flaw = FieldFlaw("field.inn-padded", FlawWeight.REPAIR, *digits.span(0, 2))
    return judged(entered, digits.text[2:], digits.text[2:], (*digits.flaws, flaw))
