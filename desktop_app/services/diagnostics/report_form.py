"""A report as it is handed on: every check with its words, redacted where asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from desktop_app import __version__
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    Need,
    Profile,
    Who,
)
from desktop_app.services.diagnostics.bundle import Redaction
from desktop_app.services.diagnostics.head_sentence import head_sentence
from desktop_app.services.diagnostics.redaction import Redactor


@dataclass(frozen=True)
class FindingForm:
    """One finding in words."""

    status: CheckStatus
    cause: str
    """Permanent code of what was found."""
    evidence: dict[str, Any]
    heading: str
    """What happened, in a few words."""
    message: str
    """The heading and why."""
    remedy: str
    """What to do."""
    fix: str | None
    """What ``--fix`` can mend."""
    who: Who
    """Who can mend it."""


@dataclass(frozen=True)
class CheckForm:
    """One check with the words of its worst finding; the rest stand in ``others``."""

    id: str
    title: str
    status: CheckStatus
    cause: str | None
    """Null where nothing was found."""
    evidence: dict[str, Any]
    heading: str
    message: str
    remedy: str
    fix: str | None
    who: Who | None
    needs: list[Need]
    duration_ms: int
    depends_on: list[str]
    others: list[FindingForm]


@dataclass(frozen=True)
class FirstCauseForm:
    """What has to be mended first."""

    check: str
    code: str
    heading: str
    message: str
    remedy: str
    fix: str | None
    who: Who


@dataclass(frozen=True)
class ReportForm:
    """The JSON document of ``nmo --json doctor``."""

    profile: Profile
    started_at: str
    """RFC 3339, UTC."""
    duration_ms: int
    language: str
    redacted: bool
    program: str
    """Version of the program."""
    system: str
    sentence: str
    """The answer in one sentence."""
    first_cause: FirstCauseForm | None
    pin_tries_spent: int
    """Always 0: no diagnosis spends a PIN try."""
    checks: list[CheckForm]


_NOTHING_FOUND: Mapping[str, Any] = MappingProxyType(
    {
        "cause": None,
        "evidence": {},
        "heading": "",
        "message": "",
        "remedy": "",
        "fix": None,
        "who": None,
    }
)


class FormMaker:
    """Puts a report into words."""

    def __init__(
        self, catalogue: Catalogue, language: str, system: str, redactor: Redactor | None
    ) -> None:
        self._catalogue = catalogue
        self._language = language
        self._system = system
        self._redactor = redactor
        self.redactions: list[Redaction] = []
        """What was taken out so far."""

    def report(self, report: DiagnosisReport) -> ReportForm:
        """Return a whole report."""
        return ReportForm(
            profile=report.profile,
            started_at=report.started_at.astimezone(UTC)
            .isoformat(timespec="seconds")
            .replace("+00:00", "Z"),
            duration_ms=report.duration_ms,
            language=self._language,
            redacted=self._redactor is not None,
            program=__version__,
            system=self._system,
            sentence=self._sentence(report),
            first_cause=self._first_cause(report),
            pin_tries_spent=report.pin_tries_spent,
            checks=[self.check(result) for result in report.results],
        )

    def check(self, result: CheckResult) -> CheckForm:
        """Return one check; its first finding gives it its words."""
        found = [self.finding(each) for each in result.findings]
        first = vars(found[0]) if found else _NOTHING_FOUND
        return CheckForm(
            id=result.id,
            title=self._catalogue.word("check", result.id, self._language),
            needs=list(result.needs),
            duration_ms=result.duration_ms,
            depends_on=list(result.depends_on),
            others=found[1:],
            **{**first, "status": result.status},
        )

    def finding(self, finding: Finding) -> FindingForm:
        """Return one finding; its words are made of the redacted evidence."""
        evidence = self._evidence(finding)
        message = self._catalogue.message(finding.cause, evidence, self._language)
        return FindingForm(
            status=finding.status,
            cause=finding.cause,
            evidence=evidence,
            heading=message.title,
            message=f"{message.title}. {message.text}" if message.text else message.title,
            remedy=message.remedy,
            fix=finding.fix,
            who=finding.who,
        )

    def _first_cause(self, report: DiagnosisReport) -> FirstCauseForm | None:
        if report.first_cause is None:
            return None
        words = self.finding(report.first_cause.finding)
        return FirstCauseForm(
            check=report.first_cause.check,
            code=words.cause,
            heading=words.heading,
            message=words.message,
            remedy=words.remedy,
            fix=words.fix,
            who=words.who,
        )

    def _sentence(self, report: DiagnosisReport) -> str:
        return head_sentence(report, self._catalogue, self._language, self._evidence)

    def _evidence(self, finding: Finding) -> dict[str, object]:
        values = {str(key): plain(value) for key, value in finding.evidence.items()}
        if self._redactor is None:
            return values
        return {
            key: self._redactor.value(value, self.redactions, key.casefold())
            for key, value in values.items()
        }


def plain(value: object) -> object:
    """Return a value as JSON can carry it; times as ISO 8601 text."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
