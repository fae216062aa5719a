"""What was sent from here and what the portal has: one list with the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion
from desktop_app.core.outbox_item import OutboxItem, OutboxState
from desktop_app.services.outbox_service import OutboxService

_PAGE = 500


class SentState(StrEnum):
    """What is known of a document that was sent."""

    TAKEN = "taken"
    """The portal took it, as its receipt says; it was not asked since."""
    CONFIRMED = "confirmed"
    """The portal has this very version."""
    REPLACED = "replaced"
    """The portal has a newer version of the document."""
    UNKNOWN = "unknown"
    """The portal does not speak of it, although it took it."""
    ELSEWHERE = "elsewhere"
    """The portal has it; it was not sent from here."""


@dataclass(frozen=True, slots=True)
class SentDocument:
    """One document with its receipt."""

    state: SentState
    title: str
    file_name: str
    size: int
    """Bytes."""
    sha256: str
    signer: str
    """Full name."""
    document_id: str
    """The portal's name of the document."""
    version: int
    received_at: datetime
    portal_version: int = 0
    """The newest at the portal, where it was asked."""


def delivered_items(
    outbox: OutboxService, cancel: Cancellation, at_once: int = _PAGE
) -> tuple[OutboxItem, ...]:
    """Return the documents that left from here and have a receipt, newest first.

    ``at_once`` are read at a time. Raises ``Cancelled``.
    """
    found: list[OutboxItem] = []
    before: int | None = None
    while items := outbox.page((OutboxState.DELIVERED,), limit=at_once, before=before).items:
        cancel.checkpoint()
        found += (each for each in items if each.receipt is not None)
        if len(items) < at_once:
            break
        before = items[-1].number
    return tuple(found)


def sent_documents(
    items: Sequence[OutboxItem], received: Sequence[DocumentVersion] | None
) -> tuple[SentDocument, ...]:
    """Put receipts and the portal's list together, newest first.

    ``received`` None: the portal was not asked. The portal lists the newest version of each
    document alone.
    """
    at_portal = {each.document_id: each for each in received or ()}
    sent = [_of_item(each, None if received is None else at_portal) for each in items]
    here = {each.document_id for each in sent}
    others = [_of_version(each) for each in at_portal.values() if each.document_id not in here]
    return tuple(sorted((*sent, *others), key=lambda each: each.received_at, reverse=True))


def _of_item(item: OutboxItem, at_portal: dict[str, DocumentVersion] | None) -> SentDocument:
    receipt = item.receipt
    if receipt is None:
        raise ValueError(item.id)
    theirs = at_portal.get(receipt.document_id) if at_portal is not None else None
    return SentDocument(
        state=SentState.TAKEN if at_portal is None else _compared(item, theirs),
        title=item.title or item.file_name,
        file_name=item.file_name,
        size=item.size,
        sha256=item.sha256,
        signer=", ".join(each.name for each in item.signers),
        document_id=receipt.document_id,
        version=receipt.version,
        received_at=receipt.received_at,
        portal_version=theirs.version if theirs is not None else 0,
    )


def _compared(item: OutboxItem, theirs: DocumentVersion | None) -> SentState:
    receipt = item.receipt
    if theirs is None or receipt is None or theirs.version < receipt.version:
        return SentState.UNKNOWN
    if theirs.version > receipt.version:
        return SentState.REPLACED
    return SentState.CONFIRMED if theirs.sha256 == item.sha256 else SentState.UNKNOWN


def _of_version(version: DocumentVersion) -> SentDocument:
    return SentDocument(
        state=SentState.ELSEWHERE,
        title=version.title or version.file_name,
        file_name=version.file_name,
        size=version.size,
        sha256=version.sha256,
        signer=", ".join((version.signer, *version.cosigners)),
        document_id=version.document_id,
        version=version.version,
        received_at=version.received_at,
        portal_version=version.version,
    )
