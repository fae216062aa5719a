"""The named scenarios: what the training portal and the training tokens can act out."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from desktop_app.sandbox.private_files import write_private_json


class Scenario(StrEnum):
    """One thing that goes wrong, or nothing."""

    NORMAL = "normal"
    ROOT_MISSING = "root-missing"
    """The portal's TLS certificate leads to a root that this computer does not know."""
    GOST_ROOT_MISSING = "gost-root-missing"
    """The first person's token alone is plugged in, and the root of ГОСТ is not trusted here."""
    CERTIFICATE_EXPIRED = "certificate-expired"
    """One token alone is plugged in, with nothing but an expired certificate."""
    PIN_LAST_TRY = "pin-last-try"
    """The first person's token alone is plugged in, and one try is left for its PIN."""
    PIN_LOCKED = "pin-locked"
    """The same, and no try is left."""
    TOKEN_REMOVED = "token-removed"  # noqa: S105 - no password
    """The first person's token alone is plugged in, and is gone at the first signature."""
    DRIVER_CRASH = "driver-crash"
    """The first person's token alone is plugged in, and its driver crashes."""
    LEVEL_INSUFFICIENT = "level-insufficient"
    """Every account counts as not confirmed."""
    SURNAME_CHANGED = "surname-changed"
    """Every account bears another surname than its owner's certificate."""
    PORTAL_DOWN = "portal-down"
    """Nothing listens on the portal's port."""
    PORTAL_SLOW = "portal-slow"
    """Every answer takes some seconds."""
    PORTAL_BUSY = "portal-busy"
    """Reads get 429 and writes 503, each with ``Retry-After``."""
    TIME_STAMPS_DOWN = "time-stamps-down"
    """The time-stamp service answers 503 to everything; the portal works."""
    ANSWER_LOST = "answer-lost"
    """Each write is carried out once, but the connection breaks before its first answer."""
    UPLOAD_CUT = "upload-cut"
    """The connection breaks in the middle of each part of an upload, once."""
    PORTAL_ERROR = "portal-error"
    """Each write gets 500 once, before anything of it is carried out."""
    TRUNCATED_ANSWER = "truncated-answer"
    """Answers to reads break off in the middle."""
    SESSION_EXPIRED = "session-expired"
    """Every session that exists ends; signing in again works."""
    CLOCK_WRONG = "clock-wrong"
    """The portal's clock runs a day ahead of this computer's."""


def read_scenario(file: Path) -> Scenario:
    """Return the scenario in force; without a file it is ``NORMAL``."""
    if not file.exists():
        return Scenario.NORMAL
    return Scenario(json.loads(file.read_bytes())["name"])


def write_scenario(file: Path, scenario: Scenario) -> None:
    """Put a scenario in force; the running portal reads it when told to."""
    write_private_json(file, {"name": scenario.value})
