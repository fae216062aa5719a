"""Routes ``documents/deliveries``: begin, fill in parts, complete with a signature."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response
from sqlalchemy.orm import Session

from desktop_app.core.documents import DeliveryState
from desktop_app.sandbox.document_tables import (
    DeliveryRow,
    DocumentFormRow,
    DocumentRow,
    DocumentVersionRow,
    PartRow,
)
from desktop_app.sandbox.portal.contents import VerifiedContent, content_body
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.document_signatures import GoodSignatures, judge_signatures
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SpecialistHere
from desktop_app.services.portal.document_contract import (
    DOCUMENT_LIMIT,
    PART_LIMIT,
    CompletionRequest,
    DeliveryMessage,
    DeliveryRequest,
    ReceiptMessage,
    version_tag,
)
from desktop_app.services.portal.problem_codes import ProblemCode

router = APIRouter(prefix="/documents/deliveries", tags=["documents"])
DeliveryId = Annotated[str, Path(max_length=64)]
IfMatch = Annotated[
    str | None,
    Header(max_length=200, description="`ETag` of the version that is replaced."),
]


@router.post(
    "",
    status_code=201,
    response_model=DeliveryMessage,
    responses=problem_responses(400, 401, 403, 404, 409, 412),
)
def begin_delivery(
    body: DeliveryRequest,
    portal: PortalHere,
    who: SpecialistHere,
    write: IdempotentHere,
    if_match: IfMatch = None,
) -> Response:
    """Begin to hand a document over; with `If-Match` a conflict shows before any upload."""
    if repeated := write.repeated():
        return repeated

    def begin(session: Session) -> DeliveryMessage:
        if body.document_id and if_match is not None:
            _require_version(session, who, body.document_id, if_match)
        elif body.document_id:
            _own_document(session, who, body.document_id)
        row = DeliveryRow(
            id=secrets.token_hex(16),
            account_id=who.account.id,
            kind=body.kind.value,
            title=body.title,
            file_name=body.file_name,
            size=body.size,
            sha256=body.sha256,
            document_id=body.document_id,
            state=DeliveryState.RECEIVING.value,
            received_bytes=0,
            begun_at=portal.now(),
            version=0,
            received_at=None,
        )
        session.add(row)
        return delivery_message(row)

    return write.carry_out(201, begin, DeliveryMessage)


@router.get("/{delivery_id}", responses=problem_responses(401, 403, 404))
def read_delivery(
    delivery_id: DeliveryId, portal: PortalHere, who: SpecialistHere
) -> DeliveryMessage:
    """Return where a delivery stands."""
    with portal.store.reading() as session:
        return delivery_message(_own_delivery(session, who, delivery_id))


@router.put(
    "/{delivery_id}/content",
    responses=problem_responses(401, 403, 404, 409),
    openapi_extra=content_body(maxLength=PART_LIMIT),
)
def put_part(
    delivery_id: DeliveryId,
    portal: PortalHere,
    who: SpecialistHere,
    part: VerifiedContent,
    offset: Annotated[int, Query(ge=0, le=DOCUMENT_LIMIT)],
) -> DeliveryMessage:
    """Add the part that begins at `offset`; the same part twice counts once, an empty one not."""
    with portal.store.writing() as session:
        row = _own_delivery(session, who, delivery_id)
        if row.state != DeliveryState.RECEIVING:
            raise Refusal(409, ProblemCode.DELIVERY_FINISHED)
        _add_part(session, row, offset, part)
        return delivery_message(row)


@router.post(
    "/{delivery_id}/completion",
    status_code=201,
    response_model=DeliveryMessage,
    responses=problem_responses(400, 401, 403, 404, 409, 412, 428),
)
def complete_delivery(
    delivery_id: DeliveryId,
    body: CompletionRequest,
    portal: PortalHere,
    who: SpecialistHere,
    write: IdempotentHere,
    if_match: IfMatch = None,
) -> Response:
    """Judge the signatures over the whole and keep the document, or a new version of one."""
    if repeated := write.repeated():
        return repeated
    with portal.store.reading() as session:
        row = _whole_delivery(session, who, delivery_id)
        if row.document_id:
            _require_version(session, who, row.document_id, if_match)
    good = judge_signatures(portal, who, row, body)

    def complete(session: Session) -> DeliveryMessage:
        row = _whole_delivery(session, who, delivery_id)
        document = _document_for(session, who, row, if_match)
        document.version, document.changed_at = document.version + 1, portal.now()
        row.document_id, row.version = document.id, document.version
        row.state, row.received_at = DeliveryState.RECEIVED.value, portal.now()
        session.add(_version_row(row, good))
        session.add(_form_row(row, good))
        note(session, portal.now(), "document.receive", account=who.account, subject=row.id)
        return delivery_message(row)

    return write.carry_out(201, complete, DeliveryMessage)


def delivery_message(row: DeliveryRow) -> DeliveryMessage:
    """Return a delivery as clients see it."""
    receipt = None
    if row.received_at is not None:
        receipt = ReceiptMessage(row.document_id, row.version, row.received_at)
    return DeliveryMessage(row.id, DeliveryState(row.state), row.size, row.received_bytes, receipt)


def _add_part(session: Session, row: DeliveryRow, offset: int, part: bytes) -> None:
    if not part:
        return
    known = session.get(PartRow, (row.id, offset))
    if known is not None and known.content == part:
        return
    if offset != row.received_bytes or offset + len(part) > row.size:
        raise Refusal(409, ProblemCode.DELIVERY_OFFSET, str(row.received_bytes))
    session.add(PartRow(delivery_id=row.id, offset=offset, content=part))
    row.received_bytes += len(part)


def _own_delivery(session: Session, who: SignedIn, delivery_id: str) -> DeliveryRow:
    row = session.get(DeliveryRow, delivery_id)
    if row is None or row.account_id != who.account.id:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return row


def _whole_delivery(session: Session, who: SignedIn, delivery_id: str) -> DeliveryRow:
    row = _own_delivery(session, who, delivery_id)
    if row.state != DeliveryState.RECEIVING:
        raise Refusal(409, ProblemCode.DELIVERY_FINISHED)
    if row.received_bytes != row.size:
        raise Refusal(409, ProblemCode.DELIVERY_INCOMPLETE, str(row.received_bytes))
    return row


def _document_for(
    session: Session, who: SignedIn, row: DeliveryRow, if_match: str | None
) -> DocumentRow:
    """Return the document that a delivery adds a version to, made where it is new."""
    if row.document_id:
        return _require_version(session, who, row.document_id, if_match)
    document = DocumentRow(
        id=secrets.token_hex(16), account_id=who.account.id, version=0, changed_at=row.begun_at
    )
    session.add(document)
    session.flush()
    return document


def _require_version(
    session: Session, who: SignedIn, document_id: str, if_match: str | None
) -> DocumentRow:
    document = _own_document(session, who, document_id)
    if if_match is None:
        raise Refusal(428, ProblemCode.DOCUMENT_VERSION_NEEDED)
    if if_match != version_tag(document.version):
        raise Refusal(412, ProblemCode.DOCUMENT_VERSION_NEWER, str(document.version))
    return document


def _own_document(session: Session, who: SignedIn, document_id: str) -> DocumentRow:
    document = session.get(DocumentRow, document_id)
    if document is None or document.account_id != who.account.id:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return document


def _version_row(row: DeliveryRow, good: GoodSignatures) -> DocumentVersionRow:
    return DocumentVersionRow(
        delivery_id=row.id,
        document_id=row.document_id,
        version=row.version,
        signer=good.signer,
        certificate_id=good.certificate_id,
        signature=good.encoded,
    )


def _form_row(row: DeliveryRow, good: GoodSignatures) -> DocumentFormRow:
    return DocumentFormRow(
        delivery_id=row.id, shape=good.shape.value, cosigners=list(good.cosigners)
    )
