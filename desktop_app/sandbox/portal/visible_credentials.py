"""Which credentials an account may see: the own ones, and by role those of its organisation."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.portal.sessions import SignedIn
from desktop_app.sandbox.tables import AccountRow, CredentialRow
from desktop_app.services.portal.problem_codes import ProblemCode

_OF_ORGANISATION = {Role.HR.value, Role.QUALITY.value}


def own_credential(session: Session, who: SignedIn, credential_id: str) -> CredentialRow:
    """Return the row; another account's row is as absent as one that never was."""
    row = session.get(CredentialRow, credential_id)
    if row is None or row.account_id != who.account.id:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return row


def visible_credential(
    session: Session, who: SignedIn, credential_id: str
) -> tuple[CredentialRow, str]:
    """Return the row and its holder's name, where the account may see it."""
    row = session.get(CredentialRow, credential_id)
    if row is None:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    if row.account_id == who.account.id:
        return row, who.account.full_name
    holder = session.get_one(AccountRow, row.account_id)
    if not sees_organisation(who) or holder.organisation != who.account.organisation:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return row, holder.full_name


def sees_organisation(who: SignedIn) -> bool:
    """Whether the account's roles let it see the people of its organisation."""
    return bool(_OF_ORGANISATION & set(who.account.roles.split()))
