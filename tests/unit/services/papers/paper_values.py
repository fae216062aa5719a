"""Values with which each template can be filled in."""

from __future__ import annotations

from desktop_app.core.papers import PaperTemplate

VALUES = {
    "full_name": "Иванова Мария Петровна",
    "snils": "112-233-445 95",
    "address": "101000, г. Москва, ул. Учебная, д. 1, кв. 25",
    "passport": "4508 123456",
    "passport_issued_on": "12.05.2019",
    "passport_issuer": "ГУ МВД России по г. Москве",
    "division_code": "770-001",
    "operator": "ФГБОУ ДПО «Академия», 101000, г. Москва, ул. Учебная, д. 1",
    "processor": "ООО «Учебный центр», 101000, г. Москва, ул. Учебная, д. 2",
    "representative": "Петров Сергей Николаевич",
    "representative_details": "доверенность № 5 от 01.02.2026",
    "certificate": "ab" * 32,
    "addressee": "ФГБОУ ДПО «Академия»",
    "birth_date": "01.02.1980",
    "phone": "8 916 123-45-67",
    "email": "ivanova@mail.ru",
    "speciality": "Терапия",
    "workplace": "ГБУЗ «Городская поликлиника № 7»",
    "workplace_inn": "7707083893",
    "position": "врач-терапевт",
    "school": "Первый МГМУ им. И. М. Сеченова",
    "diploma": "ВСГ 1234567",
    "diploma_issued_on": "25.06.2004",
    "accreditation": "332400123456",
    "accredited_on": "01.06.2024",
    "accredited_until": "01.06.2029",
    "attachments": "diploma.pdf\naccreditation.pdf",
    "old_name": "Удостоверение",
    "old_number": "770400123",
    "new_name": "Удостоверение о повышении квалификации",
    "new_number": "770400999",
    "course_begins": "10.01.2026",
    "course_ends": "10.02.2026",
    "issued_on": "12.02.2026",
    "valid_until": "12.02.2031",
    "file": "udostoverenie.pdf",
    "subject": "Не проходит вход",
    "happened_on": "01.03.2026",
    "details": "Вставляю токен.\nПортал отвечает отказом.",
    "wish": "Объясните, что нужно подтвердить",
}


def whole(template: PaperTemplate) -> dict[str, str]:
    """Return values for all fields."""
    return {f.name: VALUES[f.name] for f in template.fields if f.name in VALUES}


def least(template: PaperTemplate) -> dict[str, str]:
    """Return values for the required fields."""
    return {f.name: VALUES[f.name] for f in template.fields if f.required and f.name in VALUES}
