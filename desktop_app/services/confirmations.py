"""What a code confirms: the account, and the consent without a token."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.services.account_confirmation import AccountConfirmation
from desktop_app.services.consent_by_code import ConsentByCode


@dataclass(frozen=True, slots=True)
class Confirmations:
    """The services over one portal session."""

    account: AccountConfirmation
    consent: ConsentByCode
