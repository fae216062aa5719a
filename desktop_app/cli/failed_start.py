"""A diagnosis where the program cannot even start: what stopped it is what there is to say."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from desktop_app.cli.context import Context
from desktop_app.cli.diagnosis_text import report_text
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.outcome import Outcome
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    FirstCause,
    Profile,
    Who,
)
from desktop_app.core.errors.state import StateError

_PLACES = "SYS-04"


def failed_start(context: Context, error: StateError) -> Outcome:
    """Return the report of the one check that was answered by failing to start."""
    from desktop_app.services.diagnostics.report_form import FormMaker  # noqa: PLC0415
    from desktop_app.services.diagnostics.report_json import document_of  # noqa: PLC0415

    finding = Finding(CheckStatus.FAIL, error.code, error.data(), Who.USER)
    report = DiagnosisReport(
        profile=Profile(context.options.profile),
        started_at=datetime.now(UTC),
        duration_ms=0,
        results=(CheckResult(_PLACES, CheckStatus.FAIL, (finding,)),),
        first_cause=FirstCause(_PLACES, finding),
        pin_tries_spent=0,
    )
    words = context.words
    form = FormMaker(words.catalogue, words.language, sys.platform, None).report(report)
    text = report_text(form, words, context.output.width)
    return Outcome(document_of(form), text, ExitCode.BAD)
