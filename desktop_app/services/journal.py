"""The portal's journal."""

from __future__ import annotations

from desktop_app.core.cancellation import Cancellation
from desktop_app.services.portal.client import Request
from desktop_app.services.portal.contract import PAGE_LIMIT, JournalEntry, JournalPage
from desktop_app.services.portal.session import PortalSession


class PortalJournal:
    """Implements ``JournalService``."""

    def __init__(self, session: PortalSession) -> None:
        self._session = session

    def entries(
        self, limit: int = 200, cancel: Cancellation | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return the newest entries that the role may see, newest first."""
        entries: list[JournalEntry] = []
        cursor: str | None = None
        while len(entries) < limit:
            query: dict[str, str | int] = {"limit": min(limit - len(entries), PAGE_LIMIT)}
            if cursor is not None:
                query["cursor"] = cursor
            answer = self._session.send(Request("GET", "journal", query=query), cancel)
            page = answer.decode(JournalPage)
            entries.extend(page.items)
            cursor = page.next_cursor
            if cursor is None or not page.items:
                break
        return tuple(entries[:limit])
