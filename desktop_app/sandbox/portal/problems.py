"""Refusals as RFC 9457 problems, and their description in OpenAPI."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from desktop_app.services.portal.contract import IDEMPOTENCY_HEADER, PROBLEM_TYPE, Problem
from desktop_app.services.portal.problem_codes import ProblemCode


class Refusal(Exception):  # noqa: N818 - the portal says no; nothing failed
    """Ends a request with a problem."""

    def __init__(
        self,
        status: int,
        code: ProblemCode,
        detail: str = "",
        *,
        level: str = "",
        tries_left: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code, detail)
        phrase = HTTPStatus(status).phrase
        self.problem = Problem("about:blank", phrase, status, code.value, detail, level, tries_left)
        self.headers = headers or {}


def problem_response(refusal: Refusal) -> Response:
    """Return the answer that a refusal becomes."""
    problem = refusal.problem
    return JSONResponse(asdict(problem), problem.status, refusal.headers, media_type=PROBLEM_TYPE)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route that may answer with these problems.

    Every route may also be busy, and refuse a request that breaks the contract or the limit.
    """
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*statuses, 413, 422, 429, 503}):
        answers[status] = {"description": HTTPStatus(status).phrase, "content": content}
        if status in (429, 503):
            seconds = {"type": "integer", "minimum": 0}
            answers[status]["headers"] = {"Retry-After": {"schema": seconds}}
    return answers


_CODES: Final = {
    404: ProblemCode.NOT_FOUND,
    405: ProblemCode.METHOD_NOT_ALLOWED,
    413: ProblemCode.REQUEST_TOO_LARGE,
}


def install_handlers(app: FastAPI) -> None:
    """Make every failure of ``app`` answer with a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - Starlette chooses the handler by class
    return problem_response(error)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    places = [".".join(str(part) for part in entry["loc"]) for entry in error.errors()]
    if f"header.{IDEMPOTENCY_HEADER}".lower() in (place.lower() for place in places):
        return problem_response(Refusal(400, ProblemCode.IDEMPOTENCY_MISSING, ", ".join(places)))
    # Places only: the values that came may be secrets.
    return problem_response(Refusal(422, ProblemCode.REQUEST_INVALID, ", ".join(places)))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    code = _CODES.get(error.status_code, ProblemCode.REQUEST_INVALID)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods_of(request))
    return problem_response(Refusal(error.status_code, code, headers=headers))


def _methods_of(request: Request) -> list[str]:
    """Return every method of a path: each may have a route of its own (RFC 9110 section 15.5.6)."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    here = (route for route in routes if route.path_regex.match(request.scope["path"]))
    return sorted({method for route in here for method in route.methods or ()})


def _failed(_request: Request, _error: Exception) -> Response:
    return problem_response(Refusal(500, ProblemCode.SERVER_FAILED))
