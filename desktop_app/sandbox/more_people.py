"""The people of a class: made by number, the same every time, without tokens of their own."""

from __future__ import annotations

import random
from typing import Final

from desktop_app.sandbox import training_data as data
from desktop_app.sandbox.people import TrainingAccount, inn_of, snils_of
from desktop_app.sandbox.person import Person

FIRST_EXTRA_SNILS: Final = 200_000_000
_FIRST_INN: Final = 7_800_000_000
_PREFIX: Final = "extra-"


def extra_id(number: int) -> str:
    """Return the account of the person with this number, from 1 on."""
    return f"{_PREFIX}{number}"


def extra_number(account_id: str) -> int | None:
    """Return whose account of a class it is; None for any other."""
    digits = account_id.removeprefix(_PREFIX)
    is_extra = account_id.startswith(_PREFIX) and digits.isascii() and digits.isdecimal()
    return int(digits) if is_extra else None


def extra_person(number: int) -> TrainingAccount:
    """Return the person with this number."""
    chance = random.Random(number)  # noqa: S311 - believable data, not secrets
    woman = chance.random() < 0.7
    surname = chance.choice(data.SURNAMES) + ("а" if woman else "")
    first = chance.choice(data.WOMEN if woman else data.MEN)
    patronymic = chance.choice(data.PATRONYMICS) + ("на" if woman else "ич")
    return TrainingAccount(
        Person(
            surname,
            f"{first} {patronymic}",
            snils_of(FIRST_EXTRA_SNILS + number),
            inn_of(_FIRST_INN + number),
        ),
        "из учебной группы, токена не имеет",
        (),
        chance.choice(data.SPECIALITIES),
        chance.choice(data.CLINICS),
    )
