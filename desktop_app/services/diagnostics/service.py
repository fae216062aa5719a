"""The diagnosis as the window and the command use it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.diagnostics import (
    CheckResult,
    DiagnosisReport,
    Finding,
    Profile,
)
from desktop_app.core.errors.diagnosis import CheckUnknownError, FixUnavailableError
from desktop_app.core.pin import Pin
from desktop_app.services.audited import audited
from desktop_app.services.diagnostics.bundle import SupportBundle
from desktop_app.services.diagnostics.check import Check
from desktop_app.services.diagnostics.collecting import Access, Collector, LiveSurroundings
from desktop_app.services.diagnostics.engine import (
    ResultListener,
    run_checks,
    with_dependencies,
    with_dependents,
)
from desktop_app.services.diagnostics.first_cause import first_cause
from desktop_app.services.diagnostics.fixing import AppliedFix, Fix, FixPlan
from desktop_app.services.diagnostics.ledger import Ledger
from desktop_app.services.diagnostics.profiles import in_order, in_profile


class Reports(Protocol):
    """Makes what can be shown and handed on; ``reporting`` implements it."""

    def html(self, report: DiagnosisReport, facts: Mapping[type, object]) -> str:
        """Return one redacted HTML page."""

    def document(
        self, report: DiagnosisReport, facts: Mapping[type, object], *, redact: bool = True
    ) -> dict[str, object]:
        """Return the form of design/cli.md."""

    def bundle(self, report: DiagnosisReport, facts: Mapping[type, object]) -> SupportBundle:
        """Return what a support bundle would hold."""

    def save(self, bundle: SupportBundle, target: Path) -> None:
        """Write a bundle."""


class Trial(Protocol):
    """Signs a harmless text on the person's word."""

    def run(
        self,
        certificate_id: str,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> CheckResult:
        """Return the result of check CRT-30."""


class Diagnosis:
    """Implements ``DiagnosticsService``; one run at a time."""

    def __init__(
        self,
        access: Access,
        checks: Sequence[Check],
        collectors: Sequence[Collector],
        fixes: Mapping[str, Fix],
        reports: Callable[[], Reports],
        trial: Callable[[], Trial],
    ) -> None:
        self._access = access
        self._checks = tuple(
            check for check in in_order(checks) if access.machine.system in check.systems
        )
        self._collectors = tuple(collectors)
        self._fixes = fixes
        self._reports = reports
        self._trial = trial
        self._ledger = Ledger(access.home.root / "fixes")
        self._last: DiagnosisReport | None = None
        self._facts: dict[type, object] = {}

    def run(
        self,
        profile: Profile = Profile.LOGIN,
        *,
        only: Sequence[str] = (),
        on_result: ResultListener = lambda _result: None,
        cancel: Cancellation | None = None,
    ) -> DiagnosisReport:
        """Run the checks of a profile, or ``only`` those named with what they depend on.

        After a whole run, what depends on them is checked again too: it was skipped, or judged
        by what may have changed. Raises ``Cancelled`` and ``CheckUnknownError``.
        """
        chosen = self._named(only) if only else self._of(profile)
        surroundings = self._surroundings(cancel)
        began, sent = time.monotonic(), self._access.tokens.pins_sent
        results = run_checks(chosen, surroundings, on_result, cancel)
        self._facts = {**self._facts, **surroundings.collected()}
        report = DiagnosisReport(
            profile=profile,
            started_at=surroundings.now,
            duration_ms=round((time.monotonic() - began) * 1000),
            results=results,
            first_cause=first_cause(results),
            pin_tries_spent=self._access.tokens.pins_sent - sent,
        )
        self._last = self._joined(report) if only else report
        return report

    def planned(self, profile: Profile = Profile.LOGIN) -> tuple[str, ...]:
        """Return the identifiers of a profile's checks, from cause to effect."""
        return tuple(check.id for check in self._of(profile))

    def last(self) -> DiagnosisReport | None:
        """Return the report of the last whole run, with what was checked again since."""
        return self._last

    def check_explaining(self, code: str) -> str | None:
        """Return the check that explains an error or a reason by its code."""
        for check in self._checks:
            if code in check.explains:
                return check.id
        return next((check.id for check in self._checks if code in check.causes), None)

    def try_signature(
        self,
        certificate_id: str,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> CheckResult:
        """Sign a fixed harmless text on the person's word and verify it: check CRT-30."""
        result = self._trial().run(
            certificate_id, pin, last_try_confirmed=last_try_confirmed, cancel=cancel
        )
        if self._last is not None:
            self._last = _with_result(self._last, result)
        return result

    def plan_fix(self, check: str, finding: Finding) -> FixPlan:
        """Work out what the fix of a finding would change. Raises ``FixUnavailableError``."""
        fix = self._fixes.get(finding.fix or "")
        if fix is None:
            raise FixUnavailableError(fix=finding.fix or "")
        result = CheckResult(id=check, status=finding.status, findings=(finding,))
        return fix.plan(result, finding)

    def apply_fix(self, plan: FixPlan) -> AppliedFix:
        """Carry a plan out and keep what is needed to take it back. Raises ``NmoError``."""
        fix = self._fixes.get(plan.fix)
        if fix is None:
            raise FixUnavailableError(fix=plan.fix)
        with audited(self._access.audit, "diagnosis.fix", plan.fix):
            return self._ledger.keep(plan, fix.apply(plan))

    def applied_fixes(self) -> tuple[AppliedFix, ...]:
        """Return the fixes that can be taken back, newest first."""
        return self._ledger.all()

    def undo_fix(self, identifier: str) -> None:
        """Take a fix back. Raises ``FixUnavailableError`` and what the fix itself raises."""
        applied = self._ledger.find(identifier)
        fix = self._fixes.get(applied.plan.fix)
        if fix is None or applied.undo is None:
            raise FixUnavailableError(fix=applied.plan.fix)
        with audited(self._access.audit, "diagnosis.undo", applied.plan.fix):
            fix.undo(applied.undo)
            self._ledger.forget(identifier)

    def report_html(self, report: DiagnosisReport) -> str:
        """Return the redacted report as one HTML page that opens and prints offline."""
        return self._reports().html(report, self._facts)

    def report_json(self, report: DiagnosisReport, *, redact: bool = True) -> dict[str, object]:
        """Return the report in the form of design/cli.md."""
        return self._reports().document(report, self._facts, redact=redact)

    def bundle(self, report: DiagnosisReport) -> SupportBundle:
        """Return what a support bundle would hold, redacted; nothing is written."""
        return self._reports().bundle(report, self._facts)

    def save_bundle(self, bundle: SupportBundle, target: Path) -> None:
        """Write the bundle as a ZIP file."""
        self._reports().save(bundle, target)

    def _of(self, profile: Profile) -> tuple[Check, ...]:
        return tuple(check for check in self._checks if in_profile(check, profile))

    def _named(self, only: Sequence[str]) -> tuple[Check, ...]:
        known = {check.id for check in self._checks}
        for identifier in only:
            if identifier not in known:
                raise CheckUnknownError(id=identifier)
        if self._last is None:
            return with_dependencies(only, self._checks)
        before = {result.id for result in self._last.results}
        checked = [check for check in self._checks if check.id in before or check.id in only]
        return with_dependencies(with_dependents(only, checked), self._checks)

    def _surroundings(self, cancel: Cancellation | None) -> LiveSurroundings:
        access = self._access
        return LiveSurroundings(self._collectors, access.machine.system, access.clock, cancel)

    def _joined(self, again: DiagnosisReport) -> DiagnosisReport | None:
        """Put what was checked again into the last whole report."""
        joined = self._last
        for result in again.results:
            if joined is not None and joined.result(result.id) is not None:
                joined = _with_result(joined, result)
        return joined


def _with_result(report: DiagnosisReport, result: CheckResult) -> DiagnosisReport:
    others = tuple(each for each in report.results if each.id != result.id)
    kept = report.result(result.id)
    place = report.results.index(kept) if kept is not None else len(others)
    results = (*others[:place], result, *others[place:])
    return replace(report, results=results, first_cause=first_cause(results))
