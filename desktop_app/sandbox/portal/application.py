"""Puts the training portal's ASGI application together."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.middleware import Middleware

from desktop_app.sandbox.portal import (
    account,
    auth,
    confirmations,
    consent_codes,
    consents,
    control_routes,
    credentials,
    cycles,
    deliveries,
    journal,
    openid,
    organisation,
    passport_checks,
    received_documents,
    register_sync,
    registration_scans,
    registrations,
    replacements,
    tickets,
)
from desktop_app.sandbox.portal.connections import Connections
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.control_routes import Controls
from desktop_app.sandbox.portal.date_header import DateHeader
from desktop_app.sandbox.portal.limits import BodyLimit
from desktop_app.sandbox.portal.misbehaviour import Misbehaviour
from desktop_app.sandbox.portal.problems import install_handlers
from desktop_app.services.portal.contract import (
    API_PREFIX,
    LOGIN_CONTENT_TYPE,
    REQUEST_LIMIT,
    Problem,
    SignedLogin,
)
from desktop_app.services.portal.document_contract import PART_LIMIT
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.portal.record_contract import REPLACEMENT_LIMIT

DESCRIPTION = (
    "The contract between «Кабинет НМО» and a portal; the training portal implements it, and this "
    "file is generated from it. Times are RFC 3339 UTC. Errors are RFC 9457 problems with a "
    "stable `code`; lists have a cursor and a limit; writes outside `auth` take an "
    "`Idempotency-Key`, except a `PUT`, which may be repeated as it is; 429 and 503 carry "
    "`Retry-After`. A login is an attached CAdES-BES with the content type "
    f"{LOGIN_CONTENT_TYPE} over the canonical JSON (RFC 8785) of a `SignedLogin`; a consent is one "
    "with the content type id-data over the consent document; any other document is uploaded in "
    "parts and completed with a detached one."
)


class PortalApplication(FastAPI):
    """The application, with the contract's own description of problems."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 description, with what no route names among its schemas."""
        if self.openapi_schema is None:
            description = super().openapi()
            schemas = description["components"]["schemas"]
            for kind in (Problem, ProblemCode, SignedLogin):
                schemas[kind.__name__] = TypeAdapter(kind).json_schema()
            self.openapi_schema = description
        return self.openapi_schema


def create_application(
    portal: Portal | None = None,
    controls: Controls | None = None,
    connections: Connections | None = None,
) -> FastAPI:
    """Return the application; without a portal it only describes itself."""
    middleware = [
        Middleware(
            BodyLimit, limit=REQUEST_LIMIT, part_limit=PART_LIMIT, document_limit=REPLACEMENT_LIMIT
        )
    ]
    if portal is not None and connections is not None:
        middleware.insert(0, Middleware(Misbehaviour, portal=portal, connections=connections))
    if portal is not None:
        middleware.insert(0, Middleware(DateHeader, portal=portal))
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
    documents = (deliveries, received_documents)
    registers = (passport_checks, registrations, registration_scans, register_sync)
    signing_in = (auth, openid, account, confirmations)
    consent = (consents, consent_codes)
    records = (credentials, replacements, organisation, cycles, tickets, journal)
    for module in (*signing_in, *consent, *documents, *registers, *records):
        app.include_router(module.router, prefix=API_PREFIX)
    app.include_router(control_routes.router)
    app.state.portal, app.state.controls = portal, controls
    install_handlers(app)
    return app
