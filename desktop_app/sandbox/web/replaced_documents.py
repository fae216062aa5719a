"""New documents of credentials, for the operator to accept or refuse."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.accounts import Role
from desktop_app.core.credentials import VersionState
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.credential_files import accept_file, refuse_file
from desktop_app.sandbox.record_tables import CredentialFileRow
from desktop_app.sandbox.tables import CredentialRow
from desktop_app.sandbox.web.desk import (
    AttachedContent,
    Attachment,
    Choice,
    Fact,
    PendingDecision,
    Verdict,
)

_ACCEPT = "accept"


class ReplacedDocuments:
    """Implements ``DecisionKind``."""

    name = "credential-documents"
    title = "Новые документы свидетельств"
    roles = frozenset({Role.ADMINISTRATOR})
    choices = (
        Choice(_ACCEPT, "Реестр подтверждает"),
        Choice("refuse", "Отказать", needs_comment=True),
    )

    def pending(self, portal: Portal, session: Session) -> Sequence[PendingDecision]:
        """Return the files on review, oldest first."""
        wanted = (
            select(CredentialFileRow, CredentialRow)
            .join(CredentialRow, CredentialRow.id == CredentialFileRow.credential_id)
            .where(CredentialFileRow.state == VersionState.ON_REVIEW.value)
            .order_by(CredentialFileRow.uploaded_at)
        )
        return [
            PendingDecision(
                str(file.id),
                file.uploaded_by,
                file.uploaded_at,
                (Fact("Свидетельство", row.name), Fact("Номер", row.number)),
                (Attachment("file", f"Версия {file.number}.pdf"),),
            )
            for file, row in session.execute(wanted)
        ]

    def decide(self, portal: Portal, session: Session, verdict: Verdict) -> bool:
        """Bring the file into force, or leave the version before."""
        file = _file(session, verdict.decision_id)
        if file is None or file.state != VersionState.ON_REVIEW:
            return False
        row = session.get_one(CredentialRow, file.credential_id)
        if verdict.choice == _ACCEPT:
            reason = verdict.comment or "Реестр подтвердил новый документ."
            accept_file(session, row, file, portal.now(), reason)
        else:
            refuse_file(session, row, file, portal.now(), verdict.comment)
        return True

    def attachment(
        self, session: Session, decision_id: str, attachment_id: str
    ) -> AttachedContent | None:
        """Return the PDF."""
        file = _file(session, decision_id)
        return None if file is None else AttachedContent("application/pdf", file.content)


def _file(session: Session, decision_id: str) -> CredentialFileRow | None:
    if not decision_id.isascii() or not decision_id.isdigit() or len(decision_id) > 15:
        return None
    return session.get(CredentialFileRow, int(decision_id))
