"""Puts the pages together: an application of its own beside the portal's."""

from __future__ import annotations

import secrets

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.web import (
    authorization,
    entrance,
    esia_pages,
    esia_service,
    operator,
    outage,
    person,
)
from desktop_app.sandbox.web.esia import Esia
from desktop_app.sandbox.web.esia_client import CALLBACK_PATH, EsiaClient
from desktop_app.sandbox.web.layout import page
from desktop_app.sandbox.web.markup import joined, tag
from desktop_app.sandbox.web.outage import PutScenario
from desktop_app.sandbox.web.visitors import PageRefused, Visits


def create_web_application(portal: Portal, put_scenario: PutScenario) -> FastAPI:
    """Return the application that serves the pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    for module in (entrance, person, outage, operator, authorization, esia_pages, esia_service):
        app.include_router(module.router)
    app.state.portal, app.state.visits = portal, Visits()
    app.state.put_scenario = put_scenario
    url, secret = portal.configuration.web_url, secrets.token_urlsafe(24)
    app.state.esia = Esia(secret, f"{url}{CALLBACK_PATH}")
    app.state.esia_client = EsiaClient(url, url, secret)
    app.add_exception_handler(PageRefused, _refused)
    app.add_exception_handler(HTTPException, _http)
    return app


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, PageRefused)  # noqa: S101 - Starlette chooses the handler by class
    target = f"/sign-in?next_page={error.sign_in}"
    link = tag("p", tag("a", "Войти", href=target)) if error.sign_in else joined()
    return page(error.title, tag("p", error.text), link, status=error.status)


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    text = tag("p", "Проверьте адрес или вернитесь на первую страницу.")
    link = tag("p", tag("a", "Первая страница", href="/"))
    return page("Такой страницы нет", text, link, status=error.status_code)
