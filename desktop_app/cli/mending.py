"""Carrying out and taking back the fixes of a diagnosis, from the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop_app.cli.context import Context
from desktop_app.cli.diagnosis_text import applied_text, plan_text
from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.core.diagnostics import DiagnosisReport, Finding
from desktop_app.core.errors.diagnosis import FixRefusedError, FixUnavailableError

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.fixing import AppliedFix, FixPlan


def wanted_findings(report: DiagnosisReport, fix: str) -> list[tuple[str, Finding]]:
    """Return the check and finding of everything that a fix mends.

    Raises ``FixUnavailableError`` where nothing was found that it mends.
    """
    found = [
        (result.id, finding)
        for result in report.results
        for finding in result.findings
        if finding.fix == fix
    ]
    if not found:
        raise FixUnavailableError(fix=fix)
    return found


def preview(context: Context, report: DiagnosisReport, fix: str) -> list[FixPlan]:
    """Show what a fix would change and return the plans."""
    service = context.services.diagnostics
    plans = [service.plan_fix(check, finding) for check, finding in wanted_findings(report, fix)]
    for plan in plans:
        context.output.say(plan_text(plan, context.words))
    return plans


def carry_out(context: Context, plans: list[FixPlan]) -> list[AppliedFix]:
    """Carry plans out. Raises ``FixRefusedError`` unless a wanted fingerprint was compared."""
    for plan in plans:
        _refuse_unless_compared(plan, context.options.fingerprint or "")
    applied = [context.services.diagnostics.apply_fix(plan) for plan in plans]
    for each in applied:
        context.output.say(applied_text(each, context.words))
    return applied


def take_back(context: Context) -> Outcome:
    """Take one fix back; without its identifier list what can be taken back."""
    service, words = context.services.diagnostics, context.words
    identifier = context.options.undo
    if identifier:
        service.undo_fix(identifier)
        return Outcome({"undone": identifier}, words("doctor.undone"))
    kept = service.applied_fixes()
    lines = [
        f"{each.id}  {words.time(each.applied_at)}  {each.plan.check}  "
        + words.catalogue.message(f"fix.{each.plan.fix}", each.plan.data, words.language).title
        for each in kept
    ]
    text = "\n".join(lines) or words("doctor.nothing-applied")
    return Outcome({"applied": [applied_form(each) for each in kept]}, text)


def plan_form(plan: FixPlan) -> Form:
    """Return what a fix would change."""
    return {
        "fix": plan.fix,
        "check": plan.check,
        "changes": [
            {"kind": each.kind, "target": each.target, "before": each.before, "after": each.after}
            for each in plan.changes
        ],
        "needs_admin": plan.needs_admin,
        "can_undo": plan.can_undo,
        "confirm_fingerprint": plan.confirm_fingerprint or None,
    }


def applied_form(applied: AppliedFix) -> Form:
    """Return a fix that was carried out."""
    return {
        "id": applied.id,
        "fix": applied.plan.fix,
        "check": applied.plan.check,
        "applied_at": moment(applied.applied_at),
        "can_undo": applied.undo is not None,
    }


def _refuse_unless_compared(plan: FixPlan, given: str) -> None:
    if _hexadecimal(plan.confirm_fingerprint) != _hexadecimal(given) and plan.confirm_fingerprint:
        raise FixRefusedError(fix=plan.fix, detail="fingerprint" if given else "unconfirmed")


def _hexadecimal(fingerprint: str) -> str:
    return re.sub(r"[^0-9a-f]", "", fingerprint.casefold())
