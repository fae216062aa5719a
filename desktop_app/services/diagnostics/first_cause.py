"""The first cause: what has to be mended before anything else is worth a look."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    FirstCause,
    Who,
)

_STANDS_IN_THE_WAY = (CheckStatus.FAIL, CheckStatus.TIMEOUT, CheckStatus.ERROR)


def first_cause(results: Sequence[CheckResult]) -> FirstCause | None:
    """Return the first obstacle among results that are ordered from cause to effect.

    A proven fault goes before a check that could not be made, wherever that one stands.
    What depends on a failed check was skipped, so whatever failed has no failed cause.
    """
    for status in _STANDS_IN_THE_WAY:
        found = _first(results, status)
        if found is not None:
            return found
    return None


def first_concern(report: DiagnosisReport) -> FirstCause | None:
    """Return what a person should look at first: the first cause, else a warning.

    Of warnings it is the first that the person can mend, else the first.
    """
    if report.first_cause is not None:
        return report.first_cause
    mendable = [each for each in report.results if each.worst and each.worst.who is Who.USER]
    return _first(mendable, CheckStatus.WARN) or _first(report.results, CheckStatus.WARN)


def _first(results: Sequence[CheckResult], status: CheckStatus) -> FirstCause | None:
    for result in results:
        if result.status is status and result.worst is not None:
            return FirstCause(result.id, result.worst)
    return None
