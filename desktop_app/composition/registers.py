"""Putting together passport check, registration and registers."""

from __future__ import annotations

from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.identity import PassportChecks
from desktop_app.services.registers import Registers


def make_registers(access: Access) -> Registers:
    """Return the services over one portal session."""
    return Registers(passport=PassportChecks(access.session, access.audit))
