"""What do people and scripts get from `nmo doctor`?"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_app.core.cancellation import Cancelled
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    Profile,
)
from desktop_app.core.errors.diagnosis import CheckUnknownError, FixUnavailableError
from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.services.diagnostics.bundle import SupportBundle
from desktop_app.services.diagnostics.fixing import AppliedFix, Change, FixPlan, UndoRecord
from tests.unit.services.diagnostics.report.made_report import (
    BROKEN,
    FACTS,
    STARTED,
    check,
    report,
    reporting,
)

Run = Callable[..., Any]
HEALTHY = report(check("SYS-07"), check("DRV-01"))
HUNG = report(check("DRV-05", Finding(CheckStatus.TIMEOUT, "check.timeout", {"seconds": 60})))
FINGERPRINT = "ab" * 32
PLAN = FixPlan("service.start", "DRV-01", (Change("file", "/x/settings", "a", "b"),))


@dataclass
class StubDiagnosis:
    """Gives prepared reports and writes down what it was asked for."""

    reports: list[DiagnosisReport] = field(default_factory=list)
    plans: FixPlan = PLAN
    asked: list[tuple[Profile, tuple[str, ...]]] = field(default_factory=list)
    applied: list[AppliedFix] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    facts: Mapping[type, object] = field(default_factory=lambda: FACTS)

    def planned(self, profile: Profile) -> tuple[str, ...]:
        return ("SYS-07", "DRV-01")

    def run(
        self,
        profile: Profile,
        *,
        only: Sequence[str],
        on_result: Callable[[CheckResult], None],
        cancel: Any,
    ) -> DiagnosisReport:
        if "XXX-01" in only:
            raise CheckUnknownError(id="XXX-01")
        self.asked.append((profile, tuple(only)))
        made = self.reports.pop(0) if len(self.reports) > 1 else self.reports[0]
        for result in made.results:
            on_result(result)
        return made

    def plan_fix(self, check_id: str, finding: Finding) -> FixPlan:
        return self.plans

    def apply_fix(self, plan: FixPlan) -> AppliedFix:
        self.applied.append(AppliedFix("0a0b", plan, STARTED, UndoRecord(plan.fix, {})))
        return self.applied[-1]

    def applied_fixes(self) -> tuple[AppliedFix, ...]:
        return tuple(self.applied)

    def undo_fix(self, identifier: str) -> None:
        if identifier != "0a0b":
            raise FixUnavailableError(fix=identifier)
        self.undone.append(identifier)

    def try_signature(self, certificate_id: str, pin: Any, **_more: Any) -> CheckResult:
        return check("CRT-30")

    def report_html(self, made: DiagnosisReport) -> str:
        return reporting().html(made, self.facts)

    def report_json(self, made: DiagnosisReport, *, redact: bool = True) -> dict[str, object]:
        return reporting().document(made, self.facts, redact=redact)

    def bundle(self, made: DiagnosisReport) -> SupportBundle:
        return reporting().bundle(made, self.facts)

    def save_bundle(self, bundle: SupportBundle, target: Path) -> None:
        reporting().save(bundle, target)


@pytest.fixture
def diagnosis(services: SimpleNamespace) -> StubDiagnosis:
    services.diagnostics = StubDiagnosis([BROKEN])
    return services.diagnostics  # type: ignore[no-any-return] # SimpleNamespace knows no types


def test_what_holds_for_many_certificates_is_said_once(nmo: Run, diagnosis: StubDiagnosis) -> None:
    same = Finding(CheckStatus.WARN, "revocation.offline")
    diagnosis.reports = [report(check("CRT-28", same, same, same, same))]
    said = nmo("doctor").out
    assert said.count("\n  — Отзыв сейчас не проверить") == 1
    assert "…и ещё 2" in said


def test_the_answer_stands_first_then_what_was_found(nmo: Run, diagnosis: StubDiagnosis) -> None:
    ran = nmo("doctor")
    assert ran.out.startswith("Войти не получится, потому что драйвер токена не найден.")
    assert "[DRV-01] мешает работе: Драйвер токена не найден" in ran.out
    assert (
        "→ Установите программу производителя токена и повторите. (кто: ИТ-специалист)" in ran.out
    )
    assert "nmo doctor --fix service.start" in ran.out
    assert "Попыток ввода PIN потрачено: 0" in ran.out


def test_progress_goes_to_the_error_stream(nmo: Run, diagnosis: StubDiagnosis) -> None:
    ran = nmo("--json", "doctor")
    assert ran.document["first_cause"]["code"] == "driver.missing"
    assert "SYS-07" in ran.err


@pytest.mark.parametrize(("made", "code"), [(HEALTHY, 0), (BROKEN, 1), (HUNG, 3)])
def test_the_exit_code_is_the_answer(
    nmo: Run, diagnosis: StubDiagnosis, made: DiagnosisReport, code: int
) -> None:
    diagnosis.reports = [made]
    assert nmo("doctor").exit_code == code


def test_a_warning_alone_is_no_failure(nmo: Run, diagnosis: StubDiagnosis) -> None:
    diagnosis.reports = [report(check("PIN-02", BROKEN.results[1].findings[1]))]
    assert nmo("doctor").exit_code == 0


def test_what_stands_in_the_way_comes_before_warnings(nmo: Run, diagnosis: StubDiagnosis) -> None:
    missing, locked = BROKEN.results[1].findings
    diagnosis.reports = [report(check("PIN-02", locked), check("NET-10", missing))]
    out = nmo("doctor").out
    assert out.index("[NET-10]") < out.index("[PIN-02]")


def test_profile_and_checks_are_handed_on(nmo: Run, diagnosis: StubDiagnosis) -> None:
    nmo("doctor", "--profile", "network")
    nmo("doctor", "--check", "DRV-01", "--check", "PIN-02")
    assert diagnosis.asked == [
        (Profile.NETWORK, ()),
        (Profile.LOGIN, ("DRV-01", "PIN-02")),
    ]


def test_an_unknown_check_is_wrong_usage(nmo: Run, diagnosis: StubDiagnosis) -> None:
    assert nmo("doctor", "--check", "XXX-01").exit_code == 2


def test_the_terminal_shows_the_persons_own_data_and_a_report_does_not(
    nmo: Run, diagnosis: StubDiagnosis, tmp_path: Path
) -> None:
    assert "asmirnova" in nmo("--json", "doctor").out
    file = tmp_path / "report.json"
    assert "asmirnova" not in nmo("--json", "doctor", "--report", str(file)).out
    assert "asmirnova" not in file.read_text("utf-8")
    assert json.loads(file.read_text("utf-8"))["redacted"] is True


def test_a_page_and_a_bundle_are_written(
    nmo: Run, diagnosis: StubDiagnosis, tmp_path: Path
) -> None:
    page, bundle = tmp_path / "отчёт.html", tmp_path / "пакет.zip"
    ran = nmo("doctor", "--report", str(page), "--bundle", str(bundle))
    assert ran.exit_code == 1
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "report.html" in zipfile.ZipFile(bundle).namelist()
    assert "report.json" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--report", "report.txt"),
        ("--bundle", "bundle.rar"),
        ("--merge", "a.json"),
        ("--merge", "a.json", "--report", "out.json"),
    ],
)
def test_a_file_of_another_kind_is_refused_before_anything_runs(
    nmo: Run, diagnosis: StubDiagnosis, arguments: tuple[str, ...]
) -> None:
    assert nmo("doctor", *arguments).exit_code == 2
    assert diagnosis.asked == []


def test_nothing_is_overwritten(nmo: Run, diagnosis: StubDiagnosis, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("mine")
    assert nmo("doctor", "--report", str(file)).exit_code == 8
    assert file.read_text() == "mine"
    assert diagnosis.asked == []


def test_a_fix_is_only_shown_without_consent(nmo: Run, diagnosis: StubDiagnosis) -> None:
    ran = nmo("doctor", "--fix", "service.start")
    assert "/x/settings" in ran.out
    assert "Ничего не изменено" in ran.err
    assert diagnosis.applied == []


def test_with_consent_a_fix_is_carried_out_and_checked_again(
    nmo: Run, diagnosis: StubDiagnosis
) -> None:
    diagnosis.reports = [BROKEN, report(check("DRV-01"))]
    ran = nmo("--json", "doctor", "--fix", "service.start", "--yes")
    assert ran.exit_code == 0
    assert [each["id"] for each in ran.document["applied"]] == ["0a0b"]
    assert diagnosis.asked[-1][1] == ("DRV-01",)
    assert ran.document["first_cause"] is None


def test_a_fix_that_nothing_needs_is_not_offered(nmo: Run, diagnosis: StubDiagnosis) -> None:
    ran = nmo("--json", "doctor", "--fix", "trust.install-own")
    assert ran.document["error"]["code"] == "fix.unavailable"


@pytest.mark.parametrize(
    ("given", "carried_out"),
    [
        ((), False),
        (("--fingerprint", "cd" * 32), False),
        (("--fingerprint", ":".join(["AB"] * 32)), True),
    ],
)
def test_an_unconfirmed_certificate_needs_its_fingerprint(
    nmo: Run, diagnosis: StubDiagnosis, given: tuple[str, ...], carried_out: bool
) -> None:
    diagnosis.plans = FixPlan("service.start", "DRV-01", (), confirm_fingerprint=FINGERPRINT)
    ran = nmo("doctor", "--fix", "service.start", "--yes", *given)
    assert FINGERPRINT in ran.out
    assert bool(diagnosis.applied) is carried_out


def test_a_fix_is_taken_back_by_its_number(nmo: Run, diagnosis: StubDiagnosis) -> None:
    nmo("doctor", "--fix", "service.start", "--yes")
    assert "0a0b" in nmo("doctor", "--undo").out
    assert nmo("--json", "doctor", "--undo", "0a0b").document == {"undone": "0a0b"}
    assert diagnosis.undone == ["0a0b"]
    assert nmo("doctor", "--undo", "ffff").exit_code == 1


def test_the_trial_signature_is_one_more_check(
    nmo: Run, diagnosis: StubDiagnosis, console: Any
) -> None:
    diagnosis.reports = [HEALTHY]
    console.piped = "12345678"
    ran = nmo("--json", "doctor", "--certificate", "01010101", "--pin-stdin")
    assert [each["id"] for each in ran.document["checks"]][-1] == "CRT-30"
    assert not console.given[0], "the PIN is wiped"
    assert "12345678" not in ran.out + ran.err


def test_a_refused_pin_ends_it_as_everywhere(
    nmo: Run, diagnosis: StubDiagnosis, console: Any
) -> None:
    def refuse(*_arguments: Any, **_more: Any) -> CheckResult:
        raise PinIncorrectError

    diagnosis.try_signature = refuse  # type: ignore[method-assign] # a stub of a stub
    console.piped = "12345678"
    assert nmo("doctor", "--certificate", "01010101", "--pin-stdin").exit_code == 5


def test_cancelling_ends_with_its_own_code(nmo: Run, diagnosis: StubDiagnosis) -> None:
    def cancelled(*_arguments: Any, **_more: Any) -> DiagnosisReport:
        raise Cancelled

    diagnosis.run = cancelled  # type: ignore[method-assign] # a stub of a stub
    assert nmo("doctor").exit_code == 130


def test_many_reports_become_one_table(nmo: Run, program: Any, tmp_path: Path) -> None:
    files = []
    for name, made in (("kab-01", HEALTHY), ("kab-02", BROKEN)):
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(json.dumps(reporting().document(made, FACTS)), "utf-8")
    for kind in ("html", "csv"):
        out = tmp_path / f"table.{kind}"
        ran = nmo("--json", "doctor", "--merge", *map(str, files), "--report", str(out))
        assert ran.document["workstations"] == 2
        assert "kab-02" in out.read_text("utf-8")
    assert program.built == 0, "merging needs no token and no state folder"
