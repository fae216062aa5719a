"""ASGI middleware that acts out the scenarios on the way of requests and answers."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_app.sandbox.portal.connections import Connections
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.problems import Refusal, problem_response
from desktop_app.sandbox.scenario import Scenario
from desktop_app.services.portal.contract import API_PREFIX, IDEMPOTENCY_HEADER
from desktop_app.services.portal.problem_codes import ProblemCode

SLOW_SECONDS: Final = 4.0
RETRY_SECONDS: Final = 5
_ONCE: Final = (Scenario.ANSWER_LOST, Scenario.UPLOAD_CUT, Scenario.PORTAL_ERROR)
"""Scenarios that meet each write once."""


class Misbehaviour:
    """Delays, refuses, loses or cuts answers, as the scenario in force says."""

    def __init__(self, app: ASGIApp, portal: Portal, connections: Connections) -> None:
        self._app = app
        self._portal = portal
        self._connections = connections
        self._seen: set[bytes] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or not scope["path"].startswith(API_PREFIX):
            await self._app(scope, receive, send)
            return
        scenario, reads = self._portal.scenario, scope["method"] in ("GET", "HEAD")
        if scenario is Scenario.PORTAL_BUSY:
            await _busy(429 if reads else 503)(scope, receive, send)
        elif scenario in _ONCE and self._first_time(scope):
            await self._break(scenario, scope, receive, send)
        elif scenario is Scenario.TRUNCATED_ANSWER and reads:
            await self._cut_answer(scope, receive, send)
        else:
            if scenario is Scenario.PORTAL_SLOW:
                await asyncio.sleep(SLOW_SECONDS)
            await self._app(scope, receive, send)

    def _first_time(self, scope: Scope) -> bool:
        """Tell whether it is the first request of its write; the second one gets an answer.

        A part of an upload has no key: its address says which one it is.
        """
        key: bytes | None = dict(scope["headers"]).get(IDEMPOTENCY_HEADER.lower().encode())
        if scope["method"] == "PUT":
            key = scope["path"].encode() + b"?" + scope["query_string"]
        if key is None or key in self._seen:
            return False
        self._seen.add(key)
        return True

    async def _break(self, scenario: Scenario, scope: Scope, receive: Receive, send: Send) -> None:
        if scenario is Scenario.PORTAL_ERROR:
            failed = Refusal(500, ProblemCode.SERVER_FAILED)
            await problem_response(failed)(scope, receive, send)
        elif scenario is Scenario.ANSWER_LOST:
            await self._lose_answer(scope, receive)
        elif scope["method"] == "PUT":
            await receive()
            self._connections.abort(tuple(scope["client"]))
            await _until_gone(receive)
        else:
            await self._app(scope, receive, send)

    async def _lose_answer(self, scope: Scope, receive: Receive) -> None:
        async def swallow(_message: Message) -> None:
            """Take the answer and send nothing."""

        await self._app(scope, receive, swallow)
        self._connections.abort(tuple(scope["client"]))
        await _until_gone(receive)

    async def _cut_answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def cut(message: Message) -> None:
            body = message.get("body", b"")
            if len(body) > 1:
                message = {**message, "body": body[: len(body) // 2], "more_body": True}
            await send(message)

        await self._app(scope, receive, cut)
        self._connections.close(tuple(scope["client"]))
        await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _busy(status: int) -> ASGIApp:
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem_response(Refusal(status, ProblemCode.SERVER_BUSY, headers=headers))
