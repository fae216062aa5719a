"""The part of a person's page that shows the training passport: there is no paper one."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.web.desk import Fact


class PapersInHand:
    """Implements ``PersonSection``."""

    title: Final = "Учебный паспорт"

    def facts(self, portal: Portal, session: Session, account: AccountRow) -> tuple[Fact, ...]:
        """Return birth date and passport, which a real person reads from the paper."""
        state = official_identity(account.id)
        series, number = state.passport[:4], state.passport[4:]
        return (
            Fact("Дата рождения", f"{state.birth_date:%d.%m.%Y}"),
            Fact("Серия и номер", f"{series[:2]} {series[2:]} {number}"),
        )
