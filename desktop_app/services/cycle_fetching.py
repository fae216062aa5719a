"""Asking the portal for the five-year cycle."""

from __future__ import annotations

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.cycles import Cycle
from desktop_app.services.credential_versions import Send
from desktop_app.services.portal.client import Request
from desktop_app.services.portal.record_contract import CycleMessage


def fetch_cycle(send: Send, cancel: Cancellation | None) -> Cycle:
    """Return the cycle. Raises ``NotOnPortalError`` and what ``send`` raises."""
    message = send(Request("GET", "cycle"), cancel).decode(CycleMessage)
    return Cycle(
        started_on=message.started_on,
        ends_on=message.ends_on,
        programme_hours=message.programme_hours,
        module_units=message.module_units,
        event_units=message.event_units,
        other_units=message.other_units,
    )
