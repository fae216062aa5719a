"""What the outcome of a request says about the way to the portal."""

from __future__ import annotations

from desktop_app.core.errors import NmoError

_NOT_REACHED = ("portal.unreachable", "portal.slow", "portal.tls")


def portal_was_reached(error: NmoError | None) -> bool | None:
    """Return what an outcome says about the network: None when it says nothing."""
    if error is None:
        return True
    return False if error.code in _NOT_REACHED else None


def failure_icon(error: NmoError) -> str:
    """Return the icon of a page that cannot show what was asked for."""
    return "wifi-off" if portal_was_reached(error) is False else "circle-alert"
