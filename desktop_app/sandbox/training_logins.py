"""Logins, passwords, telephones and mailboxes of the training people: none of them a secret."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from desktop_app.sandbox.more_people import FIRST_EXTRA_SNILS, extra_id, extra_number, extra_person
from desktop_app.sandbox.people import EVERYBODY, TrainingAccount

_EXTRA_MAIL: Final = "extra"
_EXTRA_PHONE: Final = "7901"


@dataclass(frozen=True, slots=True)
class TrainingLogin:
    """How a training person signs in at the training Госуслуги and where codes go."""

    account_id: str
    """Of the portal, where the person has one."""
    subject: str
    """The person's number in ЕСИА (``urn:esia:sbj_id``)."""
    person: TrainingAccount
    email: str
    """Also the login."""
    phone: str
    """``+7`` and ten digits."""
    password: str


@cache
def training_logins() -> tuple[TrainingLogin, ...]:
    """Return the logins of all training people, in the order of ``EVERYBODY``."""
    return tuple(
        TrainingLogin(
            account_id=f"person-{number}",
            subject=f"{1_000_000_000 + number}",
            person=account,
            email=f"person{number:02d}@pochta.example",
            phone=f"+7900000{number:04d}",
            password=f"Tk7!rM{number:02d}qZ",
        )
        for number, account in enumerate(EVERYBODY, start=1)
    )


@lru_cache(maxsize=1_000)
def extra_login(number: int) -> TrainingLogin:
    """Return the login of the person of a class with this number, from 1 on."""
    return TrainingLogin(
        account_id=extra_id(number),
        subject=f"{2_000_000_000 + number}",
        person=extra_person(number),
        email=f"{_EXTRA_MAIL}{number}@pochta.example",
        phone=f"+{_EXTRA_PHONE}{number:07d}",
        password=f"Gr5!nW{number}kV",
    )


def login_named(name: str) -> TrainingLogin | None:
    """Return whose login it is: a mailbox, a telephone or a СНИЛС, with or without marks.

    Of a class this names people that the portal may not have: ask it.
    """
    name = name.strip().lower()
    digits = "".join(filter(str.isdigit, name))
    for login in training_logins():
        if name == login.email:
            return login
        if "@" not in name and digits in (login.person.person.snils, login.phone[1:]):
            return login
    number = _extra_named(name, digits)
    if number < 1:
        return None
    login = extra_login(number)
    known = (login.email, login.phone[1:], login.person.person.snils)
    return login if (name if "@" in name else digits) in known else None


def login_of(account_id: str) -> TrainingLogin | None:
    """Return the login of a portal's account."""
    number = extra_number(account_id)
    if number is not None:
        return extra_login(number)
    return next((each for each in training_logins() if each.account_id == account_id), None)


def login_with_subject(subject: str) -> TrainingLogin | None:
    """Return whose number in ЕСИА it is."""
    number = int(subject) - 2_000_000_000 if subject.isascii() and subject.isdecimal() else 0
    if 0 < number < FIRST_EXTRA_SNILS:
        return extra_login(number)
    return next((each for each in training_logins() if each.subject == subject), None)


def _extra_named(name: str, digits: str) -> int:
    """Return the only number that a login of a class could mean, 0 for none."""
    if not 1 <= len(digits) <= 11 or not digits.isascii():
        return 0
    if "@" in name:
        return int(digits) if len(digits) < 8 else 0
    if digits.startswith(_EXTRA_PHONE):
        return int(digits[len(_EXTRA_PHONE) :] or "0")
    return int(digits[:9]) - FIRST_EXTRA_SNILS if len(digits) == 11 else 0
