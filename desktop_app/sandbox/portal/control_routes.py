"""Routes ``/training``: how ``sandbox.control`` speaks to the running portal."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from desktop_app.sandbox.portal.connections import Address
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.services.portal.problem_codes import ProblemCode


@dataclass(frozen=True, slots=True)
class Controls:
    """What the routes may do to the server."""

    apply_scenario: Callable[[Address], None]
    """Read the scenario file and act on it; the address is that of who asks."""
    stop: Callable[[], None]
    """End the server after this answer."""


def _require_secret(
    portal: PortalHere,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> None:
    given = bearer.credentials if bearer else ""
    if not hmac.compare_digest(given.encode(), portal.configuration.control_secret.encode()):
        raise Refusal(401, ProblemCode.SESSION_NONE)


def _controls(request: Request) -> Controls:
    return cast("Controls", request.app.state.controls)


ControlsHere = Annotated[Controls, Depends(_controls)]
router = APIRouter(
    prefix="/training", include_in_schema=False, dependencies=[Depends(_require_secret)]
)


@router.get("/health", status_code=204)
def health() -> None:
    """Answer: the portal serves."""


@router.post("/scenario", status_code=204)
async def scenario(controls: ControlsHere, request: Request) -> None:
    """Put the scenario of the scenario file in force."""
    controls.apply_scenario(tuple(request.scope["client"]))


@router.post("/stop", status_code=204)
async def stop(controls: ControlsHere) -> None:
    """End the portal's process."""
    controls.stop()
