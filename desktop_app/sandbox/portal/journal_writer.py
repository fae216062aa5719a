"""Adds lines to the portal's journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desktop_app.sandbox.tables import AccountRow, JournalRow

OK = "ok"


def note(
    session: Session,
    at: datetime,
    action: str,
    *,
    account: AccountRow | None = None,
    outcome: str = OK,
    subject: str = "",
) -> None:
    """Add one line: who, when, what, with which outcome, to what."""
    session.add(
        JournalRow(
            account_id=account.id if account else None,
            actor=account.full_name if account else "",
            happened_at=at,
            action=action,
            outcome=outcome[:80],
            subject=subject[:120],
        )
    )
