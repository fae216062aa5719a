"""Does `nmo account passport` ask, compare and say what to correct?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.identity import (
    PassportCheck,
    PassportField,
    PassportOutcome,
    PassportStanding,
)
from desktop_app.services.forms import check_form, read_form
from tests.unit.cli.conftest import Ran, StubConsole

Nmo = Callable[..., Ran]
AT = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
FORM = read_form("passport")


class StubChecks:
    """Answers what a test wants; keeps what was compared."""

    form = FORM

    def __init__(self) -> None:
        self.answer = PassportStanding(PassportCheck(PassportOutcome.MATCH, (), AT), 3, None)
        self.compared: list[Mapping[str, str]] = []

    def known_values(self) -> dict[str, str]:
        return {"full_name": "Иванова Мария Петровна"}

    def check(self, values: Mapping[str, str]) -> object:
        return check_form(FORM, values, AT.date())

    def standing(self, _cancel: object = None) -> PassportStanding:
        return self.answer

    def compare(self, values: Mapping[str, str], _cancel: object = None) -> PassportStanding:
        self.compared.append(values)
        return self.answer


@pytest.fixture
def checks(services: SimpleNamespace) -> StubChecks:
    made = StubChecks()
    services.registers = SimpleNamespace(passport=made)
    return made


def test_what_is_missing_is_asked_for_and_a_repair_is_taken(
    nmo: Nmo, checks: StubChecks, console: StubConsole
) -> None:
    console.lines = ["07.03.1985", "паспорт 45 08 123456", ""]
    ran = nmo("account", "passport")
    assert ran.exit_code == ExitCode.DONE
    assert "совпали" in ran.out
    assert checks.compared == [
        {
            "full_name": "Иванова Мария Петровна",
            "birth_date": "07.03.1985",
            "passport": "45 08 123456",
        }
    ]


def test_a_mismatch_is_a_bad_verdict_with_what_to_correct(nmo: Nmo, checks: StubChecks) -> None:
    differing = (PassportField.SURNAME, PassportField.BIRTH_DATE)
    last = PassportCheck(PassportOutcome.MISMATCH, differing, AT)
    checks.answer = PassportStanding(last, 2, None)
    given = ("--field", "birth_date=07.03.1985", "--field", "passport=4508123456")
    ran = nmo("account", "passport", *given)
    assert ran.exit_code == ExitCode.BAD
    assert "Фамилия: перепишите из паспорта" in ran.out
    assert "Дата рождения: проверьте день и месяц" in ran.out
    assert "Осталось попыток до паузы: 2." in ran.out
    ran = nmo("--json", "account", "passport", *given)
    assert ran.document["outcome"] == "mismatch"
    assert ran.document["differing"] == ["surname", "birth-date"]


def test_a_block_says_until_when(nmo: Nmo, checks: StubChecks) -> None:
    last = PassportCheck(PassportOutcome.MISMATCH, (PassportField.PASSPORT,), AT)
    checks.answer = PassportStanding(last, 0, AT + timedelta(minutes=15))
    ran = nmo("account", "passport", "--show")
    assert "Сверка закрыта до" in ran.out
    assert checks.compared == []


def test_without_a_person_the_fields_that_lack_are_named(nmo: Nmo, checks: StubChecks) -> None:
    ran = nmo("account", "passport")
    assert ran.exit_code == ExitCode.USAGE
    assert "birth_date" in ran.err
    assert "passport" in ran.err
    assert checks.compared == []
