"""Putting another document in a credential's place, and the history of its files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.credentials import CredentialVersion
from desktop_app.core.errors.inputs import FileTooLargeError, FileUnreadableError
from desktop_app.core.errors.outbox import DocumentRefusedError
from desktop_app.services.portal.client import Answer, Request
from desktop_app.services.portal.document_contract import PART_DIGEST_HEADER
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.record_contract import (
    REPLACEMENT_LIMIT,
    CredentialVersionList,
    CredentialVersionMessage,
)

Send = Callable[[Request, Cancellation | None], Answer]


def replace_document(
    send: Send, credential_id: str, file: Path, cancel: Cancellation | None
) -> CredentialVersion:
    """Send a PDF and return its version, on review; the same file again is the same version.

    Raises ``FileUnreadableError``, ``FileTooLargeError``, ``DocumentRefusedError`` and what
    ``send`` raises.
    """
    content = _read(file)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    headers = {PART_DIGEST_HEADER: f"sha-256=:{digest}:"}
    path = f"credentials/{quote(credential_id, safe='')}/document"
    answer = send(Request("PUT", path, content=content, headers=headers), cancel)
    return _version_of(answer.decode(CredentialVersionMessage))


def document_versions(
    send: Send, credential_id: str, cancel: Cancellation | None
) -> tuple[CredentialVersion, ...]:
    """Return every file that the document has been, newest first."""
    path = f"credentials/{quote(credential_id, safe='')}/document/versions"
    answer = send(Request("GET", path), cancel)
    return tuple(map(_version_of, answer.decode(CredentialVersionList).items))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(REPLACEMENT_LIMIT + 1)
    except OSError as error:
        raise FileUnreadableError(str(file), type(error).__name__) from error
    if len(content) > REPLACEMENT_LIMIT:
        raise FileTooLargeError(str(file), REPLACEMENT_LIMIT)
    if not content.startswith(b"%PDF-"):
        raise DocumentRefusedError(detail=ProblemCode.DOCUMENT_NOT_PDF)
    return content


def _version_of(message: CredentialVersionMessage) -> CredentialVersion:
    return CredentialVersion(
        number=message.number,
        state=message.state,
        uploaded_at=message.uploaded_at,
        uploaded_by=message.uploaded_by,
        sha256=message.sha256,
        size=message.size,
        decided_at=message.decided_at,
        reason=message.reason,
    )
