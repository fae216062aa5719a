"""Refuses requests over the size limit before anything reads them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_app.sandbox.portal.problems import Refusal, problem_response
from desktop_app.services.portal.problem_codes import ProblemCode


class BodyLimit:
    """ASGI middleware: 413 for a body over ``limit`` bytes, declared or counted.

    A part of an upload, which is what ``PUT`` brings, may have ``part_limit``, and the new
    document of a credential ``document_limit``.
    """

    def __init__(self, app: ASGIApp, limit: int, part_limit: int, document_limit: int) -> None:
        self._app = app
        self._limit = limit
        self._part_limit = part_limit
        self._document_limit = document_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["method"], scope["path"])
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > limit:
            refusal = Refusal(413, ProblemCode.REQUEST_TOO_LARGE)
            await problem_response(refusal)(scope, receive, send)
            return
        counted = 0

        async def count() -> Message:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, count, send)

    def _limit_of(self, method: str, path: str) -> int:
        if method != "PUT":
            return self._limit
        return self._document_limit if path.endswith("/document") else self._part_limit
