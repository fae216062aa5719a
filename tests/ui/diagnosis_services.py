"""A diagnosis for tests of the window: it answers from memory, raises or waits when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    Profile,
    Who,
)
from desktop_app.core.errors import NmoError
from desktop_app.core.pin import Pin
from desktop_app.services.diagnostics.bundle import BundleEntry, Redaction, SupportBundle
from desktop_app.services.diagnostics.first_cause import first_cause
from desktop_app.services.diagnostics.fixing import AppliedFix, Change, FixPlan, UndoRecord

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
STOPPED = Finding(
    CheckStatus.FAIL, "service.stopped", {"detail": "0x8010001D"}, Who.IT, "service.start"
)
FULL = Finding(CheckStatus.WARN, "state.disk-full", {"path": "/home"})
PLAN = FixPlan(
    "service.start",
    "SVC-06",
    (Change("command", "systemctl enable --now pcscd.socket", "disabled", "enabled"),),
    needs_admin=True,
)
BUNDLE = SupportBundle(
    (
        BundleEntry("report.html", b"<p>x</p>", (Redaction("snils", "112-233-445 95", "[snils]"),)),
        BundleEntry("versions.json", b"{}"),
    )
)


def result(
    identifier: str, status: CheckStatus = CheckStatus.OK, *findings: Finding
) -> CheckResult:
    """Return what a check came to."""
    return CheckResult(identifier, status, findings, duration_ms=12)


SICK = (
    result("SYS-07"),
    result("SVC-06", CheckStatus.FAIL, STOPPED),
    result("RDR-01", CheckStatus.SKIP, Finding(CheckStatus.SKIP, "check.dependency")),
    result("SYS-04", CheckStatus.WARN, FULL),
)
HEALTHY = (result("SYS-07"), result("SVC-06"), result("RDR-01"))


def _open() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


@dataclass
class FakeDiagnostics:
    """A diagnostics service."""

    results: tuple[CheckResult, ...] = SICK
    explained: dict[str, str] = field(default_factory=lambda: {"portal.unreachable": "SVC-06"})
    failing: NmoError | None = None
    """Running, planning, applying and taking back raise it."""
    plan: FixPlan = PLAN
    trial: CheckResult | NmoError = field(default_factory=lambda: result("CRT-30"))
    gate: threading.Event = field(default_factory=_open)
    """Closed, a run stops before its second check."""
    runs: list[tuple[Profile, tuple[str, ...]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    planned_for: list[Finding] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    applied: list[AppliedFix] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    report: DiagnosisReport | None = None

    def run(
        self,
        profile: Profile = Profile.LOGIN,
        *,
        only: Sequence[str] = (),
        on_result: Callable[[CheckResult], None] = lambda _result: None,
        cancel: Cancellation | None = None,
    ) -> DiagnosisReport:
        self.runs.append((profile, tuple(only)))
        self._raise()
        for number, each in enumerate(self.results):
            while number and not self.gate.wait(0.005):
                if cancel is not None:
                    cancel.checkpoint()
            if not only or each.id in only:
                on_result(each)
        first = first_cause(self.results)
        self.report = DiagnosisReport(profile, NOW, 1200, self.results, first, 0)
        return self.report

    def planned(self, profile: Profile = Profile.LOGIN) -> tuple[str, ...]:
        return tuple(each.id for each in self.results)

    def last(self) -> DiagnosisReport | None:
        return self.report

    def check_explaining(self, code: str) -> str | None:
        return self.explained.get(code)

    def try_signature(
        self,
        certificate_id: str,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> CheckResult:
        self.pins.append(pin.reveal() if pin is not None else "")
        if isinstance(self.trial, NmoError):
            raise self.trial
        if self.report is not None:
            self.report = replace(self.report, results=(*self.report.results, self.trial))
        return self.trial

    def plan_fix(self, check: str, finding: Finding) -> FixPlan:
        self._raise()
        self.asked.append(f"plan {check} {finding.fix}")
        self.planned_for.append(finding)
        return self.plan

    def apply_fix(self, plan: FixPlan) -> AppliedFix:
        self._raise()
        self.asked.append(f"apply {plan.fix}")
        undo = UndoRecord(plan.fix, {}) if plan.can_undo else None
        applied = AppliedFix("1", plan, NOW, undo)
        self.applied.append(applied)
        self.results = HEALTHY
        return applied

    def applied_fixes(self) -> tuple[AppliedFix, ...]:
        return tuple(self.applied)

    def undo_fix(self, identifier: str) -> None:
        self._raise()
        self.asked.append(f"undo {identifier}")
        self.applied.clear()
        self.results = SICK

    def report_html(self, report: DiagnosisReport) -> str:
        return "<!doctype html><title>Отчёт</title>"

    def report_json(self, report: DiagnosisReport, *, redact: bool = True) -> dict[str, object]:
        return {"redacted": redact}

    def bundle(self, report: DiagnosisReport) -> SupportBundle:
        return BUNDLE

    def save_bundle(self, bundle: SupportBundle, target: Path) -> None:
        self.written.append(target)

    def _raise(self) -> None:
        if self.failing is not None:
            raise self.failing
