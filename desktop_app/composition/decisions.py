"""Putting together the watch of the portal's decisions; its parts are imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.decisions import Decisions
    from desktop_app.services.diagnostics.collecting import Access
    from desktop_app.services.program import Services


def make_decisions(access: Access, services: Services) -> Decisions:
    """Return the decisions about the person who is known to the portal session."""
    from desktop_app.composition.last_answers import last_answers  # noqa: PLC0415
    from desktop_app.services.decisions import (  # noqa: PLC0415
        DecisionMemory,
        Decisions,
        sources_of,
    )

    memory = last_answers(access, "decisions", DecisionMemory)
    return Decisions(sources_of(services), memory)
