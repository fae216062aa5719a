"""Routes ``documents``: what the portal received, in its newest version."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy import Row, Select, select, tuple_

from desktop_app.core.documents import DocumentKind
from desktop_app.core.signing_wishes import SignatureShape
from desktop_app.sandbox.document_tables import (
    DeliveryRow,
    DocumentFormRow,
    DocumentRow,
    DocumentVersionRow,
)
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.pages import ETAG, Cursor, Limit, cursor_after, read_cursor
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SpecialistHere
from desktop_app.services.portal.document_contract import (
    DocumentMessage,
    DocumentPage,
    version_tag,
)
from desktop_app.services.portal.problem_codes import ProblemCode

router = APIRouter(prefix="/documents", tags=["documents"])


@router.get("", responses=problem_responses(401, 403, 404))
def list_documents(
    portal: PortalHere, who: SpecialistHere, cursor: Cursor = None, limit: Limit = 200
) -> DocumentPage:
    """Return the account's documents in their newest versions, newest first."""
    order = DocumentRow.changed_at.desc(), DocumentRow.id.desc()
    wanted = _newest(who).order_by(*order).limit(limit + 1)
    if cursor is not None:
        wanted = wanted.where(tuple_(DocumentRow.changed_at, DocumentRow.id) < _position(cursor))
    with portal.store.reading() as session:
        rows = session.execute(wanted).all()
    last = rows[limit - 1][0] if len(rows) > limit else None
    return DocumentPage(
        items=tuple(_message(row) for row in rows[:limit]),
        next_cursor=cursor_after(last.changed_at.isoformat(), last.id) if last else None,
    )


@router.get("/{document_id}", responses={**problem_responses(401, 403, 404), 200: ETAG})
def read_received_document(
    document_id: Annotated[str, Path(max_length=64)],
    portal: PortalHere,
    who: SpecialistHere,
    response: Response,
) -> DocumentMessage:
    """Return the newest version of a document; `ETag` names it for `If-Match`."""
    with portal.store.reading() as session:
        row = session.execute(_newest(who).where(DocumentRow.id == document_id)).one_or_none()
    if row is None:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    response.headers["ETag"] = version_tag(row[0].version)
    return _message(row)


def _newest(
    who: SignedIn,
) -> Select[DocumentRow, DocumentVersionRow, DeliveryRow, DocumentFormRow]:
    return (
        select(DocumentRow, DocumentVersionRow, DeliveryRow, DocumentFormRow)
        .join(
            DocumentVersionRow,
            (DocumentVersionRow.document_id == DocumentRow.id)
            & (DocumentVersionRow.version == DocumentRow.version),
        )
        .join(DeliveryRow, DeliveryRow.id == DocumentVersionRow.delivery_id)
        .outerjoin(DocumentFormRow, DocumentFormRow.delivery_id == DeliveryRow.id)
        .where(DocumentRow.account_id == who.account.id)
    )


def _position(cursor: str) -> tuple[datetime, str]:
    changed_at, identifier = read_cursor(cursor, 2)
    try:
        moment = datetime.fromisoformat(changed_at)
    except ValueError as error:
        raise Refusal(404, ProblemCode.CURSOR_INVALID) from error
    if moment.tzinfo is None:
        raise Refusal(404, ProblemCode.CURSOR_INVALID)
    return moment, identifier


def _message(
    row: Row[DocumentRow, DocumentVersionRow, DeliveryRow, DocumentFormRow],
) -> DocumentMessage:
    document, version, delivery, form = row
    shape, cosigners = _form(form)
    return DocumentMessage(
        id=document.id,
        version=document.version,
        kind=DocumentKind(delivery.kind),
        title=delivery.title,
        file_name=delivery.file_name,
        size=delivery.size,
        sha256=delivery.sha256,
        signer=version.signer,
        certificate_id=version.certificate_id,
        received_at=document.changed_at,
        shape=shape,
        cosigners=cosigners,
    )


def _form(row: DocumentFormRow | None) -> tuple[SignatureShape, tuple[str, ...]]:
    """Return shape and cosigners; None for a version of an older portal."""
    if row is None:
        return SignatureShape.DETACHED, ()
    return SignatureShape(row.shape), tuple(row.cosigners)
