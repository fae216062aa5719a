"""Confirm the account step by step; the portal keeps every step, so that one can leave."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.confirmations import (
    CodeChannel,
    Confirmation,
    ConfirmationFile,
    ConfirmationPaper,
    SentCode,
)
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.services.audited import audited
from desktop_app.services.consent_by_code import sent_code
from desktop_app.services.forms import accepted_values, check_form, known_values, read_form
from desktop_app.services.paper_photos import PreparedPaper, prepare_paper
from desktop_app.services.portal.client import Request, new_idempotency_key
from desktop_app.services.portal.confirmation_contract import (
    CONFIRMATION,
    ChannelRequest,
    CodeMessage,
    ConfirmationForm,
    ConfirmationMessage,
    ProofRequest,
)
from desktop_app.services.portal.document_contract import PART_DIGEST_HEADER
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog


class AccountConfirmation:
    """The six steps: form, mailbox, telephone, documents, electronic check, operator."""

    def __init__(
        self,
        session: PortalSession,
        audit: AuditLog,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._session = session
        self._audit = audit
        self._today = today
        self.form: Form = read_form("confirmation")
        """What is asked for."""

    def state(self, cancel: Cancellation | None = None) -> Confirmation:
        """Ask the portal where the confirmation stands, and why the level is not enough."""
        return self._taken(Request("GET", CONFIRMATION), cancel)

    def known_values(self, state: Confirmation | None = None) -> dict[str, str]:
        """Return the form as it was filled in before, else what the account says."""
        known = known_values(self.form, self._session.state().account)
        return {**known, **(state.form if state is not None else {})}

    def check(self, values: Mapping[str, str]) -> PaperCheck:
        """Return what the values are worth, without asking anybody."""
        return check_form(self.form, values, self._today())

    def fill(self, values: Mapping[str, str], cancel: Cancellation | None = None) -> Confirmation:
        """Hand the form in; another telephone or mailbox has to be proven anew.

        Raises ``FormIncompleteError``, ``ConfirmationClosedError``.
        """
        accepted = accepted_values(self.form, values, self._today())
        body = ConfirmationForm(**accepted)
        with audited(self._audit, "confirmation.fill"):
            return self._taken(Request("PUT", f"{CONFIRMATION}/form", body), cancel)

    def send_code(self, channel: CodeChannel, cancel: Cancellation | None = None) -> SentCode:
        """Have a code sent to the form's mailbox or telephone.

        Raises ``CodeRefusedError``.
        """
        request = self._write("codes", ChannelRequest(channel))
        return sent_code(self._session.send(request, cancel).decode(CodeMessage))

    def prove(
        self, channel: CodeChannel, code: str, cancel: Cancellation | None = None
    ) -> Confirmation:
        """Hand in the code that came. Raises ``CodeRefusedError``."""
        with audited(self._audit, "contact.prove", channel.value):
            return self._taken(self._write("proofs", ProofRequest(channel, code)), cancel)

    def attach(
        self, paper: ConfirmationPaper, path: Path, cancel: Cancellation | None = None
    ) -> Confirmation:
        """Send a document, in place of the one of its kind. Raises ``PaperUnfitError``."""
        return self.attach_prepared(paper, prepare_paper(path), cancel)

    def attach_prepared(
        self,
        paper: ConfirmationPaper,
        prepared: PreparedPaper,
        cancel: Cancellation | None = None,
    ) -> Confirmation:
        """Send a document that was read and made small enough before."""
        digest = base64.b64encode(hashlib.sha256(prepared.content).digest()).decode()
        request = Request(
            "PUT",
            f"{CONFIRMATION}/papers/{paper.value}",
            query={"file_name": prepared.file_name},
            headers={PART_DIGEST_HEADER: f"sha-256=:{digest}:"},
            content=prepared.content,
        )
        with audited(self._audit, "confirmation.attach", paper.value):
            return self._taken(request, cancel)

    def remove(self, paper: ConfirmationPaper, cancel: Cancellation | None = None) -> Confirmation:
        """Take a document away."""
        self._session.send(Request("DELETE", f"{CONFIRMATION}/papers/{paper.value}"), cancel)
        return self.state(cancel)

    def submit(self, cancel: Cancellation | None = None) -> Confirmation:
        """Hand everything in: the portal compares, then an operator decides.

        Raises ``ConfirmationIncompleteError``, ``ConfirmationClosedError``.
        """
        with audited(self._audit, "confirmation.submit"):
            return self._taken(self._write("submissions", {}), cancel)

    def _write(self, name: str, body: object) -> Request:
        key = new_idempotency_key()
        return Request("POST", f"{CONFIRMATION}/{name}", body, idempotency_key=key)

    def _taken(self, request: Request, cancel: Cancellation | None) -> Confirmation:
        message = self._session.send(request, cancel).decode(ConfirmationMessage)
        return _confirmation(message)


def _confirmation(message: ConfirmationMessage) -> Confirmation:
    form = message.form
    values = {} if form is None else {name: getattr(form, name) for name in form.__slots__}
    return Confirmation(
        level=message.level,
        step=message.step,
        cause=message.cause,
        form=values,
        email_proven=message.email_proven,
        phone_proven=message.phone_proven,
        files=tuple(
            ConfirmationFile(each.paper, each.file_name, each.size) for each in message.papers
        ),
        findings=message.findings,
        comment=message.comment,
        changed_at=message.changed_at,
    )
