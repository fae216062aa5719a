"""Route ``account``."""

from __future__ import annotations

from fastapi import APIRouter

from desktop_app.sandbox.portal.problems import problem_responses
from desktop_app.sandbox.portal.sessions import SignedInHere
from desktop_app.services.portal.contract import AccountMessage

router = APIRouter(prefix="/account", tags=["account"])


@router.get("", responses=problem_responses(401))
def read_account(who: SignedInHere) -> AccountMessage:
    """Return who is signed in, with level and roles."""
    return who.message()
