"""The portal's journal."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_app.core.cancellation import (
    Cancellation,
    Progress,
    ProgressListener,
    ignore_progress,
)
from desktop_app.core.journal import JournalFilter
from desktop_app.services.portal.client import Request
from desktop_app.services.portal.contract import PAGE_LIMIT, JournalEntry, JournalPage
from desktop_app.services.portal.session import PortalSession

ALL = JournalFilter()


class PortalJournal:
    """Implements ``JournalService``."""

    def __init__(self, session: PortalSession) -> None:
        self._session = session

    def entries(
        self,
        limit: int = 200,
        cancel: Cancellation | None = None,
        *,
        wanted: JournalFilter = ALL,
        progress: ProgressListener = ignore_progress,
    ) -> tuple[JournalEntry, ...]:
        """Return the newest lines that pass, as far as the role may see them, newest first."""
        entries: list[JournalEntry] = []
        cursor: str | None = None
        while len(entries) < limit:
            query = _query(wanted)
            query["limit"] = min(limit - len(entries), PAGE_LIMIT)
            if cursor is not None:
                query["cursor"] = cursor
            answer = self._session.send(Request("GET", "journal", query=query), cancel)
            page = answer.decode(JournalPage)
            entries.extend(page.items)
            progress(Progress(len(entries), 0))
            cursor = page.next_cursor
            if cursor is None or not page.items:
                break
        return tuple(entries[:limit])


def _query(wanted: JournalFilter) -> dict[str, str | int]:
    values = {
        "since": _moment(wanted.since),
        "until": _moment(wanted.until),
        "person": " ".join(wanted.person.split()),
        "subject": wanted.subject.strip(),
    }
    return {name: value for name, value in values.items() if value}


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else ""
