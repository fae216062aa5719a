"""The lines that a consent document must hold: composed by the program, checked by the portal."""

from __future__ import annotations

from desktop_app.services.portal.contract import ConsentSubjectMessage, ConsentTextMessage


def consent_lines(
    text: ConsentTextMessage, subject: ConsentSubjectMessage, certificate_id: str
) -> tuple[str, ...]:
    """Return the lines that a consent document must hold, whole and in this order.

    The document is UTF-8 text with LF line ends; other lines (date and time, time zone,
    blank lines) may stand before, between and after. They are the fields of 152-ФЗ,
    art. 9 part 4; a program may not reword them.
    """
    return (
        text.title,
        f"Версия текста: {text.version}",
        f"Субъект персональных данных: {subject.full_name}",
        f"СНИЛС: {subject.snils}",
        f"Адрес: {subject.address}",
        f"Документ, удостоверяющий личность: {subject.identity_document}",
        f"Оператор: {text.operator}",
        f"Обработчик по поручению оператора: {text.processor or 'нет'}",
        f"Цель обработки: {text.purpose}",
        "Перечень персональных данных:",
        *(f"— {item}" for item in text.data_items),
        f"Действия и способы обработки: {text.actions}",
        f"Правовое основание: {text.legal_ground}",
        f"Срок действия: {text.term}",
        f"Порядок отзыва: {text.withdrawal}",
        f"Последствия отказа: {text.refusal}",
        f"После отзыва: {text.after_withdrawal}",
        f"Сертификат подписанта (SHA-256): {certificate_id}",
    )


def consent_lines_by_code(
    text: ConsentTextMessage, subject: ConsentSubjectMessage, address: str
) -> tuple[str, ...]:
    """Return the same lines for a consent that a code confirms, sent to this masked telephone."""
    whole = consent_lines(text, subject, "")
    return (*whole[:-1], f"Подписано простой электронной подписью: код из СМС на номер {address}")
