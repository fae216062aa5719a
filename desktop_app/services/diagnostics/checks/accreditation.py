"""Was the authority of each certificate accredited on the day of issue?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, note, warn
from desktop_app.services.diagnostics.facts.trust import (
    Accreditations,
    IssuerAccreditation,
    ListFacts,
)
from desktop_app.services.diagnostics.surroundings import Surroundings

_REFUSED = ("ended", "annulled")


def _accredited(surroundings: Surroundings) -> Iterator[Finding]:
    """The list is only as good as its age, and its signature was not verified: never a failure."""
    found = surroundings.of(Accreditations)
    if found.saved is None:
        yield note("accreditation.no-list")
        return
    if found.damaged:
        yield warn("accreditation.list-damaged", **_of_list(found.saved))
        return
    if found.saved.stale:
        yield note("accreditation.list-old", **_of_list(found.saved))
    for issuer in found.issuers:
        yield from _issuer(issuer, found)


def _issuer(issuer: IssuerAccreditation, found: Accreditations) -> Iterator[Finding]:
    """Trouble with one certificate beside a usable one of a good authority is only a note."""
    good = [each for each in found.issuers if each.usable and _is_good(each)]
    say = note if good or not issuer.usable else warn
    evidence: dict[str, Any] = {
        "issuer": issuer.authority,
        "certificate": issuer.certificate,
        "issued_at": issuer.issued_at.isoformat(),
    }
    if not issuer.listed:
        yield say("accreditation.not-listed", Who.CA, **evidence)
    elif issuer.status in _REFUSED:
        ended = issuer.ended_at.isoformat() if issuer.ended_at else None
        yield say("accreditation.not-on-issue-date", Who.CA, **evidence, ended_at=ended)
    elif issuer.ended_at is not None and not issuer.passed_on:
        ended = issuer.ended_at.isoformat()
        yield say("accreditation.ended", Who.CA, **evidence, ended_at=ended)
    elif issuer.status == "unknown":
        yield note("accreditation.undated", Who.CA, **evidence)


def _is_good(issuer: IssuerAccreditation) -> bool:
    in_force = issuer.ended_at is None or issuer.passed_on
    return issuer.listed and issuer.status not in _REFUSED and in_force


def _of_list(saved: ListFacts) -> dict[str, Any]:
    return {
        "dated": saved.dated.isoformat(),
        "version": saved.version,
        "signature": saved.signature,
    }


CHECKS = (
    Check(
        "CRT-29",
        _accredited,
        (
            "accreditation.no-list",
            "accreditation.list-damaged",
            "accreditation.list-old",
            "accreditation.not-listed",
            "accreditation.not-on-issue-date",
            "accreditation.ended",
            "accreditation.undated",
        ),
        explains=("accreditation.unreachable",),
    ),
)
