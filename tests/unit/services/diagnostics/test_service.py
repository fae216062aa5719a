"""The diagnosis runs profiles and single checks, mends, takes back, counts PIN tries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding, Profile
from desktop_app.core.errors.diagnosis import (
    CheckUnknownError,
    FixFailedError,
    FixUnavailableError,
)
from desktop_app.services.diagnostics.check import Check, fail
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.fixing import Change, FixPlan, UndoRecord
from desktop_app.services.diagnostics.machine import RecordedMachine
from desktop_app.services.diagnostics.service import Diagnosis
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Tokens:
    """Counts what a driver was sent."""

    pins_sent: int = 7


@dataclass
class Lamp:
    """Something that can be broken: the fix writes a file, taking back removes it."""

    file: Path
    id: str = "lamp.replace"
    refuses: bool = False

    def plan(self, result: CheckResult, _finding: Finding) -> FixPlan:
        return FixPlan(self.id, result.id, (Change("file", str(self.file), "", "light"),))

    def apply(self, plan: FixPlan) -> UndoRecord:
        if self.refuses:
            raise FixFailedError(fix=self.id, detail="EROFS")
        self.file.write_text("light")
        return UndoRecord(plan.fix, {"file": str(self.file)})

    def undo(self, record: UndoRecord) -> None:
        Path(str(record.data["file"])).unlink()


@dataclass
class House:
    """A diagnosis over a lamp, with everything that it leaves behind."""

    folder: Path
    tokens: Tokens = field(default_factory=Tokens)
    spends_pins: bool = False

    def __post_init__(self) -> None:
        self.lamp = Lamp(self.folder / "lamp")
        self.home = Home.open(self.folder / "home")
        self.database = Database(self.home.database)
        self.audit = AuditLog(self.database)
        unused = cast("Any", None)
        access = Access(
            machine=RecordedMachine("linux"),
            home=self.home,
            settings=unused,
            secrets=unused,
            database=self.database,
            audit=self.audit,
            tokens=cast("Any", self.tokens),
            judged_tokens=unused,
            judge=unused,
            trust=unused,
            session=unused,
            login=unused,
            portal_origin="",
            portal_anchors=None,
            portal_added=None,
            portal_proxy="",
            is_training=False,
            clock=lambda: NOW,
        )
        checks = (
            Check("SYS-01", self._dark, ("dark",), explains=("pin.locked",)),
            Check("NET-01", self._in_order, (), depends_on=("SYS-01",)),
            Check("CSP-01", self._in_order, ()),
            Check("SVC-01", self._in_order, (), systems=("windows",)),
        )
        fixes = {self.lamp.id: self.lamp}
        self.diagnosis = Diagnosis(access, checks, (), fixes, lambda: unused, lambda: unused)

    def _dark(self, _surroundings: Surroundings) -> Iterator[Finding]:
        if self.spends_pins:
            self.tokens.pins_sent += 1
        if not self.lamp.file.exists():
            yield fail("dark", fix=self.lamp.id)

    def _in_order(self, _surroundings: Surroundings) -> Iterable[Finding]:
        return ()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.database.close()


def dark(house: House) -> Finding:
    (result,) = house.diagnosis.run(only=["SYS-01"]).results
    assert result.worst is not None
    return result.worst


def test_a_profile_runs_its_checks_and_names_the_first_cause(house: House) -> None:
    report = house.diagnosis.run(Profile.LOGIN)
    assert [each.id for each in report.results] == ["SYS-01", "NET-01"]
    assert report.first_cause is not None
    assert report.first_cause.check == "SYS-01"
    assert report.started_at == NOW
    assert house.diagnosis.planned(Profile.LOGIN) == ("SYS-01", "NET-01")


def test_the_full_profile_leaves_out_what_is_for_another_system(house: House) -> None:
    report = house.diagnosis.run(Profile.FULL)
    assert {each.id for each in report.results} == {"SYS-01", "NET-01", "CSP-01"}


def test_one_check_is_run_with_what_it_depends_on(house: House) -> None:
    report = house.diagnosis.run(only=["NET-01"])
    assert [each.status for each in report.results] == [CheckStatus.FAIL, CheckStatus.SKIP]


def test_a_check_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(CheckUnknownError) as caught:
        house.diagnosis.run(only=["SYS-99"])
    assert caught.value.id == "SYS-99"


def test_checking_again_renews_the_last_whole_report(house: House) -> None:
    house.diagnosis.run(Profile.LOGIN)
    house.lamp.file.write_text("light")
    house.diagnosis.run(only=["SYS-01"])
    last = house.diagnosis.last()
    assert last is not None
    assert last.first_cause is None
    assert [each.status for each in last.results] == [CheckStatus.OK, CheckStatus.OK]


def test_what_depends_on_a_check_is_checked_again_with_it(house: House) -> None:
    house.lamp.file.write_text("light")
    house.diagnosis.run(Profile.LOGIN)
    house.lamp.file.unlink()
    again = house.diagnosis.run(only=["SYS-01"])
    assert [each.id for each in again.results] == ["SYS-01", "NET-01"]
    last = house.diagnosis.last()
    assert last is not None
    assert [each.status for each in last.results] == [CheckStatus.FAIL, CheckStatus.SKIP]


def test_a_check_outside_of_the_last_run_stays_outside(house: House) -> None:
    house.diagnosis.run(Profile.LOGIN)
    again = house.diagnosis.run(only=["CSP-01"])
    assert [each.id for each in again.results] == ["CSP-01"]


def test_pin_tries_are_counted_and_not_claimed(house: House) -> None:
    assert house.diagnosis.run().pin_tries_spent == 0
    house.spends_pins = True
    assert house.diagnosis.run().pin_tries_spent == 1


def test_an_error_leads_to_the_check_that_explains_it(house: House) -> None:
    assert house.diagnosis.check_explaining("pin.locked") == "SYS-01"
    assert house.diagnosis.check_explaining("dark") == "SYS-01"
    assert house.diagnosis.check_explaining("portal.slow") is None


def test_a_plan_changes_nothing(house: House) -> None:
    plan = house.diagnosis.plan_fix("SYS-01", dark(house))
    assert plan.changes[0].after == "light"
    assert not house.lamp.file.exists()
    assert house.diagnosis.applied_fixes() == ()


def test_a_fix_is_carried_out_kept_and_taken_back(house: House) -> None:
    plan = house.diagnosis.plan_fix("SYS-01", dark(house))
    applied = house.diagnosis.apply_fix(plan)
    assert house.lamp.file.exists()
    assert [each.id for each in house.diagnosis.applied_fixes()] == [applied.id]
    house.diagnosis.undo_fix(applied.id)
    assert not house.lamp.file.exists()
    assert house.diagnosis.applied_fixes() == ()
    with pytest.raises(FixUnavailableError):
        house.diagnosis.undo_fix(applied.id)
    assert [each.action for each in house.audit.entries()] == ["diagnosis.undo", "diagnosis.fix"]


def test_a_fix_that_fails_leaves_nothing_to_take_back(house: House) -> None:
    plan = house.diagnosis.plan_fix("SYS-01", dark(house))
    house.lamp.refuses = True
    with pytest.raises(FixFailedError):
        house.diagnosis.apply_fix(plan)
    assert house.diagnosis.applied_fixes() == ()
    assert house.audit.entries()[0].outcome == "fix.failed"


def test_a_finding_without_a_fix_cannot_be_mended(house: House) -> None:
    with pytest.raises(FixUnavailableError):
        house.diagnosis.plan_fix("SYS-01", fail("dark"))
