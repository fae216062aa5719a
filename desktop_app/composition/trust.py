"""Putting together what keeps trust; its parts are imported when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.collecting import Access
    from desktop_app.services.trust_keeping import TrustKeeping


def make_trust(access: Access) -> TrustKeeping:
    """Return the keeper of this profile's trust."""
    from desktop_app.services.list_fetching import register_of  # noqa: PLC0415
    from desktop_app.services.trust_keeping import TrustKeeping  # noqa: PLC0415
    from desktop_app.services.trust_store import TrustStore  # noqa: PLC0415

    added = access.trust.added or access.home.trust
    return TrustKeeping(TrustStore(added), register_of(access), access.audit)
