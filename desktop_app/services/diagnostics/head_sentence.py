"""The one sentence that stands before everything else in a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.diagnostics import CheckStatus, DiagnosisReport, Finding, Profile
from desktop_app.services.diagnostics.first_cause import first_concern
from desktop_app.services.diagnostics.profiles import group_of

_ACCOUNT = "ACC"
Evidence = Callable[[Finding], Mapping[str, object]]
"""Returns the values that the words of a finding may show."""


def head_sentence(
    report: DiagnosisReport,
    catalogue: Catalogue,
    language: str,
    evidence: Evidence = lambda finding: finding.evidence,
) -> str:
    """Return «Войти не получится, потому что …», or that nothing stands in the way.

    Then it names the first warning. ``evidence`` is another where it must be redacted.
    """
    profile, concern = report.profile.value, first_concern(report)
    nothing = catalogue.phrase(f"no-cause.{profile}", language)
    if concern is None:
        return nothing
    finding = concern.finding
    message = catalogue.message(finding.cause, evidence(finding), language)
    words = {"cause": as_clause(message.title), "remedy": message.remedy}
    if finding.status is CheckStatus.WARN:
        attention = catalogue.phrase("no-cause.attention", language, **words)
        return " ".join((nothing, attention, *_more(report, catalogue, language)))
    if finding.status is not CheckStatus.FAIL:
        return catalogue.phrase(f"first-cause-unclear.{profile}", language, **words)
    # Who is signed in has got in: it is the work that the account stands in the way of.
    goal = Profile.FULL.value if group_of(concern.check) == _ACCOUNT else profile
    return catalogue.phrase(f"first-cause.{goal}", language, **words)


def as_clause(title: str) -> str:
    """Return a title as it goes on after «потому что»: abbreviations keep their letters."""
    first = title.partition(" ")[0]
    return title if first[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _more(report: DiagnosisReport, catalogue: Catalogue, language: str) -> tuple[str, ...]:
    more = sum(result.status is CheckStatus.WARN for result in report.results) - 1
    return (catalogue.phrase("no-cause.more", language, count=more),) if more else ()
