"""Whose login it is, of those who have an account at this portal."""

from __future__ import annotations

from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.training_logins import TrainingLogin, login_named


def known_login(portal: Portal, name: str) -> TrainingLogin | None:
    """Return whose login it is: a mailbox, a telephone or a СНИЛС, with or without marks."""
    login = login_named(name)
    if login is None:
        return None
    with portal.store.reading() as session:
        return login if session.get(AccountRow, login.account_id) is not None else None
