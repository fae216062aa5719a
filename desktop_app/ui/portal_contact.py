"""How an outage of the portal looks."""

from __future__ import annotations

from desktop_app.core.errors import NmoError
from desktop_app.services.portal.contact import UNREACHED


def failure_icon(error: NmoError) -> str:
    """Return the icon of a page that cannot show what was asked for."""
    return "wifi-off" if isinstance(error, UNREACHED) else "circle-alert"
