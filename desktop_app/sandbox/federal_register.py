"""ФРМР of the training mode: fictional records, and profiles that differ from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desktop_app.core.register_sync import RecordSection
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.training_data import ORGANISATIONS

NO_RECORD: Final = "person-12"
"""ФРМР knows nobody of this СНИЛС."""
OLD_DICTIONARY: Final = "person-11"
"""The record names a speciality that the dictionary no longer has."""
_OTHER_SPELLINGS: Final = {
    "person-3": "Соловьева Анна Дмитриевна",
    "person-8": "Kузнецова Ольга  Викторовна",
}
"""Without ё; with a Latin K and two spaces."""
_REFUSALS: Final = {
    NO_RECORD: ("Подписант из сертификата не найден в ФРМР",),
    OLD_DICTIONARY: (
        "Запись справочника [1.2.643.5.1.13.13.11.1066] с идентификатором [114] не найдена",
        "Справочник OID [1.2.643.5.1.13.13.11.1002]. Версия [4.45] недопустима",
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record."""

    section: RecordSection
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """What ФРМР answers for one person."""

    full_name: str
    """Empty where there is no record."""
    entries: tuple[Entry, ...]
    refusals: tuple[str, ...] = ()


def record_of(account_id: str, full_name: str, speciality: str, clinic: str) -> RegisterRecord:
    """Return the record of an account."""
    refusals = _REFUSALS.get(account_id, ())
    if account_id == NO_RECORD:
        return RegisterRecord("", (), refusals)
    name = _OTHER_SPELLINGS.get(account_id, full_name)
    entries = () if refusals else _entries(account_id, speciality, clinic)
    return RegisterRecord(name, entries, refusals)


def first_profile(account_id: str, speciality: str, clinic: str) -> tuple[Entry, ...]:
    """Return what the profile holds before it is compared for the first time."""
    whole = _entries(account_id, speciality, clinic)
    if account_id != "person-1":
        return whole
    education, certificate, _accreditation, position = whole
    own = Entry(
        RecordSection.CERTIFICATE,
        "Сертификат специалиста, вторая специальность",
        "Функциональная диагностика, 2022",
    )
    old = replace(position, value=position.value.replace("1 ставка", "0,5 ставки"))
    return education, certificate, own, old


def _entries(account_id: str, speciality: str, clinic: str) -> tuple[Entry, ...]:
    born = official_identity(account_id).birth_date.year
    school = ORGANISATIONS[born % 4][0]
    subject = speciality or "Организация здравоохранения"
    return (
        Entry(
            RecordSection.EDUCATION,
            "Высшее образование",
            f"31.05.01 Лечебное дело, {school}, {born + 24}",
        ),
        Entry(
            RecordSection.CERTIFICATE, "Сертификат специалиста", f"{subject}, {born + 26}, архив"
        ),
        Entry(
            RecordSection.ACCREDITATION,
            "Периодическая аккредитация",
            f"{subject}, с 15.04.2024 по 15.04.2029",
        ),
        Entry(RecordSection.POSITION, "Основная должность", f"{clinic}, врач, 1 ставка"),
    )
