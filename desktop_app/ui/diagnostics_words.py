"""The words of a diagnosis: checks, states, findings, who can mend them."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.catalogue import Catalogue, Message
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    Profile,
    Who,
)
from desktop_app.services.diagnostics.fixing import FixPlan
from desktop_app.services.diagnostics.head_sentence import head_sentence
from desktop_app.services.diagnostics.profiles import group_of

TROUBLES = (CheckStatus.FAIL, CheckStatus.ERROR, CheckStatus.TIMEOUT, CheckStatus.WARN)
"""What a person is shown first: what hinders or may hinder soon, and what nobody could tell."""

STATE_LOOKS: Mapping[CheckStatus | None, tuple[str, str]] = {
    CheckStatus.OK: ("circle-check", "ok"),
    CheckStatus.WARN: ("triangle-alert", "warn"),
    CheckStatus.FAIL: ("circle-x", "fail"),
    CheckStatus.SKIP: ("circle-dashed", "muted"),
    CheckStatus.ERROR: ("circle-help", "warn"),
    CheckStatus.TIMEOUT: ("hourglass", "warn"),
    None: ("clock", "muted"),
}
"""Icon and colour of a state; None stands for a check that waits for its turn."""


class DiagnosisWords:
    """Reads the catalogue in the language of the window."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue = catalogue
        self.language = language

    def check(self, identifier: str) -> str:
        """Return the short name of what is checked."""
        return self.catalogue.word("check", identifier, self.language)

    def heading(self, identifier: str, result: CheckResult | None) -> str:
        """Return what a check is headed by: what is wrong, else what is checked."""
        worst = result.worst if result is not None and is_trouble(result) else None
        return self.finding(worst).title if worst is not None else self.check(identifier)

    def second_line(self, identifier: str, result: CheckResult) -> str:
        """Return the state of a check, and what its heading leaves unsaid."""
        if is_trouble(result):
            return f"{self.state(result.status)} · {self.check(identifier)}"
        found = (self.finding(result.worst).title,) if result.worst is not None else ()
        return " · ".join((self.state(result.status), *found))

    def group(self, identifier: str) -> str:
        """Return the name of the group that a check belongs to."""
        return self.catalogue.word("check-group", group_of(identifier), self.language)

    def state(self, status: CheckStatus) -> str:
        """Return the word for a state."""
        return self.catalogue.word("check-status", status.value, self.language)

    def who(self, who: Who) -> str:
        """Return who can mend it."""
        return self.catalogue.word("who", who.value, self.language)

    def profile(self, profile: Profile) -> str:
        """Return what a diagnosis is for."""
        return self.catalogue.word("profile", profile.value, self.language)

    def finding(self, finding: Finding) -> Message:
        """Return what was found: what happened, why, what to do."""
        return self._message(finding.cause, finding.evidence)

    def fix(self, plan: FixPlan) -> Message:
        """Return what a fix is called, what it changes and what to do afterwards."""
        return self._message(f"fix.{plan.fix}", plan.data)

    def fix_title(self, identifier: str) -> str:
        """Return the words of the button of a fix."""
        return self._message(f"fix.{identifier}", {}).title

    def change(self, kind: str) -> str:
        """Return what kind of thing a fix changes."""
        return self.catalogue.word("change", kind, self.language)

    def phrase(self, code: str) -> str:
        """Return a phrase of the catalogue that takes no values."""
        return self.catalogue.phrase(code, self.language)

    def hidden(self, kind: str) -> str:
        """Return what was taken out of a report."""
        return self.catalogue.word("redaction", kind, self.language)

    def sentence(self, report: DiagnosisReport) -> str:
        """Return the one sentence that says what stands in the way."""
        return head_sentence(report, self.catalogue, self.language)

    def _message(self, code: str, data: Mapping[str, object]) -> Message:
        if code not in self.catalogue.codes:
            return Message(code, code, "", "")
        return self.catalogue.message(code, data, self.language)


def changes_text(plan: FixPlan, words: DiagnosisWords) -> str:
    """Return what a fix changes exactly, change by change."""
    lines = []
    for number, change in enumerate(plan.changes, 1):
        lines.append(f"{number}. {words.change(change.kind)}: {change.target}")
        for code, value in (("before", change.before), ("after", change.after)):
            if value:
                lines.append(f"    {words.phrase(f'cli.doctor.{code}')} {value}")
    return "\n".join(lines)


def is_trouble(result: CheckResult | None) -> bool:
    """Tell whether a person should look at this check."""
    return result is not None and result.status in TROUBLES
