"""Route ``cycle``: what counts in the person's five-year cycle."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from fastapi import APIRouter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.problems import problem_responses
from desktop_app.sandbox.portal.sessions import SpecialistHere
from desktop_app.sandbox.tables import CredentialRow
from desktop_app.services.portal.record_contract import CycleMessage

router = APIRouter(prefix="/cycle", tags=["credentials"])
_ADMISSIONS: Final = ("периодическая аккредитация", "сертификат специалиста")
_PROGRAMMES, _MODULES, _EVENTS = (
    "повышение квалификации",
    "интерактивный образовательный модуль",
    "образовательное мероприятие",
)
_YEARS = 5


@router.get("", responses=problem_responses(401, 403))
def read_cycle(portal: PortalHere, who: SpecialistHere) -> CycleMessage:
    """Return the cycle since the admission in force, without one that of the last five years."""
    today = portal.now().date()
    with portal.store.reading() as session:
        start = _admitted_on(session, who.account.id, today) or _years_on(today, -_YEARS)
        hours = _hours(session, who.account.id, start)
    return CycleMessage(
        started_on=start,
        ends_on=_years_on(start, _YEARS),
        programme_hours=hours[_PROGRAMMES],
        module_units=hours[_MODULES],
        event_units=hours[_EVENTS],
        other_units=0,
    )


def _admitted_on(session: Session, account_id: str, today: date) -> date | None:
    wanted = select(func.max(CredentialRow.valid_from)).where(
        CredentialRow.account_id == account_id,
        CredentialRow.kind.in_(_ADMISSIONS),
        CredentialRow.state == "issued",
        CredentialRow.valid_until >= today,
    )
    return session.scalar(wanted)


def _hours(session: Session, account_id: str, start: date) -> Counter[str]:
    wanted = (
        select(CredentialRow.kind, func.sum(CredentialRow.hours))
        .where(
            CredentialRow.account_id == account_id,
            CredentialRow.state == "issued",
            CredentialRow.issued_on >= start,
        )
        .group_by(CredentialRow.kind)
    )
    return Counter({kind: int(hours or 0) for kind, hours in session.execute(wanted)})


def _years_on(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)
