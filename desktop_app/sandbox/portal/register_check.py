"""«Проверить»: compares a credential with the register of documents and that of licences."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop_app.core.credentials import CheckVerdict
from desktop_app.sandbox.tables import CredentialRow, RegisterRow

REPORTING_PERIOD: Final = timedelta(days=60)
"""How long an organisation may take to report a document to the register."""


def check_with_register(
    session: Session, row: CredentialRow, full_name: str, now: datetime
) -> tuple[CheckVerdict, str]:
    """Return the verdict and its reason in Russian."""
    licence_ended = row.organisation.licence_ended_on
    if licence_ended is not None and licence_ended <= row.issued_on:
        return (
            CheckVerdict.NOT_CONFIRMED,
            f"Лицензия организации прекращена {licence_ended:%d.%m.%Y}, до выдачи документа.",
        )
    line = session.get(RegisterRow, row.number)
    if line is None:
        return _absent(row, now)
    return _compare(row, line, full_name)


def _absent(row: CredentialRow, now: datetime) -> tuple[CheckVerdict, str]:
    if now.date() - row.issued_on < REPORTING_PERIOD:
        return (
            CheckVerdict.UNCLEAR,
            "Организация ещё не передала сведения в реестр: на это отводится 60 дней.",
        )
    return CheckVerdict.NOT_CONFIRMED, "Документа с таким номером в реестре нет."


def _compare(row: CredentialRow, line: RegisterRow, full_name: str) -> tuple[CheckVerdict, str]:
    if line.annulled:
        return CheckVerdict.NOT_CONFIRMED, "В реестре документ отмечен как аннулированный."
    if line.holder != full_name:
        return (
            CheckVerdict.UNCLEAR,
            f"В реестре документ выдан на имя «{line.holder}»: уточните смену фамилии.",
        )
    if line.issued_on != row.issued_on:
        return (
            CheckVerdict.UNCLEAR,
            f"В реестре другая дата выдачи: {line.issued_on:%d.%m.%Y}.",
        )
    return CheckVerdict.CONFIRMED, "Номер, владелец, дата и лицензия организации совпали."
