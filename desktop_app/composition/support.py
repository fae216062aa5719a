"""Putting together the requests to support; their parts are imported when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.collecting import Access
    from desktop_app.services.support import PortalSupport


def make_support(access: Access) -> PortalSupport:
    """Return the requests of whoever is known to the portal session."""
    from desktop_app.composition.last_answers import last_answers  # noqa: PLC0415
    from desktop_app.core.tickets import Ticket  # noqa: PLC0415
    from desktop_app.services.storage.sealed import Sealer  # noqa: PLC0415
    from desktop_app.services.storage.sealed_store import (  # noqa: PLC0415
        WAITING_TICKETS,
        SealedStore,
    )
    from desktop_app.services.support import PortalSupport  # noqa: PLC0415
    from desktop_app.services.ticket_shelf import TicketShelf  # noqa: PLC0415

    store = SealedStore(access.database, Sealer(access.secrets), WAITING_TICKETS)
    shelf = TicketShelf(store, lambda: access.session.account_key)
    answers = last_answers(access, "tickets", tuple[Ticket, ...])
    return PortalSupport(access.session, shelf, access.audit, answers)
