"""Cursor and limit of long lists, and the tag that says whether one changed."""

from __future__ import annotations

import base64
import json
from typing import Annotated, Any, Final

from fastapi import Header, Query, Response

from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.services.portal.contract import PAGE_LIMIT
from desktop_app.services.portal.problem_codes import ProblemCode

Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]
Cursor = Annotated[
    str | None,
    Query(max_length=200, pattern="^[A-Za-z0-9_-]+$", description="`next_cursor` of a page."),
]

IfNoneMatch = Annotated[str | None, Header(max_length=200)]
ETAG: Final[dict[str, Any]] = {"headers": {"ETag": {"schema": {"type": "string"}}}}
"""Description of an answer that carries a tag."""
TAGGED_LIST: Final[dict[int | str, dict[str, Any]]] = {
    **problem_responses(401, 403, 404),
    200: ETAG,
    304: {"description": "The list is as it was.", **ETAG},
}
"""Description of the answers of a list with a tag."""


def tagged(response: Response, tag: str, if_none_match: str | None) -> Response | None:
    """Give the answer its tag; return the answer 304 when the client has this very list."""
    response.headers["ETag"] = tag
    if if_none_match is not None and tag in if_none_match.split(", "):
        return Response(status_code=304, headers={"ETag": tag})
    return None


def cursor_after(*position: str) -> str:
    """Return the cursor of the page after the row at ``position``."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> tuple[str, ...]:
    """Return the position that a cursor names; refuse one that this portal did not make."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = json.loads(base64.urlsafe_b64decode(padded))
    except ValueError as error:
        raise Refusal(404, ProblemCode.CURSOR_INVALID) from error
    known = isinstance(position, list) and len(position) == length
    if not known or not all(isinstance(part, str) for part in position):
        raise Refusal(404, ProblemCode.CURSOR_INVALID)
    return tuple(position)
