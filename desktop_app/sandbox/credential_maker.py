"""Makes rows for the table of credentials and for the register that they are checked against."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from desktop_app.sandbox import training_data as data

ACCREDITATION_CENTRE: Final = len(data.ORGANISATIONS)
_YEAR = 365
_TERM = 5 * _YEAR + 1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document."""

    name: str
    weight: int
    hours: tuple[int, ...]
    has_term: bool
    prefix: str


KINDS: Final = (
    Kind("повышение квалификации", 50, (16, 18, 36, 72, 144), has_term=True, prefix="УПК "),
    Kind("интерактивный образовательный модуль", 22, (1, 2, 3), has_term=True, prefix="ИОМ "),
    Kind("образовательное мероприятие", 14, (4, 6, 8), has_term=True, prefix="НМО "),
    Kind("профессиональная переподготовка", 4, (504, 576), has_term=False, prefix="ДПП "),
    Kind("периодическая аккредитация", 6, (0,), has_term=True, prefix="7722 0"),
    Kind("сертификат специалиста", 4, (0,), has_term=True, prefix="0377 "),
)

_OWN_SPECIALITY: Final = ("7722 0", "0377 ", "ДПП ")
"""Kinds that are issued in the holder's own speciality."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The account that gets the credentials."""

    account_id: str
    full_name: str
    speciality: str


@dataclass(frozen=True, slots=True)
class Rows:
    """One credential, and the register's line about it, where the register has one."""

    credential: dict[str, Any]
    register: dict[str, Any] | None


class CredentialMaker:
    """Deals out credentials; the same day and order give the same rows."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._made = 0
        self._chance = random.Random(20_260_901)  # noqa: S311 - believable data, not secrets

    def rows(self, holder: Holder, count: int) -> Iterator[Rows]:
        """Make ``count`` credentials of one account."""
        for _ in range(count):
            self._made += 1
            yield self._row(holder)

    def _row(self, holder: Holder) -> Rows:
        chance = self._chance
        kind = chance.choices(KINDS, [kind.weight for kind in KINDS])[0]
        speciality = self._speciality(kind, holder)
        issued_on = self._today - timedelta(days=self._age(kind))
        pending = (self._today - issued_on).days < 60 and chance.random() < 0.6
        state = "in-confirmation" if pending else "issued"
        credential = {
            "id": f"{self._made:010d}",
            "account_id": holder.account_id,
            "name": self._name(kind, speciality),
            "kind": kind.name,
            "speciality": speciality,
            "hours": chance.choice(kind.hours),
            "number": f"{kind.prefix}{self._made:08d}",
            "issued_on": issued_on,
            "valid_from": issued_on,
            "valid_until": _five_years_after(issued_on) if kind.has_term else None,
            "state": "revoked" if chance.random() < 0.02 else state,
            "organisation_id": self._organisation(kind),
            "has_document": not pending,
            "check_verdict": None,
            "checked_at": None,
            "check_reason": None,
        }
        return Rows(credential, self._register(credential, holder.full_name, pending=pending))

    def _age(self, kind: Kind) -> int:
        """Return how many days ago it was issued: recent, ending soon, or any time."""
        draw = self._chance.random()
        if kind.prefix == "0377 ":
            return self._chance.randint(5 * _YEAR, 8 * _YEAR)
        if draw < 0.10:
            return self._chance.randint(3, 59)
        if draw < 0.25:
            return self._chance.randint(_TERM - 170, _TERM - 5)
        return self._chance.randint(60, int(6.5 * _YEAR))

    def _speciality(self, kind: Kind, holder: Holder) -> str:
        if kind.prefix in _OWN_SPECIALITY or self._chance.random() < 0.5:
            return holder.speciality
        place = data.SPECIALITIES.index(holder.speciality)
        return self._chance.choice(data.SPECIALITIES[max(0, place - 4) : place + 5])

    def _name(self, kind: Kind, speciality: str) -> str:
        chance = self._chance
        if kind.prefix in _OWN_SPECIALITY:
            return f"{speciality} — {kind.name}"
        if chance.random() < 0.3:
            return f"{chance.choice(data.GENERAL_PROGRAMMES)} — {kind.name}"
        return f"{chance.choice(data.TOPICS).format(speciality.lower())} — {kind.name}"

    def _organisation(self, kind: Kind) -> int:
        if kind.prefix == "7722 0":
            return ACCREDITATION_CENTRE
        return self._chance.randint(1, ACCREDITATION_CENTRE - 1)

    def _register(
        self, credential: dict[str, Any], full_name: str, *, pending: bool
    ) -> dict[str, Any] | None:
        """Return what the register knows: nothing, all, another surname or date, annulled."""
        draw = self._chance.random()
        if pending or draw < 0.07:
            return None
        holder, issued_on = full_name, credential["issued_on"]
        if draw < 0.12:
            names = full_name.split(" ", 1)[1]
            ending = "а" if names.endswith("на") else ""
            holder = f"{self._chance.choice(data.SURNAMES)}{ending} {names}"
        elif draw < 0.16:
            issued_on += timedelta(days=self._chance.randint(1, 20))
        annulled = credential["state"] == "revoked"
        number = credential["number"]
        return {"number": number, "holder": holder, "issued_on": issued_on, "annulled": annulled}


def _five_years_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 5, day=28 if leap_day else day.day)
