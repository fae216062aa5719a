"""Downloading the PDF of a credential: whole, unchanged, of bounded size."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import PortalAnswerError
from desktop_app.services.portal.client import Answer, Request
from desktop_app.services.portal.contract import DIGEST_HEADER
from desktop_app.services.storage.private_file import write_private

_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):")
_SAFE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def fetch_document(
    send: Callable[[Request, Cancellation | None], Answer],
    credential_id: str,
    folder: Path,
    cancel: Cancellation | None,
    version: int | None = None,
) -> Path:
    """Download the PDF in force, or one of its versions, into ``folder`` and return the file.

    Raises ``PortalAnswerError`` when the digest (RFC 9530) is missing or differs, or the
    data is no PDF.
    """
    path = f"credentials/{quote(credential_id, safe='')}/document"
    query = {} if version is None else {"version": version}
    answer = send(Request("GET", path, query=query, accept="application/pdf"), cancel)
    _check_digest(answer)
    if not answer.body.startswith(b"%PDF-"):
        raise PortalAnswerError(status=answer.status, detail="not-pdf")
    file = folder / f"{_file_name(credential_id)}{'' if version is None else f'.{version}'}.pdf"
    write_private(file, answer.body)
    return file


def _check_digest(answer: Answer) -> None:
    stated = _SHA256.search(answer.headers.get(DIGEST_HEADER, ""))
    actual = base64.b64encode(hashlib.sha256(answer.body).digest()).decode()
    if stated is None or not hmac.compare_digest(stated[1], actual):
        raise PortalAnswerError(status=answer.status, detail="digest")


def _file_name(credential_id: str) -> str:
    """Return a name that cannot leave the folder, whatever the portal calls its credentials."""
    if _SAFE_NAME.fullmatch(credential_id):
        return credential_id
    return hashlib.sha256(credential_id.encode()).hexdigest()
