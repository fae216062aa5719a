"""The check of each kind of field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_app.core.field_checks import contacts, dates, names, numbers, texts
from desktop_app.core.field_checks.field import FieldCheck, FieldKind

_CHECKS: Mapping[FieldKind, Callable[[str], FieldCheck]] = {
    FieldKind.TEXT: texts.check_text,
    FieldKind.LINES: texts.check_lines,
    FieldKind.NAME: names.check_name,
    FieldKind.FULL_NAME: names.check_full_name,
    FieldKind.SNILS: numbers.check_snils,
    FieldKind.INN: numbers.check_inn,
    FieldKind.INN_PERSON: numbers.check_inn_of_person,
    FieldKind.INN_ORGANISATION: numbers.check_inn_of_organisation,
    FieldKind.OGRN: numbers.check_ogrn,
    FieldKind.OGRNIP: numbers.check_ogrnip,
    FieldKind.PASSPORT: numbers.check_passport,
    FieldKind.PASSPORT_SERIES: numbers.check_passport_series,
    FieldKind.PASSPORT_NUMBER: numbers.check_passport_number,
    FieldKind.DIVISION_CODE: numbers.check_division_code,
    FieldKind.PHONE: contacts.check_phone,
    FieldKind.EMAIL: contacts.check_email,
    FieldKind.DATE: dates.check_date,
}


def check_field(kind: FieldKind, entered: str) -> FieldCheck:
    """Return what is to be said of ``entered`` in a field of this kind; it raises nothing."""
    return _CHECKS[kind](entered)
