"""Logins, passwords, telephones and mailboxes of the training people: none of them a secret."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from desktop_app.sandbox.people import EVERYBODY, TrainingAccount


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


def login_named(name: str) -> TrainingLogin | None:
    """Return whose login it is: a mailbox, a telephone or a СНИЛС, with or without marks."""
    name = name.strip().lower()
    digits = "".join(filter(str.isdigit, name))
    for login in training_logins():
        if name == login.email:
            return login
        if "@" not in name and digits in (login.person.person.snils, login.phone[1:]):
            return login
    return None


def login_of(account_id: str) -> TrainingLogin | None:
    """Return the login of a portal's account; people made for a load test have none."""
    return next((each for each in training_logins() if each.account_id == account_id), None)
