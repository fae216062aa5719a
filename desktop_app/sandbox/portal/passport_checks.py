"""Routes ``identity/passport-checks``: a passport compared with the state's own data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_app.core.identity import PassportField, PassportOutcome
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.idempotency import IdempotentHere
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.sandbox.portal.problems import Refusal, problem_responses
from desktop_app.sandbox.portal.sessions import SignedIn, SignedInHere
from desktop_app.sandbox.register_tables import PassportCheckRow
from desktop_app.services.portal.identity_contract import (
    PassportCheckMessage,
    PassportCheckRequest,
    PassportStandingMessage,
)
from desktop_app.services.portal.problem_codes import ProblemCode

TRIES: Final = 3
"""Mismatches before the check is blocked."""
BLOCK: Final = timedelta(minutes=15)
_NAME_PARTS: Final = (
    PassportField.SURNAME,
    PassportField.GIVEN_NAME,
    PassportField.PATRONYMIC,
)
_DASHES: Final = re.compile(r"\s*[-‐‑‒–—−]\s*")

router = APIRouter(prefix="/identity/passport-checks", tags=["identity"])


@router.get("", responses=problem_responses(401))
def read_passport_checks(portal: PortalHere, who: SignedInHere) -> PassportStandingMessage:
    """Return the last check, and how many tries are left."""
    with portal.store.reading() as session:
        return _standing(session, who.account.id, portal.now())


@router.post(
    "",
    status_code=201,
    response_model=PassportStandingMessage,
    responses=problem_responses(400, 401, 403, 409),
)
def check_passport(
    body: PassportCheckRequest, portal: PortalHere, who: SignedInHere, write: IdempotentHere
) -> Response:
    """Compare; too many mismatches block the check for a while."""
    if repeated := write.repeated():
        return repeated
    now = portal.now()

    def compare(session: Session) -> PassportStandingMessage:
        blocked = _standing(session, who.account.id, now).blocked_until
        if blocked is not None:
            seconds = max(1, int((blocked - now).total_seconds()))
            headers = {"Retry-After": str(seconds)}
            raise Refusal(403, ProblemCode.IDENTITY_BLOCKED, headers=headers)
        row = _judged(body, who, now)
        session.add(row)
        note(session, now, "passport.check", account=who.account, outcome=row.outcome)
        session.flush()
        return _standing(session, who.account.id, now)

    return write.carry_out(201, compare, PassportStandingMessage)


def name_parts(full_name: str) -> tuple[str, str, str]:
    """Return surname, given name and patronymic in one spelling; ё and е are one letter."""
    joined = _DASHES.sub("-", full_name.casefold().replace("ё", "е"))
    surname, given, patronymic, *_ = (*joined.split(maxsplit=2), "", "", "")
    return surname, given, patronymic


def _judged(body: PassportCheckRequest, who: SignedIn, now: datetime) -> PassportCheckRow:
    differing = tuple(_differing(body, who))
    outcome = PassportOutcome.MISMATCH if differing else PassportOutcome.MATCH
    if not differing and not official_identity(who.account.id).is_valid:
        outcome = PassportOutcome.INVALID
    return PassportCheckRow(
        account_id=who.account.id,
        checked_at=now,
        outcome=outcome.value,
        differing=" ".join(differing),
    )


def _differing(body: PassportCheckRequest, who: SignedIn) -> Iterator[PassportField]:
    state = official_identity(who.account.id)
    parts = zip(_NAME_PARTS, name_parts(body.full_name), name_parts(who.full_name), strict=True)
    yield from (part for part, typed, known in parts if typed != known)
    if body.birth_date != state.birth_date:
        yield PassportField.BIRTH_DATE
    if body.passport != state.passport:
        yield PassportField.PASSPORT


def _standing(session: Session, account_id: str, now: datetime) -> PassportStandingMessage:
    """Count the mismatches since the last other outcome; ``TRIES`` in a row block for ``BLOCK``."""
    wanted = (
        select(PassportCheckRow)
        .where(PassportCheckRow.account_id == account_id)
        .order_by(PassportCheckRow.number.desc())
        .limit(TRIES)
    )
    rows = session.scalars(wanted).all()
    recent = [row for row in rows if row.checked_at + BLOCK > now]
    wrong = 0
    for row in recent:
        if row.outcome != PassportOutcome.MISMATCH:
            break
        wrong += 1
    return PassportStandingMessage(
        last=_message(rows[0]) if rows else None,
        tries_left=TRIES - wrong,
        blocked_until=recent[0].checked_at + BLOCK if wrong == TRIES else None,
    )


def _message(row: PassportCheckRow) -> PassportCheckMessage:
    return PassportCheckMessage(
        outcome=PassportOutcome(row.outcome),
        differing=tuple(PassportField(name) for name in row.differing.split()),
        checked_at=row.checked_at,
    )
