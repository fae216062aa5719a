"""What a check is, and the words in which it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.diagnostics import CheckStatus, Finding, Need, Profile, Who
from desktop_app.services.diagnostics.surroundings import Surroundings

SYSTEMS = ("linux", "windows", "macos")
JUDGE_SECONDS = 60.0
"""A check that is not done by then is left behind; its facts have shorter limits."""

Judge = Callable[[Surroundings], Iterable[Finding]]
"""Looks at facts and says what is wrong; nothing found means that all is in order.

A pure function: it reads no file, asks no clock and changes nothing.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. Its title is the phrase ``check.<id>`` of the catalogue."""

    id: str
    """Permanent: the row of the catalogue, for example ``DRV-01``."""
    judge: Judge
    causes: tuple[str, ...]
    """Every cause that it may name; each has a message in the catalogue."""
    depends_on: tuple[str, ...] = ()
    """Checks without which this one has nothing to look at: it is skipped when one fails."""
    needs: tuple[Need, ...] = ()
    systems: tuple[str, ...] = SYSTEMS
    """Where it applies; elsewhere it is left out of the report."""
    profiles: tuple[Profile, ...] = ()
    """Profiles beside those that its group belongs to (``profiles``)."""
    explains: tuple[str, ...] = ()
    """Codes of errors, beside its causes, that this check explains to a person."""
    limit_seconds: float = JUDGE_SECONDS


def fail(cause: str, who: Who = Who.USER, fix: str | None = None, **evidence: object) -> Finding:
    """Return what stands in the way of the work."""
    return Finding(CheckStatus.FAIL, cause, evidence, who, fix)


def warn(cause: str, who: Who = Who.USER, fix: str | None = None, **evidence: object) -> Finding:
    """Return what may stand in the way, or will soon."""
    return Finding(CheckStatus.WARN, cause, evidence, who, fix)


def note(cause: str, who: Who = Who.USER, fix: str | None = None, **evidence: object) -> Finding:
    """Return what a person or a supporter may want to know; nothing is wrong."""
    return Finding(CheckStatus.OK, cause, evidence, who, fix)


def skip(cause: str, **evidence: object) -> Finding:
    """Return why there is nothing to judge."""
    return Finding(CheckStatus.SKIP, cause, evidence)
