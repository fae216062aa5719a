"""Does `nmo register-sync` say what differed, who mends it, and write the ticket?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.accounts import SessionState
from desktop_app.core.name_places import NamePlace, PlacedName, name_case
from desktop_app.core.register_sync import (
    Difference,
    DifferenceKind,
    RecordSection,
    SyncReport,
    SyncState,
)
from desktop_app.services.egisz_refusals import read_refusals
from tests.unit.cli.conftest import Ran

Nmo = Callable[..., Ran]
AT = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
MISSING = Difference(
    "1", RecordSection.CERTIFICATE, DifferenceKind.MISSING, "Сертификат", "УЗИ, 2022", ""
)


def state(
    *differences: Difference, register: str = "Иванова Мария", refusal: str = ""
) -> SyncState:
    report = SyncReport(
        "ab12", AT, "Иванова Мария", register, differences, 4, (refusal,) if refusal else ()
    )
    names = name_case(
        [
            PlacedName(NamePlace.ACCOUNT, "Иванова Мария"),
            PlacedName(NamePlace.REGISTER, register),
        ]
    )
    refusals = (read_refusals().understand(refusal, "ru"),) if refusal else ()
    return SyncState(report, names, refusals)


@pytest.fixture
def answer(services: SimpleNamespace) -> SimpleNamespace:
    """Return what the service will answer, and what settings were set."""
    given = SimpleNamespace(now=state(), due=True, set={})
    sync = SimpleNamespace(
        run=lambda _certificates, _cancel: given.now,
        state=lambda _certificates, _cancel: given.now,
        run_if_due=lambda _certificates, _cancel: given.now if given.due else None,
    )
    services.registers = SimpleNamespace(sync=sync)
    services.login = SimpleNamespace(state=lambda: SessionState(None))
    services.settings = SimpleNamespace(set=given.set.__setitem__)
    return given


def test_nothing_that_differs_is_a_good_end(nmo: Nmo, answer: SimpleNamespace) -> None:
    ran = nmo("register-sync")
    assert ran.exit_code == ExitCode.DONE
    assert "Расхождений нет." in ran.out


def test_what_is_missing_in_the_register_waits_for_the_employer(
    nmo: Nmo, answer: SimpleNamespace
) -> None:
    answer.now = state(MISSING)
    ran = nmo("register-sync")
    assert ran.exit_code == ExitCode.BAD
    assert "Нет в ФРМР: вносит работодатель" in ran.out
    document = nmo("--json", "register-sync", "--show").document
    assert document["needs_action"] is True
    assert document["report"]["differences"][0]["kind"] == "missing"


def test_a_changed_surname_says_who_mends_it(nmo: Nmo, answer: SimpleNamespace) -> None:
    answer.now = state(register="Кравченко Мария")
    ran = nmo("register-sync")
    assert ran.exit_code == ExitCode.BAD
    assert "Фамилия изменилась не везде" in ran.out
    assert "Работодатель: кадровая служба" in ran.out


def test_a_refusal_is_explained_and_quoted_in_the_ticket(nmo: Nmo, answer: SimpleNamespace) -> None:
    words = "Подписант из сертификата не найден в ФРМР"
    answer.now = state(refusal=words, register="")
    ran = nmo("register-sync")
    assert "Вас нет в ФРМР" in ran.out
    assert "Кто действует: работодатель." in ran.out
    assert words in nmo("register-sync", "--ticket").out


def test_a_scheduler_compares_only_when_it_is_time(nmo: Nmo, answer: SimpleNamespace) -> None:
    answer.due = False
    ran = nmo("--json", "register-sync", "--if-due")
    assert (ran.exit_code, ran.document) == (ExitCode.DONE, {"due": False})
    assert nmo("register-sync", "--every", "14").exit_code == ExitCode.DONE
    assert list(answer.set.values()) == [14]
    assert nmo("register-sync", "--every", "91").exit_code == ExitCode.USAGE
