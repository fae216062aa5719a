"""What systems ask the training ЕСИА: a token for a code, and the data of a person."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from joserfc.errors import JoseError

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.training_logins import login_with_subject
from desktop_app.sandbox.web.esia_errors import oauth_error_of
from desktop_app.sandbox.web.esia_pages import esia_of

router = APIRouter()


@router.post("/aas/oauth2/v3/te")
async def give_token(request: Request, portal: PortalHere) -> Response:
    """Exchange a code for an access token; on the loop, since who asks holds a thread."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    outcome = esia_of(request).redeem(form, portal.now())
    if isinstance(outcome, str):
        return JSONResponse(oauth_error_of(outcome), 400, {"Cache-Control": "no-store"})
    return JSONResponse(outcome, headers={"Cache-Control": "no-store"})


@router.get("/rs/prns/{subject}")
async def read_person(request: Request, subject: str) -> Response:
    """Return a person's data to who has an access token for them."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        owner = esia_of(request).subject_of(token)
    except (JoseError, ValueError, KeyError):
        owner = ""
    known = login_with_subject(subject)
    if known is None or owner != subject:
        return JSONResponse(oauth_error_of("ESIA-007019"), 403)
    given, _, middle = known.person.person.given_names.partition(" ")
    person: dict[str, Any] = {
        "lastName": known.person.person.surname,
        "firstName": given,
        "middleName": middle,
        "snils": known.person.person.snils,
        "trusted": esia_of(request).level_of(known) is AccountLevel.CONFIRMED,
        "status": "REGISTERED",
    }
    return JSONResponse(person)
