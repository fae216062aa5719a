"""The one sentence that stands before everything else in a report."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.diagnostics import CheckStatus, DiagnosisReport


def head_sentence(
    report: DiagnosisReport,
    catalogue: Catalogue,
    language: str,
    evidence: Mapping[str, object] | None = None,
) -> str:
    """Return «Войти не получится, потому что …» or that nothing stands in the way.

    ``evidence`` stands in for that of the first cause, where it was redacted.
    """
    profile = report.profile.value
    if report.first_cause is None:
        return _nothing_found(report, catalogue, language)
    finding = report.first_cause.finding
    data = finding.evidence if evidence is None else evidence
    message = catalogue.message(finding.cause, data, language)
    group = "first-cause" if finding.status is CheckStatus.FAIL else "first-cause-unclear"
    return catalogue.phrase(
        f"{group}.{profile}", language, cause=as_clause(message.title), remedy=message.remedy
    )


def as_clause(title: str) -> str:
    """Return a title as it goes on after «потому что»: abbreviations keep their letters."""
    first = title.partition(" ")[0]
    return title if first[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _nothing_found(report: DiagnosisReport, catalogue: Catalogue, language: str) -> str:
    sentence = catalogue.phrase(f"no-cause.{report.profile.value}", language)
    warnings = sum(result.status is CheckStatus.WARN for result in report.results)
    if not warnings:
        return sentence
    return f"{sentence} {catalogue.phrase('no-cause.warnings', language, count=warnings)}"
