"""The operator's decisions on confirmations of accounts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.accounts import AccountLevel, Role
from desktop_app.core.confirmations import CodeChannel, ConfirmationPaper
from desktop_app.sandbox.confirmation_tables import ConfirmationPaperRow, ConfirmationRow
from desktop_app.sandbox.portal.confirmation_book import (
    APPROVED,
    RETURNED,
    REVIEW,
    papers_of,
)
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.mailbox import Letter
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.web.desk import (
    AttachedContent,
    Attachment,
    Choice,
    Fact,
    PendingDecision,
    Verdict,
)

_APPROVE: Final = "approve"
_PAPERS: Final = {
    ConfirmationPaper.DIPLOMA: "Диплом",
    ConfirmationPaper.PRACTICE: "Право на практику",
    ConfirmationPaper.EMPLOYER: "Справка работодателя",
}
_STATES: Final = {
    "open": "заполняется",
    REVIEW: "на проверке у оператора",
    RETURNED: "возвращено на исправление",
    APPROVED: "одобрено, учётная запись подтверждена",
}


class ConfirmationDecisions:
    """Implements ``DecisionKind``."""

    name: Final = "confirmations"
    title: Final = "Подтверждение учётных записей"
    roles: Final = frozenset({Role.ADMINISTRATOR})
    choices: Final = (
        Choice(_APPROVE, "Подтвердить учётную запись"),
        Choice("return", "Вернуть на исправление", needs_comment=True),
    )

    def pending(self, portal: Portal, session: Session) -> list[PendingDecision]:
        """Return what waits, oldest first."""
        wanted = (
            select(ConfirmationRow)
            .where(ConfirmationRow.state == REVIEW)
            .order_by(ConfirmationRow.changed_at)
        )
        return [self._decision(session, row) for row in session.scalars(wanted)]

    def decide(self, portal: Portal, session: Session, verdict: Verdict) -> bool:
        """Confirm the account or send the confirmation back; the person is told either way."""
        row = session.get(ConfirmationRow, verdict.decision_id)
        if row is None or row.state != REVIEW:
            return False
        account = session.get_one(AccountRow, row.account_id)
        now = portal.now()
        row.changed_at = now
        if verdict.choice == _APPROVE:
            row.state, row.comment = APPROVED, ""
            account.level = AccountLevel.CONFIRMED.value
            text = "Портал НМО: ваша учётная запись подтверждена."
        else:
            row.state, row.comment = RETURNED, verdict.comment
            text = f"Портал НМО: подтверждение возвращено на исправление. {verdict.comment}"
        note(session, now, f"confirmation.{verdict.choice}", account=account)
        for channel, address in ((CodeChannel.EMAIL, row.email), (CodeChannel.SMS, row.phone)):
            portal.mailbox.deliver(account.id, Letter(channel, address, text, now))
        return True

    def attachment(
        self, session: Session, decision_id: str, attachment_id: str
    ) -> AttachedContent | None:
        """Return a document."""
        row = session.get(ConfirmationPaperRow, (decision_id, attachment_id))
        return AttachedContent(row.media_type, row.content) if row is not None else None

    def _decision(self, session: Session, row: ConfirmationRow) -> PendingDecision:
        facts = (
            Fact("ФИО", row.full_name),
            Fact("СНИЛС", row.snils),
            Fact("ИНН", row.inn),
            Fact("Телефон (подтверждён кодом)", row.phone),
            Fact("Почта (подтверждена кодом)", row.email),
            Fact("Электронная проверка", "расхождений нет"),
        )
        files = tuple(
            Attachment(paper.paper, f"{_PAPERS[ConfirmationPaper(paper.paper)]}: {paper.file_name}")
            for paper in papers_of(session, row.account_id)
        )
        return PendingDecision(row.account_id, row.full_name, row.changed_at, facts, files)


class ConfirmationStanding:
    """Implements ``PersonSection``: how the person's confirmation stands."""

    title: Final = "Подтверждение учётной записи"

    def facts(self, portal: Portal, session: Session, account: AccountRow) -> tuple[Fact, ...]:
        """Return the state, and what the operator wrote."""
        row = session.get(ConfirmationRow, account.id)
        if row is None:
            return ()
        facts = [Fact("Состояние", _STATES[row.state])]
        if row.comment:
            facts.append(Fact("Что исправить", row.comment))
        return tuple(facts)
