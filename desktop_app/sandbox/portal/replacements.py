"""Routes ``credentials/{id}/document`` for putting another file, and ``…/versions``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from desktop_app.sandbox.portal.contents import BEGINNINGS, VerifiedContent, content_body
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
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.record_contract import (
    REPLACEMENT_LIMIT,
    CredentialVersionList,
    CredentialVersionMessage,
)

router = APIRouter(prefix="/credentials", tags=["credentials"])
CredentialId = Annotated[str, Path(max_length=64)]
_SIZE = f"A PDF of at most {REPLACEMENT_LIMIT} bytes."


@router.put(
    "/{credential_id}/document",
    responses=problem_responses(400, 401, 403, 404, 409),
    openapi_extra=content_body(description=_SIZE),
)
def replace_document(
    credential_id: CredentialId,
    portal: PortalHere,
    who: SpecialistHere,
    content: VerifiedContent,
) -> CredentialVersionMessage:
    """Put a PDF on review; until the register agrees, the version before stays in force."""
    # The library that draws takes longer to import than the whole portal takes to start.
    from desktop_app.sandbox.portal.documents import credential_pdf  # noqa: PLC0415

    if not content.startswith(BEGINNINGS["application/pdf"]):
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
