"""Cursor and limit of long lists."""

from __future__ import annotations

import base64
import json
from typing import Annotated

from fastapi import Query

from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.services.portal.contract import PAGE_LIMIT
from desktop_app.services.portal.problem_codes import ProblemCode

Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]
Cursor = Annotated[
    str | None,
    Query(max_length=200, pattern="^[A-Za-z0-9_-]+$", description="`next_cursor` of a page."),
]


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
