"""Is each training person, and each of a class, known by mailbox, telephone and СНИЛС alone?"""

from __future__ import annotations

import pytest

from desktop_app.sandbox.training_logins import (
    TrainingLogin,
    extra_login,
    login_named,
    login_of,
    login_with_subject,
    training_logins,
)

LOGINS = (training_logins()[0], training_logins()[-1], extra_login(1), extra_login(100_000))


@pytest.mark.parametrize("login", LOGINS, ids=lambda each: each.account_id)
def test_a_person_is_found_by_whatever_names_one(login: TrainingLogin) -> None:
    snils = login.person.person.snils
    shown = f"{snils[:3]}-{snils[3:6]}-{snils[6:9]} {snils[9:]}"
    for name in (login.email, login.email.upper(), login.phone, snils, shown):
        assert login_named(name) == login
    assert login_of(login.account_id) == login
    assert login_with_subject(login.subject) == login


@pytest.mark.parametrize(
    "name",
    ["", "extra@pochta.example", "extra0@pochta.example", "7@x", "79010000000", "²", "1" * 40],
)
def test_what_names_nobody_finds_nobody(name: str) -> None:
    assert login_named(name) is None
