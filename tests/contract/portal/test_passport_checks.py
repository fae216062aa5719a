"""The passport compared: match, what to correct, blocked, and a try that is spent once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors.registers import FormIncompleteError, PassportChecksBlockedError
from desktop_app.core.identity import PassportField, PassportOutcome, PassportStanding
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.scenario import Scenario
from desktop_app.services.identity import PassportChecks
from tests.contract.portal.at_home import AtHome, sit_down

Sit = Callable[[int], PassportChecks]


@pytest.fixture
def sit(portal: Any, tmp_path: Path) -> Iterator[Sit]:
    people: list[AtHome] = []

    def down(number: int) -> PassportChecks:
        people.append(sit_down(portal, number, tmp_path / str(number)))
        person = people[-1]
        answers = person.answers("passport", PassportStanding)
        return PassportChecks(person.session, person.audit, answers)

    yield down
    for person in people:
        person.close()


def right(number: int, name: str) -> dict[str, str]:
    state = official_identity(f"person-{number}")
    return {
        "full_name": name,
        "birth_date": f"{state.birth_date:%d.%m.%Y}",
        "passport": f"{state.passport[:2]} {state.passport[2:4]} № {state.passport[4:]}",
    }


def test_right_data_match_however_they_are_spelled(sit: Sit, portal: Any) -> None:
    checks = sit(3)
    assert checks.standing().last is None
    assert checks.known_values()["full_name"] == "Соловьёва Анна Дмитриевна"
    standing = checks.compare(right(3, "Соловьева Анна Дмитриевна"))
    assert standing.last is not None
    assert standing.last.outcome is PassportOutcome.MATCH
    assert standing.last.differing == ()
    assert standing.tries_left == 3
    assert checks.standing() == standing
    portal.play(Scenario.PORTAL_BUSY)
    kept = checks.standing()
    portal.play(Scenario.NORMAL)
    assert replace(kept, kept_at=None) == standing
    assert kept.kept_at is not None


def test_a_mismatch_names_what_to_correct_and_three_in_a_row_block(sit: Sit, portal: Any) -> None:
    checks = sit(2)
    values = right(2, "Петров Сергей Николаевич")
    wrong = checks.compare({**values, "full_name": "Петров Сергей", "birth_date": "01.01.1990"})
    assert wrong.last is not None
    assert wrong.last.outcome is PassportOutcome.MISMATCH
    assert wrong.last.differing == (PassportField.PATRONYMIC, PassportField.BIRTH_DATE)
    assert wrong.tries_left == 2
    wrong = checks.compare({**values, "passport": "4508 123456"})
    assert wrong.last is not None
    assert wrong.last.differing == (PassportField.PASSPORT,)
    assert wrong.blocked_until is None
    wrong = checks.compare({**values, "full_name": "Сидоров Сергей Николаевич"})
    assert wrong.last is not None
    assert wrong.last.differing == (PassportField.SURNAME,)
    assert (wrong.tries_left, wrong.blocked_until is None) == (0, False)
    with pytest.raises(PassportChecksBlockedError) as caught:
        checks.compare(values)
    assert caught.value.seconds is not None
    assert 800 < caught.value.seconds <= 900
    lines = [line for line in portal.journal() if line["action"] == "passport.check"]
    assert [line["outcome"] for line in lines[:3]] == ["mismatch"] * 3


def test_a_passport_that_no_longer_counts_is_told_apart(sit: Sit) -> None:
    standing = sit(11).compare(right(11, "Лебедев Артём Викторович"))
    assert standing.last is not None
    assert (standing.last.outcome, standing.tries_left) == (PassportOutcome.INVALID, 3)


def test_repeating_one_check_spends_one_try(portal: Any) -> None:
    client, _ = portal.signed_in(12)
    body = {"full_name": "Кто Нибудь", "birth_date": "1990-01-01", "passport": "4508123456"}
    path = "identity/passport-checks"
    answers = [portal.write(client, path, body, "the-same-key-of-one-check") for _ in range(4)]
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["tries_left"] for answer in answers} == {2}
    assert portal.get(client, path).json()["tries_left"] == 2


def test_an_unfinished_form_is_not_sent(sit: Sit) -> None:
    checks = sit(1)
    values = {"full_name": "Иванова Мария Петровна", "birth_date": "31.02.1980", "passport": "4508"}
    assert set(checks.check(values).flaws) == {"birth_date", "passport"}
    with pytest.raises(FormIncompleteError) as caught:
        checks.compare(values)
    assert caught.value.fields == ["birth_date", "passport"]
    assert checks.standing().last is None
