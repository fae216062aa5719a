"""Routes ``registrations/{id}/scans``: announce a scan, fill it in parts, take it away."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop_app.sandbox.portal.contents import BEGINNINGS, VerifiedContent, content_body
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.registration_book import (
    editable_registration,
    scan_message,
    scans_of,
)
from desktop_app.sandbox.portal.sessions import ConfirmedHere
from desktop_app.sandbox.register_tables import ScanPartRow, ScanRow
from desktop_app.services.portal.document_contract import PART_LIMIT
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.registration_contract import (
    SCAN_LIMIT,
    SCANS_LIMIT,
    ScanMessage,
    ScanRequest,
)

router = APIRouter(prefix="/registrations/{registration_id}/scans", tags=["registrations"])
RegistrationId = Annotated[str, Path(max_length=64)]
ScanDigest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.post(
    "",
    status_code=201,
    response_model=ScanMessage,
    responses=problem_responses(400, 401, 403, 404, 409),
)
def announce_scan(
    registration_id: RegistrationId,
    body: ScanRequest,
    who: ConfirmedHere,
    write: IdempotentHere,
) -> Response:
    """Announce a scan; one that was announced before is answered as it stands."""
    if repeated := write.repeated():
        return repeated

    def announce(session: Session) -> ScanMessage:
        row = editable_registration(session, who.account.id, registration_id)
        scans = scans_of(session, row)
        known = next((scan for scan in scans if scan.sha256 == body.sha256), None)
        if known is None and len(scans) >= SCANS_LIMIT:
            raise Refusal(409, ProblemCode.REGISTRATION_SCANS, "limit")
        if known is not None:
            known.kind = body.kind.value
            return scan_message(known)
        scan = ScanRow(
            registration_id=row.id,
            sha256=body.sha256,
            number=1 + max((each.number for each in scans), default=0),
            kind=body.kind.value,
            file_name=body.file_name,
            media_type=body.media_type,
            size=body.size,
            received_bytes=0,
        )
        session.add(scan)
        return scan_message(scan)

    return write.carry_out(201, announce, ScanMessage)


@router.put(
    "/{sha256}/content",
    responses=problem_responses(401, 403, 404, 409),
    openapi_extra=content_body(maxLength=PART_LIMIT),
)
def put_scan_part(
    registration_id: RegistrationId,
    sha256: ScanDigest,
    portal: PortalHere,
    who: ConfirmedHere,
    part: VerifiedContent,
    offset: Annotated[int, Query(ge=0, le=SCAN_LIMIT)],
) -> ScanMessage:
    """Add the part that begins at `offset`; the whole is checked with the last one."""
    with portal.store.writing() as session:
        editable_registration(session, who.account.id, registration_id)
        scan = _scan(session, registration_id, sha256)
        fault = _add_part(session, scan, offset, part)
        answer = scan_message(scan)
    if fault is not None:
        raise Refusal(409, fault)
    return answer


@router.delete("/{sha256}", status_code=204, responses=problem_responses(401, 403, 404, 409))
def remove_scan(
    registration_id: RegistrationId, sha256: ScanDigest, portal: PortalHere, who: ConfirmedHere
) -> None:
    """Take a scan away."""
    with portal.store.writing() as session:
        editable_registration(session, who.account.id, registration_id)
        scan = _scan(session, registration_id, sha256)
        _remove_parts(session, scan)
        session.delete(scan)


def scan_content(session: Session, registration_id: str, sha256: str) -> bytes:
    """Return what has come of a scan."""
    wanted = (
        select(ScanPartRow.content)
        .where(ScanPartRow.registration_id == registration_id, ScanPartRow.sha256 == sha256)
        .order_by(ScanPartRow.offset)
    )
    return b"".join(session.scalars(wanted))


def _scan(session: Session, registration_id: str, sha256: str) -> ScanRow:
    scan = session.get(ScanRow, (registration_id, sha256))
    if scan is None:
        raise Refusal(404, ProblemCode.NOT_FOUND)
    return scan


def _add_part(session: Session, scan: ScanRow, offset: int, part: bytes) -> ProblemCode | None:
    """Add a part; return what is wrong with a whole scan, which is then to be sent anew."""
    if not part:
        return None
    key = (scan.registration_id, scan.sha256, offset)
    known = session.get(ScanPartRow, key)
    if known is not None and known.content == part:
        return None
    if offset != scan.received_bytes or offset + len(part) > scan.size:
        raise Refusal(409, ProblemCode.DELIVERY_OFFSET, str(scan.received_bytes))
    session.add(
        ScanPartRow(
            registration_id=scan.registration_id, sha256=scan.sha256, offset=offset, content=part
        )
    )
    scan.received_bytes += len(part)
    session.flush()
    if scan.received_bytes < scan.size:
        return None
    fault = _fault_of(scan, scan_content(session, scan.registration_id, scan.sha256))
    if fault is not None:
        _remove_parts(session, scan)
        scan.received_bytes = 0
    return fault


def _fault_of(scan: ScanRow, content: bytes) -> ProblemCode | None:
    if hashlib.sha256(content).hexdigest() != scan.sha256:
        return ProblemCode.DELIVERY_DIGEST_OTHER
    if not content.startswith(BEGINNINGS[scan.media_type]):
        return ProblemCode.SCAN_TYPE_OTHER
    return None


def _remove_parts(session: Session, scan: ScanRow) -> None:
    session.execute(
        delete(ScanPartRow).where(
            ScanPartRow.registration_id == scan.registration_id, ScanPartRow.sha256 == scan.sha256
        )
    )
