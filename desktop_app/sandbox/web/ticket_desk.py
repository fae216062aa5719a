"""The part of the operator's page where requests to support are answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.accounts import Role
from desktop_app.core.tickets import TicketStatus
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.tickets import add_text, tell_by_letter
from desktop_app.sandbox.ticket_tables import TicketFileRow, TicketRow
from desktop_app.sandbox.web.desk import (
    AttachedContent,
    Attachment,
    Choice,
    Fact,
    PendingDecision,
    Verdict,
)

_AUTHOR: Final = "Служба поддержки"
_OPEN: Final = (TicketStatus.ACCEPTED, TicketStatus.IN_PROGRESS, TicketStatus.ESCALATED)
_DESKS: Final = {"gosuslugi": "Госуслуги", "nmo": "Портал НМО"}


class TicketDesk:
    """Implements ``DecisionKind``: taking up, asking back, handing on, solving."""

    name: Final = "tickets"
    title: Final = "Обращения в поддержку"
    roles: Final = frozenset({Role.ADMINISTRATOR})
    choices: Final = (
        Choice(TicketStatus.IN_PROGRESS.value, "Взять в работу"),
        Choice(TicketStatus.NEEDS_ANSWER.value, "Спросить", needs_comment=True),
        Choice(TicketStatus.ESCALATED.value, "Передать разработчикам"),
        Choice(TicketStatus.SOLVED.value, "Решено", needs_comment=True),
    )

    def pending(self, portal: Portal, session: Session) -> Sequence[PendingDecision]:
        """Return the requests that wait for the service, oldest first."""
        wanted = select(TicketRow).where(TicketRow.status.in_(_OPEN)).order_by(TicketRow.number)
        return [_pending(row) for row in session.scalars(wanted)]

    def decide(self, portal: Portal, session: Session, verdict: Verdict) -> bool:
        """Set the status, add the answer and write to the person."""
        wanted = select(TicketRow).where(TicketRow.id == verdict.decision_id)
        row = session.scalars(wanted).one_or_none()
        if row is None or row.status not in _OPEN:
            return False
        row.status, row.changed_at = verdict.choice, portal.now()
        if verdict.comment:
            add_text(portal, row, _AUTHOR, verdict.comment, from_support=True)
        tell_by_letter(portal, row, f"Заявка № {row.number}. {verdict.comment}".strip())
        note(
            session,
            portal.now(),
            "ticket.answer",
            account=verdict.operator,
            outcome=row.status,
            subject=row.id,
        )
        return True

    def attachment(
        self, session: Session, decision_id: str, attachment_id: str
    ) -> AttachedContent | None:
        """Return a file of a request."""
        wanted = (
            select(TicketFileRow)
            .join(TicketRow, TicketRow.number == TicketFileRow.ticket_number)
            .where(TicketRow.id == decision_id)
        )
        for row in session.scalars(wanted):
            if str(row.place) == attachment_id and row.content is not None:
                return AttachedContent(row.media_type, row.content)
        return None


def _pending(row: TicketRow) -> PendingDecision:
    facts = [
        Fact("Номер", str(row.number)),
        Fact("Куда", _DESKS[row.desk]),
        Fact("Тема", row.subject),
        Fact("Описание", row.text),
        Fact("Личный кабинет", row.account_number),
        Fact("Телефон", row.phone),
        Fact("Когда случилось", row.moments),
        *(Fact(each.author, each.text) for each in row.messages),
    ]
    return PendingDecision(
        id=row.id,
        applicant=row.full_name,
        asked_at=row.created_at,
        facts=tuple(each for each in facts if each.value),
        attachments=tuple(Attachment(str(each.place), each.name) for each in row.files),
    )
