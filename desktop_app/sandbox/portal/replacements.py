"""Routes ``credentials/{id}/document`` for putting another file, and ``…/versions``."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request

from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.credential_files import (
    files_of,
    original_version,
    take_file,
    version_message,
)
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import RecordsHere, SpecialistHere
from desktop_app.sandbox.portal.visible_credentials import own_credential, visible_credential
from desktop_app.services.portal.document_contract import PART_DIGEST_HEADER
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.record_contract import (
    REPLACEMENT_LIMIT,
    CredentialVersionList,
    CredentialVersionMessage,
)

router = APIRouter(prefix="/credentials", tags=["credentials"])
CredentialId = Annotated[str, Path(max_length=64)]
ContentDigest = Annotated[
    str,
    Header(
        alias=PART_DIGEST_HEADER,
        pattern="^sha-256=:[A-Za-z0-9+/]{43}=:$",
        description="Of the file (RFC 9530).",
    ),
]
_SIZE = f"A PDF of at most {REPLACEMENT_LIMIT} bytes."
_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary", "description": _SIZE}
            }
        },
    }
}


async def _whole_body(request: Request) -> bytes:
    return await request.body()


@router.put(
    "/{credential_id}/document",
    responses=problem_responses(400, 401, 403, 404, 409, 413),
    openapi_extra=_FILE_BODY,
)
def replace_document(
    credential_id: CredentialId,
    portal: PortalHere,
    who: SpecialistHere,
    content: Annotated[bytes, Depends(_whole_body)],
    digest: ContentDigest,
) -> CredentialVersionMessage:
    """Put a PDF on review; until the register agrees, the version before stays in force."""
    # The library that draws takes longer to import than the whole portal takes to start.
    from desktop_app.sandbox.portal.documents import credential_pdf  # noqa: PLC0415

    actual = base64.b64encode(hashlib.sha256(content).digest()).decode()
    if not hmac.compare_digest(digest, f"sha-256=:{actual}:"):
        raise Refusal(409, ProblemCode.DELIVERY_DIGEST_OTHER)
    if not content.startswith(b"%PDF-"):
        raise Refusal(400, ProblemCode.DOCUMENT_NOT_PDF)
    with portal.store.writing() as session:
        row = own_credential(session, who, credential_id)
        if not row.has_document:
            raise Refusal(404, ProblemCode.DOCUMENT_NONE)
        if row.state == "revoked":
            raise Refusal(409, ProblemCode.CREDENTIAL_REVOKED)
        original = credential_pdf(row, who.account.full_name)
        file = take_file(session, row, content, original, who.account, portal.now())
        return version_message(file)


@router.get("/{credential_id}/document/versions", responses=problem_responses(401, 403, 404))
def list_versions(
    credential_id: CredentialId, portal: PortalHere, who: RecordsHere
) -> CredentialVersionList:
    """Return every file that the document has been, newest first."""
    # The library that draws takes longer to import than the whole portal takes to start.
    from desktop_app.sandbox.portal.documents import credential_pdf  # noqa: PLC0415

    with portal.store.reading() as session:
        row, holder = visible_credential(session, who, credential_id)
        items = [version_message(each) for each in files_of(session, row.id)]
        if not items and row.has_document:
            items.append(original_version(row, credential_pdf(row, holder)))
    return CredentialVersionList(tuple(items))
