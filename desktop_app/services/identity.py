"""Compare the person's passport with the state's own data, through the portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import PortalError, RefusedError
from desktop_app.core.forms import Form
from desktop_app.core.identity import PassportCheck, PassportStanding
from desktop_app.core.papers import PaperCheck
from desktop_app.services.audited import audited
from desktop_app.services.forms import accepted_values, check_form, known_values, read_form
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.identity_contract import (
    PASSPORT_CHECKS,
    PassportCheckMessage,
    PassportCheckRequest,
    PassportStandingMessage,
)
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.last_answers import LastAnswers


class PassportChecks:
    """The check; what was typed is neither kept nor logged."""

    def __init__(
        self,
        session: PortalSession,
        audit: AuditLog,
        answers: LastAnswers[PassportStanding],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._session = session
        self._audit = audit
        self._answers = answers
        self._today = today
        self.form: Form = read_form("passport")
        """What is asked for."""
        self._sent: tuple[PassportCheckRequest, str] | None = None

    def known_values(self) -> dict[str, str]:
        """Return what the account says already, by the field's name."""
        return known_values(self.form, self._session.state().account)

    def check(self, values: Mapping[str, str]) -> PaperCheck:
        """Return what the values are worth, without asking anybody.

        Raises ``FormFieldUnknownError``.
        """
        return check_form(self.form, values, self._today())

    def standing(self, cancel: Cancellation | None = None) -> PassportStanding:
        """Ask the portal for the last check and the tries that are left; else what it said last.

        Raises the ``PortalError`` when nothing is kept here, and every ``RefusedError``.
        """
        try:
            answer = self._session.send(Request("GET", PASSPORT_CHECKS), cancel)
            return self._kept(answer.decode(PassportStandingMessage))
        except PortalError:
            known = self._answers.find()
            if known is None:
                raise
            return replace(known.value, kept_at=known.as_of)

    def compare(
        self, values: Mapping[str, str], cancel: Cancellation | None = None
    ) -> PassportStanding:
        """Have the portal compare the values; ``last`` of the answer is this check.

        The same values after a lost answer are sent under the same key: a try is spent once.
        Raises ``FormIncompleteError``, ``FormFieldUnknownError``, ``PassportChecksBlockedError``.
        """
        accepted = accepted_values(self.form, values, self._today())
        body = PassportCheckRequest(
            full_name=accepted["full_name"],
            birth_date=date.fromisoformat(accepted["birth_date"]),
            passport=accepted["passport"],
        )
        if self._sent is None or self._sent[0] != body:
            self._sent = (body, new_idempotency_key())
        request = Request("POST", PASSPORT_CHECKS, body, idempotency_key=self._sent[1])
        with audited(self._audit, "passport.check"):
            try:
                answer = self._session.send(request, cancel)
            except RefusedError:
                self._sent = None
                raise
        self._sent = None
        return self._kept(answer.decode(PassportStandingMessage))

    def _kept(self, message: PassportStandingMessage) -> PassportStanding:
        """Keep what the portal said of the check: outcome and names of fields, no value."""
        standing = _standing(message)
        self._answers.keep(standing)
        return standing


def _standing(message: PassportStandingMessage) -> PassportStanding:
    return PassportStanding(
        last=None if message.last is None else _check(message.last),
        tries_left=message.tries_left,
        blocked_until=message.blocked_until,
    )


def _check(message: PassportCheckMessage) -> PassportCheck:
    return PassportCheck(message.outcome, message.differing, message.checked_at)
