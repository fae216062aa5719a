"""Puts the training portal's ASGI application together."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.middleware import Middleware

from desktop_app.sandbox.portal import (
    account,
    auth,
    consents,
    control_routes,
    credentials,
    journal,
)
from desktop_app.sandbox.portal.connections import Connections
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.control_routes import Controls
from desktop_app.sandbox.portal.limits import BodyLimit
from desktop_app.sandbox.portal.misbehaviour import Misbehaviour
from desktop_app.sandbox.portal.problems import install_handlers
from desktop_app.services.portal.contract import API_PREFIX, REQUEST_LIMIT, Problem

DESCRIPTION = """\
The contract between «Кабинет НМО» and a portal. The training portal implements it; the text is
generated from it. Errors are RFC 9457 problems with a stable `code`; lists have a cursor and a
limit; writes outside `auth` take an `Idempotency-Key`; 429 and 503 carry `Retry-After`.
"""


class PortalApplication(FastAPI):
    """The application, with the contract's own description of problems."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 description, with ``Problem`` among the schemas."""
        if self.openapi_schema is None:
            description = super().openapi()
            schema = TypeAdapter(Problem).json_schema()
            description["components"]["schemas"]["Problem"] = schema
            self.openapi_schema = description
        return self.openapi_schema


def create_application(
    portal: Portal | None = None,
    controls: Controls | None = None,
    connections: Connections | None = None,
) -> FastAPI:
    """Return the application; without a portal it only describes itself."""
    middleware = [Middleware(BodyLimit, limit=REQUEST_LIMIT)]
    if portal is not None and connections is not None:
        middleware.insert(0, Middleware(Misbehaviour, portal=portal, connections=connections))
    app = PortalApplication(
        title="НМО portal",
        version="1.0.0",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=middleware,
        generate_unique_id_function=lambda route: route.name,
    )
    for module in (auth, account, consents, credentials, journal):
        app.include_router(module.router, prefix=API_PREFIX)
    app.include_router(control_routes.router)
    app.state.portal, app.state.controls = portal, controls
    install_handlers(app)
    return app
