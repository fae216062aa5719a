"""A diagnosis as people read it at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING

from desktop_app.cli.words import Words
from desktop_app.core.diagnostics import CheckStatus

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.fixing import AppliedFix, FixPlan
    from desktop_app.services.diagnostics.report_form import CheckForm, FindingForm, ReportForm

_WIDTH = 96
_TROUBLES = (CheckStatus.FAIL, CheckStatus.ERROR, CheckStatus.TIMEOUT, CheckStatus.WARN)


def report_text(form: ReportForm, words: Words, width: int | None = None) -> str:
    """Return the head sentence, then what was found, then how many checks are in which state."""
    columns = min(width or _WIDTH, _WIDTH)
    found = [check for check in form.checks if check.status in _TROUBLES]
    troubles = sorted(found, key=lambda check: _TROUBLES.index(check.status))
    notes = [check for check in form.checks if check.status is CheckStatus.OK and check.cause]
    parts = [_filled(form.sentence, columns)]
    parts += ["\n".join(_check_lines(check, words, columns)) for check in (*troubles, *notes)]
    parts.append(_counts(form, words))
    return "\n\n".join(parts)


def plan_text(plan: FixPlan, words: Words) -> str:
    """Return what a fix would change, exactly."""
    message = words.catalogue.message(f"fix.{plan.fix}", plan.data, words.language)
    lines = [message.title, f"  {message.text}"]
    for change in plan.changes:
        lines.append(f"  — {words.state('change', change.kind)}: {change.target}")
        if change.before:
            lines.append(f"      {words('doctor.before')} {change.before}")
        if change.after:
            lines.append(f"      {words('doctor.after')} {change.after}")
    if plan.needs_admin:
        lines.append(f"  {words('doctor.needs-admin')}")
    if plan.confirm_fingerprint:
        lines.append(f"  {words('doctor.fingerprint', sha256=plan.confirm_fingerprint)}")
    return "\n".join(lines)


def applied_text(applied: AppliedFix, words: Words) -> str:
    """Return that a fix was carried out, and how to take it back."""
    message = words.catalogue.message(f"fix.{applied.plan.fix}", applied.plan.data, words.language)
    key = "doctor.applied" if applied.undo is not None else "doctor.applied-for-good"
    return f"{words(key, title=message.title, id=applied.id)} {message.remedy}"


def _check_lines(check: CheckForm, words: Words, columns: int) -> Iterator[str]:
    note = check.status is CheckStatus.OK
    state = words.state("check-status", "note" if note else check.status)
    yield f"[{check.id}] {state}: {check.heading}"
    yield from _why(check, columns)
    if note:
        if check.others:
            yield _filled(words("doctor.more", count=len(check.others)), columns, "  ")
        return
    remedy = ""
    alike = Counter(finding.message for finding in check.others)
    findings: list[FindingForm | CheckForm] = [check]
    findings += {finding.message: finding for finding in check.others}.values()
    for finding in findings:
        if finding is not check:
            yield _filled(f"— {finding.message}", columns, "  ")
            if alike[finding.message] > 1:
                more = words("doctor.more", count=alike[finding.message] - 1)
                yield _filled(more, columns, "    ")
        if finding.status is not CheckStatus.OK and finding.remedy != remedy:
            remedy = finding.remedy
            yield from _way_out(finding, words, columns)


def _why(finding: FindingForm | CheckForm, columns: int) -> Iterator[str]:
    why = finding.message.removeprefix(f"{finding.heading}.").strip()
    if why and why != finding.heading:
        yield _filled(why, columns, "  ")


def _way_out(finding: FindingForm | CheckForm, words: Words, columns: int) -> Iterator[str]:
    who = words.state("who", finding.who) if finding.who else ""
    yield _filled(words("doctor.remedy", remedy=finding.remedy, who=who), columns, "  ")
    if finding.fix:
        yield _filled(words("doctor.fix", fix=finding.fix), columns, "  ")


def _counts(form: ReportForm, words: Words) -> str:
    counted = Counter(check.status for check in form.checks)
    states = [
        f"{words.state('check-status', status)} — {counted[status]}"
        for status in CheckStatus
        if counted[status]
    ]
    return "\n".join(
        (words("doctor.counts", states=states), words("doctor.pin", count=form.pin_tries_spent))
    )


def _filled(text: str, columns: int, indent: str = "") -> str:
    return fill(
        text,
        columns,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
