"""Applications for a specialist's account on the operator's page and on a person's page."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.accounts import Role
from desktop_app.core.registrations import RegistrationMove, RegistrationStatus
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.registration_book import (
    move,
    number_of,
    scans_of,
    values_of,
)
from desktop_app.sandbox.portal.registration_scans import scan_content
from desktop_app.sandbox.register_tables import RegistrationRow, ScanRow
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.web.desk import (
    AttachedContent,
    Attachment,
    Choice,
    Fact,
    PendingDecision,
    Verdict,
)

STATUS_NAMES: Final = {
    RegistrationStatus.DRAFT: "Формируется",
    RegistrationStatus.SUBMITTED: "Подана",
    RegistrationStatus.PROCESSING: "На обработке",
    RegistrationStatus.REWORK: "На доработке",
    RegistrationStatus.REJECTED: "Отклонена",
    RegistrationStatus.CLOSED: "Закрыта",
}


class RegistrationDesk:
    """Implements ``DecisionKind``."""

    name: Final = "registrations"
    title: Final = "Регистрация специалистов"
    roles: Final = frozenset({Role.ADMINISTRATOR})
    choices: Final = (
        Choice(RegistrationMove.ACTIVATE.value, "Активировать"),
        Choice(RegistrationMove.RETURN.value, "Вернуть на доработку", needs_comment=True),
        Choice(RegistrationMove.REJECT.value, "Отклонить", needs_comment=True),
    )

    def pending(self, portal: Portal, session: Session) -> tuple[PendingDecision, ...]:
        """Return what the electronic check let through, oldest first."""
        wanted = (
            select(RegistrationRow)
            .where(RegistrationRow.status == RegistrationStatus.PROCESSING.value)
            .order_by(RegistrationRow.submitted_at, RegistrationRow.id)
        )
        return tuple(_pending(session, row) for row in session.scalars(wanted))

    def decide(self, portal: Portal, session: Session, verdict: Verdict) -> bool:
        """Activate, return or reject an application that still waits."""
        row = session.get(RegistrationRow, verdict.decision_id)
        if row is None or row.status != RegistrationStatus.PROCESSING:
            return False
        step = RegistrationMove(verdict.choice)
        move(portal, session, row, step, verdict.comment)
        if step is RegistrationMove.ACTIVATE:
            row.is_activated = True
            roles = row.account.roles.split()
            if Role.SPECIALIST.value not in roles:
                row.account.roles = " ".join((*roles, Role.SPECIALIST.value))
        action, subject = f"registration.{step.value}", number_of(row)
        note(session, portal.now(), action, account=verdict.operator, subject=subject)
        return True

    def attachment(
        self, session: Session, decision_id: str, attachment_id: str
    ) -> AttachedContent | None:
        """Return a scan."""
        scan = session.get(ScanRow, (decision_id, attachment_id))
        if scan is None:
            return None
        return AttachedContent(scan.media_type, scan_content(session, decision_id, scan.sha256))


class RegistrationStanding:
    """Implements ``PersonSection``."""

    title: Final = "Заявка на регистрацию специалиста"

    def facts(self, portal: Portal, session: Session, account: AccountRow) -> tuple[Fact, ...]:
        """Return number and status of the newest application."""
        newest = (
            select(RegistrationRow)
            .where(RegistrationRow.account_id == account.id)
            .order_by(RegistrationRow.begun_at.desc(), RegistrationRow.id)
            .limit(1)
        )
        row = session.scalars(newest).one_or_none()
        if row is None:
            return ()
        return (Fact(number_of(row), STATUS_NAMES[RegistrationStatus(row.status)]),)


def _pending(session: Session, row: RegistrationRow) -> PendingDecision:
    values = values_of(row)
    facts = (
        Fact("Заявка", number_of(row)),
        Fact("СНИЛС", values.snils),
        Fact("Категория", values.category),
        Fact("Специальность", values.speciality),
        Fact("Место работы", values.organisation),
        Fact("Диплом", values.diploma),
        Fact("Аккредитация", values.accreditation),
    )
    return PendingDecision(
        id=row.id,
        applicant=values.full_name,
        asked_at=row.submitted_at or row.begun_at,
        facts=tuple(fact for fact in facts if fact.value),
        attachments=tuple(
            Attachment(scan.sha256, f"{scan.file_name} ({scan.kind})")
            for scan in scans_of(session, row)
        ),
    )
