"""The words of one language for the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.catalogue import Catalogue, Message
from desktop_app.core.diagnostics import Finding
from desktop_app.core.errors import NmoError
from desktop_app.core.field_checks.field import FieldFlaw
from desktop_app.core.message_format import date_text, masked_snils, time_text
from desktop_app.core.verdicts import Reason


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue with the language that it is read in."""

    catalogue: Catalogue
    language: str

    def __call__(self, key: str, **data: object) -> str:
        """Return the phrase ``cli.key`` with ``data`` put in."""
        return self.catalogue.phrase(f"cli.{key}", self.language, **data)

    def state(self, group: str, value: str) -> str:
        """Return the name of a state: the phrase ``group.value``."""
        return self.catalogue.word(group, value, self.language)

    def error(self, error: NmoError) -> Message:
        """Return the message of an error."""
        return self.catalogue.of_error(error, self.language)

    def error_text(self, error: NmoError) -> str:
        """Return heading and text of an error in one line."""
        message = self.error(error)
        return f"{message.title}. {message.text}"

    def flaw(self, flaw: FieldFlaw) -> str:
        """Return what is wrong in a field, in one line."""
        return self.catalogue.phrase(flaw.code, self.language, **flaw.data)

    def finding(self, finding: Finding) -> Message:
        """Return the message of a finding."""
        return self.catalogue.message(finding.cause, finding.evidence, self.language)

    def reason(self, reason: Reason) -> str:
        """Return heading and text of a reason in one line; its code when it has no message."""
        try:
            message = self.catalogue.of_reason(reason, self.language)
        except KeyError:
            return reason.code
        return f"{message.title}. {message.text}" if message.text else message.title

    def reason_titles(self, reasons: Sequence[Reason]) -> str:
        """Return the headings of ``reasons`` in one line."""
        return "; ".join(self.reason_title(reason) for reason in reasons)

    def reason_title(self, reason: Reason) -> str:
        """Return the heading of a reason; its code when it has no message."""
        try:
            return self.catalogue.of_reason(reason, self.language).title
        except KeyError:
            return reason.code

    def title_of(self, error_code: str) -> str:
        """Return the heading of the message of an error code."""
        try:
            return self.catalogue.message(error_code, {}, self.language).title
        except KeyError:
            return error_code

    def hint(self, code: str) -> str:
        """Return what to type after an error, or an empty string."""
        found = self.catalogue.word("cli.hint", code, self.language)
        return "" if found == code else found

    def date(self, value: object) -> str:
        """Return a date as people read it; empty for None."""
        return date_text(value, self.language)

    def time(self, value: object) -> str:
        """Return local date and time as people read them; empty for None."""
        return time_text(value, self.language)

    @staticmethod
    def snils(digits: str) -> str:
        """Return a СНИЛС masked."""
        return masked_snils(digits)
