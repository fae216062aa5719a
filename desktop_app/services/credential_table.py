"""Fetching the whole table page by page, or learning that nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener
from desktop_app.core.credentials import Check, Credential, CredentialList
from desktop_app.core.errors.portal import PortalAnswerError, PortalRefusedError
from desktop_app.services.portal.client import Answer, Request
from desktop_app.services.portal.contract import (
    PAGE_LIMIT,
    CheckMessage,
    CredentialMessage,
    CredentialPage,
)
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.storage.credential_cache import CachedTable

Send = Callable[[Request, Cancellation | None], Answer]
FirstRowsListener = Callable[[CredentialList], object]
"""Takes the first rows of a long list, with ``promised`` set."""
CREDENTIALS = "credentials"
ORGANISATION_CREDENTIALS = "organisation/credentials"
_ATTEMPTS = 3
_MOST_PAGES = 20_000


def ignore_first(_rows: CredentialList) -> None:
    """Take the first rows and do nothing: the default listener."""


@dataclass(frozen=True, slots=True)
class _ListChanged(Exception):  # noqa: N818 - caught here: begin anew
    """The list changed between two pages."""


def fetch_table(
    send: Send,
    known: CachedTable | None,
    *,
    path: str = CREDENTIALS,
    progress: ProgressListener,
    cancel: Cancellation | None,
    on_first: FirstRowsListener = ignore_first,
) -> CachedTable:
    """Return the table as it is now; ``known`` again, with a new time, when it is unchanged.

    A list that changes while it is read is read anew. Of a list in many pages ``on_first`` gets
    the first one. Raises ``PortalAnswerError`` when the list never holds still, and what ``send``
    raises.
    """
    for _ in range(_ATTEMPTS):
        try:
            return _fetched(send, path, known, progress, cancel, on_first)
        except _ListChanged:
            known = None
    raise PortalAnswerError(detail="list-changes")


def _fetched(
    send: Send,
    path: str,
    known: CachedTable | None,
    progress: ProgressListener,
    cancel: Cancellation | None,
    on_first: FirstRowsListener,
) -> CachedTable:
    etag, cursor = "", None
    credentials: list[Credential] = []
    for number in range(_MOST_PAGES):
        condition = known.etag if known and not number else ""
        answer = _page(send, path, cursor, condition, cancel)
        if answer.status == 304 and known:
            return CachedTable(known.credentials, datetime.now(UTC), known.etag)
        tag = answer.headers.get("ETag", "")
        if number and tag != etag:
            raise _ListChanged
        page, etag = answer.decode(CredentialPage), tag
        credentials.extend(map(credential_of, page.items))
        progress(Progress(len(credentials), max(page.total, len(credentials))))
        if page.next_cursor is None:
            return CachedTable(tuple(credentials), datetime.now(UTC), etag)
        if not number:
            rows, now = tuple(credentials), datetime.now(UTC)
            on_first(CredentialList(rows, now, offline=False, promised=page.total))
        cursor = page.next_cursor
    raise PortalAnswerError(detail="list-endless")


def _page(
    send: Send, path: str, cursor: str | None, etag: str, cancel: Cancellation | None
) -> Answer:
    query: dict[str, str | int] = {"limit": PAGE_LIMIT}
    if cursor is not None:
        query["cursor"] = cursor
    headers = {"If-None-Match": etag} if etag else {}
    try:
        return send(Request("GET", path, query=query, headers=headers), cancel)
    except PortalRefusedError as error:
        if error.detail == ProblemCode.CURSOR_INVALID and cursor is not None:
            raise _ListChanged from error
        raise


def credential_of(message: CredentialMessage) -> Credential:
    """Return the row of the contract's message."""
    return Credential(
        id=message.id,
        name=message.name,
        issued_on=message.issued_on,
        valid_from=message.valid_from,
        valid_until=message.valid_until,
        status=message.status,
        number=message.number,
        organisation=message.organisation,
        organisation_accredited=message.organisation_accredited,
        has_document=message.has_document,
        check=check_of(message.check) if message.check else None,
        review=message.review,
        holder=message.holder,
    )


def check_of(message: CheckMessage) -> Check:
    """Return the check of the contract's message."""
    return Check(message.verdict, message.checked_at, message.reason)
