"""Putting together what codes confirm; its parts are imported when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.confirmations import Confirmations
    from desktop_app.services.consent_folder import ConsentFolder
    from desktop_app.services.diagnostics.collecting import Access


def make_confirmations(access: Access, folder: ConsentFolder) -> Confirmations:
    """Return the confirmation of the account and the consent by code."""
    from desktop_app.services.account_confirmation import AccountConfirmation  # noqa: PLC0415
    from desktop_app.services.confirmations import Confirmations  # noqa: PLC0415
    from desktop_app.services.consent_by_code import ConsentByCode  # noqa: PLC0415

    session, audit = access.session, access.audit
    return Confirmations(
        account=AccountConfirmation(session, audit),
        consent=ConsentByCode(session, folder, audit),
    )
