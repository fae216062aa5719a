"""`nmo doctor`: what stands in the way here, and the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, Parser
from desktop_app.cli.context import Context
from desktop_app.cli.diagnosis_text import report_text
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.failed_start import failed_start
from desktop_app.cli.files import write_new_file
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.mending import applied_form, carry_out, plan_form, preview, take_back
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.pin_entry import chosen_key, pin_for
from desktop_app.core.cancellation import Progress
from desktop_app.core.diagnostics import CheckResult, CheckStatus, DiagnosisReport, Profile
from desktop_app.core.errors.inputs import OutputExistsError, UsageError
from desktop_app.core.errors.state import DiskFullError, FolderNotWritableError

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.fixing import AppliedFix

_REPORTS = (".html", ".json")
_TABLES = (".html", ".csv")
_UNDECIDED = (CheckStatus.ERROR, CheckStatus.TIMEOUT)


def add_commands(commands: Commands) -> None:
    """Add `nmo doctor`."""
    parser = commands.add("doctor", diagnose)
    words = parser.words
    profiles = [profile.value for profile in Profile]
    parser.add_argument(
        "--profile", choices=profiles, default="login", help=words("option.profile")
    )
    parser.add_argument(
        "--check", metavar="ID", action="append", default=[], help=words("option.check")
    )
    file = words("metavar.file")
    parser.add_argument("--report", metavar=file, type=Path, help=words("option.report"))
    parser.add_argument("--bundle", metavar=file, type=Path, help=words("option.bundle"))
    _add_mending(parser)
    parser.add_argument("--certificate", metavar="ID", help=words("option.trial"))
    parser.add_argument("--pin-stdin", action="store_true", help=words("option.pin-stdin"))
    parser.add_argument("--use-last-try", action="store_true", help=words("option.use-last-try"))
    parser.add_argument(
        "--merge", metavar=file, nargs="+", type=Path, default=[], help=words("option.merge")
    )


def _add_mending(parser: Parser) -> None:
    words = parser.words
    parser.add_argument("--fix", metavar="ID", help=words("option.fix"))
    parser.add_argument("--yes", action="store_true", help=words("option.yes"))
    parser.add_argument("--fingerprint", metavar="SHA-256", help=words("option.fingerprint"))
    parser.add_argument("--undo", metavar="ID", nargs="?", const="", help=words("option.undo"))


def diagnose(context: Context) -> Outcome:
    """Run the checks; mend, report or bundle what was asked for."""
    options = context.options
    if options.undo is not None:
        return take_back(context)
    if options.merge:
        return _merged(context)
    _refuse_outputs(context)
    try:
        report = _run(context, options.check)
    except (DiskFullError, FolderNotWritableError) as error:
        return failed_start(context, error)
    if options.certificate:
        report = _with_result(report, _trial(context))
    applied: list[AppliedFix] = []
    mending: dict[str, object] = {}
    if options.fix:
        plans = preview(context, report, options.fix)
        mending["plans"] = [plan_form(plan) for plan in plans]
        if options.yes:
            applied = carry_out(context, plans)
            mending["applied"] = [applied_form(each) for each in applied]
            report = _checked_again(context, report, applied)
        else:
            context.output.note(context.words("doctor.say-yes"))
    _write(context, report)
    return _outcome(context, report, mending)


def _run(context: Context, only: list[str]) -> DiagnosisReport:
    service = context.services.diagnostics
    profile = Profile(context.options.profile)
    total = 0 if only else len(service.planned(profile))
    done = 0

    def show(result: CheckResult) -> None:
        nonlocal done
        done += 1
        title = context.words.state("check", result.id)
        context.output.progress(Progress(done, total, f"{result.id} {title}"))

    with cancellable() as cancel:
        return service.run(profile, only=only, on_result=show, cancel=cancel)


def _trial(context: Context) -> CheckResult:
    """Sign a harmless text on the person's word: the one check that uses a PIN."""
    token, found = chosen_key(context, "sign")
    context.output.note(context.words("doctor.trial"))
    with pin_for(context, token) as given, cancellable() as cancel:
        return context.services.diagnostics.try_signature(
            found.certificate.id,
            given.pin,
            last_try_confirmed=given.last_try_confirmed,
            cancel=cancel,
        )


def _checked_again(
    context: Context, report: DiagnosisReport, applied: list[AppliedFix]
) -> DiagnosisReport:
    checks = list(dict.fromkeys(each.plan.check for each in applied))
    for result in _run(context, checks).results:
        if result.id in checks:
            report = _with_result(report, result)
    return report


def _with_result(report: DiagnosisReport, result: CheckResult) -> DiagnosisReport:
    from desktop_app.services.diagnostics.first_cause import first_cause  # noqa: PLC0415

    kept = report.result(result.id)
    results = (
        (*report.results, result)
        if kept is None
        else tuple(result if each is kept else each for each in report.results)
    )
    return replace(report, results=results, first_cause=first_cause(results))


def _outcome(context: Context, report: DiagnosisReport, mending: dict[str, object]) -> Outcome:
    # What the other commands do not need.
    from desktop_app.services.diagnostics.report_form import ReportForm  # noqa: PLC0415
    from desktop_app.signing.decoding import convert  # noqa: PLC0415

    options = context.options
    redact = bool(options.report or options.bundle)
    document = context.services.diagnostics.report_json(report, redact=redact)
    form = convert(document, ReportForm)
    text = report_text(form, context.words, context.output.width)
    return Outcome({**document, **mending}, text, _exit_code(report))


def _exit_code(report: DiagnosisReport) -> ExitCode:
    states = {result.status for result in report.results}
    if CheckStatus.FAIL in states:
        return ExitCode.BAD
    return ExitCode.UNKNOWN if states & set(_UNDECIDED) else ExitCode.DONE


def _refuse_outputs(context: Context) -> None:
    """Refuse a file that cannot be written as asked before the checks run."""
    options = context.options
    if options.report is not None and options.report.suffix.lower() not in _REPORTS:
        raise UsageError(context.words("doctor.report-kind", kinds=_REPORTS))
    if options.bundle is not None and options.bundle.suffix.lower() != ".zip":
        raise UsageError(context.words("doctor.bundle-kind"))
    for path in (options.report, options.bundle):
        if path is not None and path.exists():
            raise OutputExistsError(str(path))


def _write(context: Context, report: DiagnosisReport) -> None:
    options, service = context.options, context.services.diagnostics
    if options.report is not None:
        _write_text(
            options.report,
            html=lambda: service.report_html(report),
            other=lambda: json.dumps(service.report_json(report), ensure_ascii=False, indent=2),
        )
        context.output.note(context.words("doctor.written", file=options.report))
    if options.bundle is not None:
        bundle = service.bundle(report)
        for entry in bundle.entries:
            count = len(entry.redactions)
            line = context.words(
                "doctor.entry", name=entry.name, size=len(entry.content), count=count
            )
            context.output.note(line)
        service.save_bundle(bundle, options.bundle)
        context.output.note(context.words("doctor.written", file=options.bundle))


def _merged(context: Context) -> Outcome:
    from desktop_app.services.diagnostics.merge import (  # noqa: PLC0415
        MergedTable,
        read_workstations,
    )

    options, words = context.options, context.words
    if options.report is None or options.report.suffix.lower() not in _TABLES:
        raise UsageError(words("doctor.report-kind", kinds=_TABLES))
    workstations = read_workstations(options.merge)
    table = MergedTable(words.catalogue, words.language)
    if options.report.suffix.lower() == ".csv":
        write_new_file(options.report, table.csv(workstations))
    else:
        write_new_file(options.report, table.html(workstations).encode())
    document = {"report": str(options.report), "workstations": len(workstations)}
    return Outcome(document, table.summary(workstations))


def _write_text(path: Path, html: Callable[[], str], other: Callable[[], str]) -> None:
    text = html() if path.suffix.lower() == ".html" else f"{other()}\n"
    write_new_file(path, text.encode())
