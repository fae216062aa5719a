"""Bodies that are the bytes of a file or of a part of one, with their digest in a header."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request

from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.services.portal.document_contract import PART_DIGEST_HEADER
from desktop_app.services.portal.problem_codes import ProblemCode

BEGINNINGS: Final = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
"""First bytes of the kinds of documents that are taken, by media type."""


async def _whole_body(request: Request) -> bytes:
    return await request.body()


def _verified_content(
    content: Annotated[bytes, Depends(_whole_body)],
    content_digest: Annotated[
        str,
        Header(
            alias=PART_DIGEST_HEADER,
            pattern="^sha-256=:[A-Za-z0-9+/]{43}=:$",
            description="Of these bytes (RFC 9530).",
        ),
    ],
) -> bytes:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
    if content_digest != f"sha-256=:{digest}:":
        raise Refusal(409, ProblemCode.DELIVERY_DIGEST_OTHER)
    return content


VerifiedContent = Annotated[bytes, Depends(_verified_content)]
"""The body, whose digest is the one that the client named; else refused with 409."""


def content_body(**schema: Any) -> dict[str, Any]:
    """Return the description of such a body; ``schema`` adds to its JSON schema."""
    octets = {"schema": {"type": "string", "format": "binary", **schema}}
    body = {"required": True, "content": {"application/octet-stream": octets}}
    return {"requestBody": body}
