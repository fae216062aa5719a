"""What the portal says it has of a person's documents."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion
from desktop_app.services.portal.client import Answer, Request
from desktop_app.services.portal.contract import PAGE_LIMIT
from desktop_app.services.portal.document_contract import (
    DOCUMENTS,
    DocumentMessage,
    DocumentPage,
)

Send = Callable[[Request, Cancellation | None], Answer]
"""Sends a request as the signed-in person."""


def received_documents(send: Send, cancel: Cancellation | None) -> tuple[DocumentVersion, ...]:
    """Return every document in its newest version, newest first.

    Raises ``NotSignedInError``, ``SessionExpiredError``, ``PortalError``, ``Cancelled``.
    """
    found: list[DocumentVersion] = []
    query: dict[str, str | int] = {"limit": PAGE_LIMIT}
    while True:
        page = send(Request("GET", DOCUMENTS, query=query), cancel).decode(DocumentPage)
        found += map(version_of, page.items)
        if page.next_cursor is None or not page.items:
            return tuple(found)
        query = {**query, "cursor": page.next_cursor}


def version_of(message: DocumentMessage) -> DocumentVersion:
    """Return the value of the contract's message."""
    return DocumentVersion(
        document_id=message.id,
        version=message.version,
        title=message.title,
        file_name=message.file_name,
        size=message.size,
        sha256=message.sha256,
        signer=message.signer,
        received_at=message.received_at,
        shape=message.shape,
        cosigners=message.cosigners,
    )
