"""ФРМР: what differs is taken over once, names are compared, refusals understood, on schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors.portal import PortalUnavailableError
from desktop_app.core.name_places import NamePlace, NameRelation, SpellingTrait
from desktop_app.core.register_sync import DifferenceKind, Mender, RecordSection
from desktop_app.core.resources import resource_path
from desktop_app.sandbox.scenario import Scenario
from desktop_app.services.register_sync import RegisterSync
from desktop_app.services.register_ticket import register_ticket
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_records import SealedRecords
from desktop_app.services.storage.settings import REGISTER_SYNC_DAYS, SettingsStore
from desktop_app.signing.certificates import read_certificate
from tests.contract.portal.at_home import AtHome, sit_down


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


Sit = Callable[[int], tuple[AtHome, RegisterSync, SettingsStore, Clock]]


@pytest.fixture
def sit(portal: Any, tmp_path: Path) -> Iterator[Sit]:
    people: list[AtHome] = []

    def down(number: int) -> tuple[AtHome, RegisterSync, SettingsStore, Clock]:
        person = sit_down(portal, number, tmp_path / str(number))
        people.append(person)
        records = SealedRecords(person.home.folder("registration"), Sealer(person.secrets))
        settings, clock = SettingsStore(person.home.settings_file), Clock()
        sync = RegisterSync(person.session, records, settings, person.audit, "ru", clock)
        return person, sync, settings, clock

    yield down
    for person in people:
        person.close()


def test_differences_are_taken_over_once_and_what_is_missing_waits(sit: Sit) -> None:
    _person, sync, _settings, _clock = sit(1)
    first = sync.run()
    assert first.report is not None
    kinds = {each.section: each.kind for each in first.report.differences}
    assert kinds == {
        RecordSection.ACCREDITATION: DifferenceKind.ADDED,
        RecordSection.POSITION: DifferenceKind.UPDATED,
        RecordSection.CERTIFICATE: DifferenceKind.MISSING,
    }
    assert (first.report.unchanged, first.needs_action) == (2, True)
    second = sync.run()
    assert second.report is not None
    assert second.report.differences == first.report.waiting
    assert second.report.unchanged == 4
    assert sync.state().report == second.report
    assert sync.kept().report == second.report


def test_a_lost_answer_asks_for_the_same_comparison(sit: Sit, portal: Any) -> None:
    _person, sync, _settings, _clock = sit(2)
    before = len(comparisons(portal))
    portal.play(Scenario.ANSWER_LOST)
    try:
        state = sync.run()
    finally:
        portal.play(Scenario.NORMAL)
    assert len(comparisons(portal)) == before + 1
    assert state.report is not None
    assert (state.report.differences, state.needs_action) == ((), False)


def comparisons(portal: Any) -> list[Any]:
    return [line for line in portal.journal() if line["action"] == "register.sync"]


@pytest.mark.parametrize(("number", "traits"), [(3, {"yo"}), (8, {"look-alikes", "space"})])
def test_another_spelling_is_recognised_and_hinders_nothing(
    sit: Sit, number: int, traits: set[str]
) -> None:
    _person, sync, _settings, _clock = sit(number)
    state = sync.run()
    assert state.names is not None
    assert state.names.relation is NameRelation.SPELLING
    assert state.names.differing == (NamePlace.REGISTER,)
    assert set(state.names.traits) == {SpellingTrait(trait) for trait in traits}
    assert not state.needs_action


def test_a_changed_surname_becomes_a_ready_ticket(sit: Sit, portal: Any) -> None:
    person, sync, _settings, _clock = sit(1)
    certificate = read_certificate(portal.issue(portal.person(1)).certificate)
    portal.play(Scenario.SURNAME_CHANGED)
    try:
        state = sync.run((certificate,))
    finally:
        portal.play(Scenario.NORMAL)
    assert state.names is not None
    assert state.names.relation is NameRelation.SURNAME
    assert state.names.differing == (NamePlace.REGISTER, NamePlace.CERTIFICATE)
    assert state.names.is_account_alone
    catalogue = Catalogue.read(resource_path("messages"))
    ticket = register_ticket(state, person.session.state().account, catalogue)
    assert "фамилия" in ticket.subject
    assert "Кравченко Мария Петровна" in ticket.body
    assert "сертификат подписи: Иванова Мария Петровна" in ticket.body
    assert "UTC" in ticket.body
    account = person.session.state().account
    assert account is not None
    assert account.snils not in ticket.body.replace("-", "").replace(" ", "")


@pytest.mark.parametrize(
    ("number", "codes", "menders"),
    [
        (12, ["egisz.signer-not-found"], [Mender.EMPLOYER]),
        (
            11,
            ["egisz.record-not-found", "egisz.dictionary-version"],
            [Mender.EMPLOYER, Mender.PORTAL],
        ),
    ],
)
def test_refusals_are_understood(
    sit: Sit, number: int, codes: list[str], menders: list[Mender]
) -> None:
    _person, sync, _settings, _clock = sit(number)
    state = sync.run()
    assert [each.code for each in state.refusals] == codes
    assert [each.mender for each in state.refusals] == menders
    assert state.needs_action
    assert state.report is not None
    assert state.report.differences == ()


def test_it_runs_by_itself_when_the_last_report_is_old(sit: Sit) -> None:
    _person, sync, settings, clock = sit(2)
    assert sync.is_due()
    assert sync.run_if_due() is not None
    assert sync.run_if_due() is None
    clock.ahead = timedelta(days=8)
    assert sync.is_due()
    settings.set(REGISTER_SYNC_DAYS, 30)
    assert not sync.is_due()
    clock.ahead = timedelta(days=300)
    settings.set(REGISTER_SYNC_DAYS, 0)
    assert not sync.is_due()


def test_without_the_portal_the_last_report_is_shown(sit: Sit, portal: Any) -> None:
    _person, sync, _settings, _clock = sit(2)
    portal.play(Scenario.PORTAL_BUSY)
    try:
        with pytest.raises(PortalUnavailableError):
            sync.state()
        portal.play(Scenario.NORMAL)
        report = sync.run().report
        portal.play(Scenario.PORTAL_BUSY)
        state = sync.state()
    finally:
        portal.play(Scenario.NORMAL)
    assert state.offline
    assert state.report == report
